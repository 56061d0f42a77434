import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findFormat } from '../../../analysis/internal.ts';
import { type AnalyzerSections, plainPaint, writeReport } from '../../../engine/report/index.ts';
import { hostileNames, storyAnalyzers, storyHead, table } from '../../analyzers/page/story-report.ts';
import { MemoryOutput } from '../../engine/report/sample-report.ts';
import { launchChromium, type TestBrowser, type TestPage } from '../../support/chromium.ts';

const launched = await launchChromium();

interface OpenedPage {
  readonly page: TestPage;
  /** Console messages, errors and requests beside the file: there should be none. */
  readonly troubles: string[];
}

/** More rows than charts and findings need. */
function longTable(): AnalyzerSections {
  const rows = Array.from({ length: 3000 }, (_, at) => [`row ${at} ${hostileNames.path}`, at]);
  return { id: 'later/long', sections: [table('rows', 'name:string value:int', rows)] };
}

describe('the report page in a browser', () => {
  const browser = launched as TestBrowser;
  beforeEach(({ skip }) => {
    if (typeof launched === 'string') skip(launched);
  });

  const folder = mkdtempSync(join(tmpdir(), 'codefang-page-'));
  const path = join(folder, 'report.html');

  beforeAll(() => {
    const output = new MemoryOutput();
    const options = { widthMax: 80, paint: plainPaint, table: undefined };
    writeReport(
      storyHead,
      [...storyAnalyzers(), longTable()],
      findFormat('html', undefined).create(output, options),
      output,
    );
    writeFileSync(path, output.bytes);
  });

  afterAll(async () => {
    if (typeof launched !== 'string') await browser.close();
    rmSync(folder, { recursive: true });
  });

  async function open(width = 1280, colorScheme: 'dark' | 'light' = 'light'): Promise<OpenedPage> {
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    const troubles: string[] = [];
    page.on('console', (message) => troubles.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => troubles.push(String(error)));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) troubles.push(request.url());
    });
    await page.goto(`file://${path}`);
    return { page, troubles };
  }

  /** Scrolls through the page, so that every chart is drawn. */
  async function drawAll(page: TestPage): Promise<number> {
    await page.evaluate(`(async () => {
      for (const chart of document.querySelectorAll('.chart')) {
        chart.scrollIntoView({ behavior: 'instant' });
        await new Promise((resolve) => setTimeout(resolve, 60));
      }
    })()`);
    return page.evaluate<number>(
      `[...document.querySelectorAll('.chart')].filter((one) => one.querySelector('canvas')).length`,
    );
  }

  const rows = (part: string): string => `[...document.querySelectorAll('#${part} .table tbody tr')]`;

  test('the page draws every chart without an error, a message or a request', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, troubles } = await open(1280, colorScheme);
      expect(await drawAll(page)).toBe(await page.evaluate<number>(`document.querySelectorAll('.chart').length`));
      expect(await page.evaluate<number>(`document.querySelectorAll('.chart').length`)).toBe(13);
      expect(await page.textContent('h1')).toBe('400 commits by 3 people in 3 years');
      expect(await page.evaluate(`document.documentElement.dataset.theme`)).toBe(colorScheme);
      expect(troubles).toEqual([]);
      await page.close();
    }
  });

  test('the page shows names as text, whatever they hold', async () => {
    const { page, troubles } = await open();
    await drawAll(page);
    const title = await page.evaluate<string>('document.title');
    expect(title).toBe('400 commits by 3 people in 3 years · codefang');
    expect(await page.evaluate(`document.querySelectorAll('img, svg [onload], main script').length`)).toBe(0);
    const text = await page.evaluate<string>(`document.querySelector('#files').textContent`);
    expect(text).toContain(hostileNames.path);
    const people = await page.evaluate<string>(`document.querySelector('#people').textContent`);
    expect(people).toContain(hostileNames.person);
    expect(people).toContain('a\\u202eb\\u0007c\\u2028d\ufffd');
    // Over the first bar of the owners: the tooltip is made of elements too.
    await page.hover('#people .chart', { position: { x: 260, y: 20 } });
    await page.waitForTimeout(300);
    expect(await page.evaluate(`document.querySelector('.tip-title')?.textContent`)).toBe(hostileNames.person);
    expect(await page.evaluate(`document.querySelectorAll('img').length`)).toBe(0);
    expect(troubles).toEqual([]);
    await page.close();
  });

  test('the policy stops a script that is not ours', async () => {
    const { page, troubles } = await open();
    await page.evaluate(`(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "owned"';
      document.body.append(script);
      const image = document.createElement('img');
      image.src = 'http://192.0.2.1/x.png';
      document.body.append(image);
    })()`);
    await page.waitForTimeout(100);
    expect(await page.evaluate('document.title')).not.toBe('owned');
    // The request is told of before the policy stops it; both refusals stand in the console.
    const refusals = troubles.filter((trouble) => trouble.includes('Content Security Policy'));
    expect(refusals.map((refusal) => /(script|img)-src/.exec(refusal)?.[1]).sort()).toEqual(['img', 'script']);
    await page.close();
  });

  test('search, filters and sorting of a table work together', async () => {
    const { page } = await open();
    const first = (): Promise<string> => page.evaluate(`${rows('files')}[0].cells[0].textContent`);
    const count = (): Promise<number> => page.evaluate(`${rows('files')}.length`);
    expect([await first(), await count()]).toEqual(['package-lock.json', 20]);
    await page.click('#files .more');
    expect(await count()).toBe(63);
    await page.fill('#files input', 'PAGE-1');
    expect(await count()).toBe(11);
    expect(await page.textContent('#files .table-status')).toContain('11 rows match');
    await page.fill('#files input', '');
    await page.evaluate(`(() => {
      const select = document.querySelector('#files select');
      select.value = 'src/';
      select.dispatchEvent(new Event('change'));
    })()`);
    expect([await first(), await count()]).toEqual([hostileNames.path, 2]);
    await page.click('#files thead th:nth-child(4) button');
    expect(await first()).toBe('src/main.c');
    expect(await page.evaluate(`document.querySelector('#files th[aria-sort=ascending]').textContent`)).toBe('commits');
    await page.close();
  });

  test('views of the burndown and the theme are switched by buttons', async () => {
    const { page, troubles } = await open();
    const label = (): Promise<string> =>
      page.evaluate(`document.querySelector('#age [aria-pressed=true]').textContent`);
    expect(await label()).toBe('by when written');
    await page.click('#age .choice button:nth-child(2)');
    expect(await label()).toBe('by age');
    await page.click('#age .choice button:nth-child(3)');
    expect(await label()).toBe('by person');
    expect(await page.evaluate(`document.querySelector('#age .chart').getAttribute('aria-label')`)).toContain(
      'stacked by whose they are: the 2 people',
    );
    await page.click('.theme');
    expect(await page.evaluate(`document.documentElement.dataset.theme`)).toBe('dark');
    expect(troubles).toEqual([]);
    await page.close();
  });

  test('the page fits a phone and names everything for those who do not see it', async () => {
    const { page } = await open(390);
    await drawAll(page);
    expect(await page.evaluate(`document.documentElement.scrollWidth`)).toBe(390);
    const nameless = `[...document.querySelectorAll('button, input, select, a, [role=img], section')].filter((one) =>
      !(one.textContent.trim() || one.getAttribute('aria-label') || one.getAttribute('aria-labelledby'))).length`;
    expect(await page.evaluate(nameless)).toBe(0);
    const unspoken = `[...document.querySelectorAll('.chart')].filter((one) => !one.getAttribute('aria-label')).length`;
    expect(await page.evaluate(unspoken)).toBe(0);
    await page.close();
  });

  test('a long table is in the page whole, to be searched and sorted', async () => {
    const { page, troubles } = await open();
    const inLong = (script: string): Promise<string> =>
      page.evaluate(`(() => {
        const all = [...document.querySelectorAll('#tables details')];
        const long = all.find((one) => one.textContent.includes('later/long'));
        ${script}
      })()`);
    await inLong('long.open = true;');
    await page.waitForTimeout(100);
    expect(await inLong(`return long.querySelector('.table-status').textContent`)).toBe('3,000 rows, 20 shown.');
    await inLong(`const input = long.querySelector('input');
      input.value = 'row 2999';
      input.dispatchEvent(new Event('input'));`);
    const cell = await inLong(`return long.querySelector('tbody th').textContent`);
    expect(cell).toContain(`row 2999 `);
    expect(cell).toContain(hostileNames.path);
    expect(troubles).toEqual([]);
    await page.close();
  });

  test('folded sections show the tables of the report as they are', async () => {
    const { page } = await open();
    await page.evaluate(`for (const one of document.querySelectorAll('#tables details')) one.open = true`);
    await page.waitForTimeout(100);
    const text = await page.evaluate<string>(`document.querySelector('#tables').textContent`);
    expect(text).toContain('history/devs:busfactor');
    expect(text).toContain('CRITICAL');
    expect(text).toContain('overall survival rate');
    await page.close();
  });
});

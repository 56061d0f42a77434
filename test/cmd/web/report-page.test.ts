import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { type AnalyzerSections } from '../../../engine/report/index.ts';
import { hostileNames, storyAnalyzers, table } from '../../analyzers/page/story-report.ts';
import { launchChromium, type TestBrowser } from '../../support/chromium.ts';
import { drawAll, firstPick, type OpenedPage, WrittenPage } from './opened-page.ts';

const launched = await launchChromium();

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

  const written = new WrittenPage([...storyAnalyzers(), longTable()]);

  afterAll(async () => {
    if (typeof launched !== 'string') await browser.close();
    written.remove();
  });

  function open(width = 1280, colorScheme: 'dark' | 'light' = 'light'): Promise<OpenedPage> {
    return written.open(browser, { width, colorScheme });
  }

  /** The table of files is made when it comes into view. */
  async function openFiles(hash = '#files'): Promise<OpenedPage> {
    const opened = await written.open(browser, { hash });
    await opened.page.evaluate(`(async () => {
      while (!document.querySelector('#files table')) await new Promise((resolve) => setTimeout(resolve, 20));
    })()`);
    return opened;
  }

  const rows = (part: string): string => `[...document.querySelectorAll('#${part} .table tbody tr:not(.spacer)')]`;

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
    await page.fill('#files input', 'onload');
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

  test('search with words and globs, and sorting of a table work together', async () => {
    const { page, troubles } = await openFiles();
    const first = (): Promise<string> => page.evaluate(`${rows('files')}[0].cells[0].textContent`);
    const count = (): Promise<number> => page.evaluate(`${rows('files')}.length`);
    const status = (): Promise<string | null> => page.textContent('#files .table-status');
    expect([await first(), await count()]).toEqual(['package-lock.json', 3]);
    expect(await status()).toBe('63 rows.');
    await page.fill('#files input', 'PAGE-1');
    expect(await count()).toBe(11);
    expect(await status()).toContain('11 rows match');
    await page.fill('#files input', 'docs/*-?.md');
    expect(await status()).toContain('10 rows match');
    await page.fill('#files input', 'docs 59');
    expect(await status()).toContain('1 row matches');
    await page.fill('#files input', 'src');
    expect([await first(), await count()]).toEqual([hostileNames.path, 2]);
    await page.click('#files thead th:nth-child(3) button');
    expect(await first()).toBe('src/main.c');
    expect(await page.evaluate(`document.querySelector('#files th[aria-sort=ascending]').textContent`)).toBe('changes');
    expect(troubles).toEqual([]);
    await page.close();
  });

  test('folders open, with sums, and what is chosen stands in the address', async () => {
    const { page, troubles } = await openFiles();
    const cells = (): Promise<string[]> =>
      page.evaluate(
        `${rows('files')}.map((row) => [...row.cells].slice(0, 3).map((cell) => cell.textContent).join(' '))`,
      );
    expect(await cells()).toEqual(['package-lock.json – 300', 'src/ 4,900 210', 'docs/ 0 60']);
    await page.click('#files tr:nth-child(3) .link');
    expect((await cells()).slice(1, 4)).toEqual([
      'src/ 4,900 210',
      '<svg onload=alert(1)>/ 4,000 120',
      'main.c 900 90',
    ]);
    await page.fill('#files input', 'main');
    await page.click('#files tbody .link');
    const address = await page.evaluate<string>('location.hash');
    expect(address).toBe('#files?files.find=main&open=file%3Asrc%2Fmain.c');
    expect(await page.textContent('.panel-title')).toBe('src/main.c');
    expect(await page.evaluate(`document.activeElement.className`)).toBe('panel-title');
    await page.close();
    const again = await openFiles(address);
    expect(await again.page.textContent('.panel-title')).toBe('src/main.c');
    expect(await again.page.textContent('#files .table-status')).toBe('1 row matches.');
    expect([...troubles, ...again.troubles]).toEqual([]);
    await again.page.close();
  });

  test('the panel shows files, people and folders, leads from one to the other, and closes by key', async () => {
    const { page, troubles } = await written.open(browser, { hash: '#?open=file:src/main.c' });
    const panel = (): Promise<string | null> => page.textContent('.panel');
    expect(await panel()).toContain('900');
    expect(await panel()).toContain('lib/parser.c');
    await page.click('.trail .link');
    expect(await page.textContent('.panel-title')).toBe('src');
    expect(await panel()).toContain('4,900');
    await page.click('.panel .bars .link');
    expect(await page.evaluate(`history.length > 2`)).toBe(true);
    await page.evaluate(`history.back()`);
    await page.waitForTimeout(200);
    expect(await page.textContent('.panel-title')).toBe('src');
    await page.evaluate(`document.querySelector('.panel-title').dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))`);
    expect(await page.evaluate(`document.querySelector('.panel').hidden`)).toBe(true);
    // Rows of a table are made when they come into view, so a pointer may meet one that is just being replaced.
    await page.evaluate(`document.querySelector('#people').scrollIntoView({ behavior: 'instant' })`);
    await page.evaluate(`(async () => {
      const link = () => document.querySelector('#people tbody .link');
      while (link() === null) await new Promise((resolve) => setTimeout(resolve, 20));
      link().click();
    })()`);
    expect(await panel()).toContain('Languages, by lines changed');
    expect(troubles).toEqual([]);
    await page.close();
  });

  test('a click on any chart of people, files or time opens what it is about', async () => {
    const { page, troubles } = await open();
    await drawAll(page);
    const opened = new Map<string, string>();
    const chartCount = await page.evaluate<number>(`document.querySelectorAll('.chart').length`);
    for (let at = 0; at < chartCount; at += 1) {
      const { title, kind } = await firstPick(page, at);
      if (kind !== '') opened.set(title, kind);
    }
    expect(Object.fromEntries(opened)).toEqual({
      'Lines of code, layer by layer': 'cohort',
      'What is left of each period': 'cohort',
      'Commits per month': 'period',
      People: 'period',
      'Lines added and removed': 'period',
      'Commits by month': 'period',
      'Who owns the living lines': 'person',
      'Who made each language': 'language',
      'Who replaces whose lines': 'person',
      'Map of the code': 'file',
      'Each against each': 'file',
    });
    expect(troubles).toEqual([]);
    await page.close();
  });

  test('links lead to the hosting site, and a hostile address stays text', async () => {
    const hash = '#?open=file:src/main.c';
    const hrefs = `[...document.querySelectorAll('#page a:not([href^="#"])')].map((link) => link.href)`;
    for (const [linkBase, expected] of [
      ['https://github.com/me/tool', ['/commit/', '/blob/'].map((way) => `https://github.com/me/tool${way}`)],
      ['https://git.sr.ht/~me/tool', ['/commit/', '/tree/'].map((way) => `https://git.sr.ht/~me/tool${way}`)],
      ['javascript:alert(1)//', []],
    ] as const) {
      const linked = new WrittenPage(storyAnalyzers(), { title: '<b>tool</b>', linkBase });
      const { page, troubles } = await linked.open(browser, { hash });
      const found = await page.evaluate<string[]>(hrefs);
      expect(found.map((href) => expected.find((start) => href.startsWith(start)))).toEqual(expected);
      expect([await page.textContent('h1'), await page.evaluate('document.title')]).toEqual([
        '<b>tool</b>',
        '<b>tool</b> · codefang',
      ]);
      expect(troubles).toEqual([]);
      await page.close();
      linked.remove();
    }
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
    expect(await inLong(`return long.querySelector('.table-status').textContent`)).toBe('3,000 rows.');
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

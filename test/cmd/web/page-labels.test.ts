import axe from 'axe-core';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { Cell } from '../../../engine/contract.ts';
import { storyAnalyzers, table } from '../../analyzers/page/story-report.ts';
import { launchChromium, type TestBrowser, type TestPage } from '../../support/chromium.ts';
import { labelTroubles } from './label-boxes.ts';
import { drawAll, WrittenPage } from './opened-page.ts';

const launched = await launchChromium();

/** Many files with long and equal names in deep folders, which all change together: labels have to give way. */
function crowded(): ReturnType<typeof storyAnalyzers> {
  const path = (at: number): string =>
    `packages/plugin-${at}/source/a-rather-long-folder/${at % 3 === 0 ? 'app' : `component-${at}`}.css`;
  const pairs: Cell[][] = Array.from({ length: 900 }, (_, at) => [
    path(at % 70),
    path((at * 7 + 1) % 70),
    60 + (at % 40),
    0.4 + (at % 50) / 100,
  ]);
  const files: Cell[][] = Array.from({ length: 400 }, (_, at) => [path(at), 400 - at, 3, 10]);
  return storyAnalyzers().map(({ id, sections }) => ({
    id,
    sections: [...sections].map((section) => {
      const { columns } = section;
      if (section.name === 'file_coupling') return { ...table(section.name, '', pairs), columns };
      return section.name === 'file_churn' ? { ...table(section.name, '', files), columns } : section;
    }),
  }));
}

describe('labels of the report page', () => {
  const browser = launched as TestBrowser;
  beforeEach(({ skip }) => {
    if (typeof launched === 'string') skip(launched);
  });

  const written = new WrittenPage(crowded());
  afterAll(async () => {
    if (typeof launched !== 'string') await browser.close();
    written.remove();
  });

  const labelCount = (page: TestPage): Promise<number> =>
    page.evaluate(`document.querySelectorAll('.chart text').length`);

  test.each([390, 800, 1400])('no label lies on another or is cut at %i pixels', async (width) => {
    const { page } = await written.open(browser, { width });
    await drawAll(page);
    await page.waitForTimeout(700);
    expect(await labelCount(page)).toBeGreaterThan(120);
    expect(await page.evaluate(labelTroubles)).toEqual([]);
    expect(await page.evaluate(`document.documentElement.scrollWidth`)).toBe(width);
    await page.close();
  });

  test('labels that lie on each other or stick out are found', async () => {
    const { page } = await written.open(browser);
    await drawAll(page);
    await page.waitForTimeout(700);
    await page.evaluate(`(() => {
      const [first, second, third] = document.querySelectorAll('.chart text');
      second.setAttribute('transform', first.getAttribute('transform') ?? '');
      second.setAttribute('x', first.getAttribute('x') ?? '0');
      second.setAttribute('y', first.getAttribute('y') ?? '0');
      third.setAttribute('transform', 'translate(-40 0)');
    })()`);
    const troubles = await page.evaluate<string[]>(labelTroubles);
    expect(troubles.some((trouble) => / on /.test(trouble))).toBe(true);
    expect(troubles.some((trouble) => trouble.endsWith('sticks out'))).toBe(true);
    await page.close();
  });

  test('every chart is drawn anew for paper, as wide as its card, and stays a picture', async () => {
    const { page } = await written.open(browser, { width: 1400 });
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    await page.waitForTimeout(300);
    const widths = await page.evaluate<number[]>(`[...document.querySelectorAll('.chart')].map((chart) => {
      const [own, svg] = [chart, chart.querySelector('svg')].map((one) => one.getBoundingClientRect());
      return svg.height > 80 ? svg.width / own.width : 0;
    })`);
    expect(widths.length).toBeGreaterThan(10);
    expect(widths.every((share) => share > 0.97 && share < 1.03)).toBe(true);
    expect(await page.evaluate(labelTroubles)).toEqual([]);
    const rowCount = (part: string): Promise<number> =>
      page.evaluate(`document.querySelectorAll('#${part} tbody tr:not(.spacer)').length`);
    expect([await rowCount('files'), await rowCount('coupling')]).toEqual([2, 30]);
    await page.close();
  });

  test.each(['light', 'dark'] as const)('axe-core finds no violation in %s', async (colorScheme) => {
    for (const hash of [
      '',
      `#files?files.find=app&open=file%3Apackages%2Fplugin-0%2Fsource%2Fa-rather-long-folder%2Fapp.css`,
    ]) {
      const { page } = await written.open(browser, { colorScheme, hash });
      await drawAll(page);
      await page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`);
      await page.evaluate(axe.source);
      const found = await page.evaluate<{ readonly violations: string[]; readonly passCount: number }>(
        `axe.run(document).then(({ violations, passes }) => ({
          violations: violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')),
          passCount: passes.length,
        }))`,
      );
      expect(found.violations).toEqual([]);
      expect(found.passCount).toBeGreaterThan(20);
      await page.close();
    }
  });
});

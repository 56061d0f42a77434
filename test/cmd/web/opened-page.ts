import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFormat } from '../../../analysis/internal.ts';
import { type AnalyzerSections, plainPaint, type ReportFace, writeReport } from '../../../engine/report/index.ts';
import { storyHead } from '../../analyzers/page/story-report.ts';
import { MemoryOutput } from '../../engine/report/sample-report.ts';
import type { TestBrowser, TestPage } from '../../support/chromium.ts';

export interface OpenedPage {
  readonly page: TestPage;
  /** Console messages, errors and requests beside the file: there should be none. */
  readonly troubles: string[];
}

/** A report page in a file, to be opened in a browser. */
export class WrittenPage {
  readonly #folder = mkdtempSync(join(tmpdir(), 'codefang-page-'));
  readonly #path = join(this.#folder, 'report.html');

  constructor(analyzers: Iterable<AnalyzerSections>, face?: ReportFace) {
    const output = new MemoryOutput();
    const options = { widthMax: 80, paint: plainPaint, table: undefined, face };
    writeReport(storyHead, analyzers, findFormat('html', undefined).create(output, options), output);
    writeFileSync(this.#path, output.bytes);
  }

  async open(
    browser: TestBrowser,
    { width = 1280, colorScheme = 'light', hash = '' }: ViewOptions = {},
  ): Promise<OpenedPage> {
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    const troubles: string[] = [];
    page.on('console', (message) => troubles.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => troubles.push(String(error)));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) troubles.push(request.url());
    });
    await page.goto(`file://${this.#path}${hash}`);
    return { page, troubles };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

interface ViewOptions {
  readonly width?: number;
  readonly colorScheme?: 'dark' | 'light';
  readonly hash?: string;
}

/** Scrolls through the page, so that every chart is drawn, and counts those. */
export async function drawAll(page: TestPage): Promise<number> {
  await page.evaluate(`(async () => {
    for (const chart of document.querySelectorAll('.chart')) {
      chart.scrollIntoView({ behavior: 'instant' });
      await new Promise((resolve) => setTimeout(resolve, 80));
    }
    scrollTo(0, 0);
  })()`);
  return page.evaluate<number>(
    `[...document.querySelectorAll('.chart')].filter((one) => one.querySelector('svg')).length`,
  );
}

/** Clicks here and there in a chart until the panel opens: the title of the chart, and the kind of what is shown. */
export async function firstPick(
  page: TestPage,
  at: number,
): Promise<{ readonly title: string; readonly kind: string }> {
  const chart = `document.querySelectorAll('.chart')[${at}]`;
  const { title, left, top, width, height } = await page.evaluate<Box>(`(async () => {
    ${chart}.scrollIntoView({ behavior: 'instant', block: 'center' });
    await new Promise((resolve) => setTimeout(resolve, 600));
    const { left, top, width, height } = ${chart}.getBoundingClientRect();
    const title = ${chart}.closest('figure').querySelector('h3').textContent;
    return { title, left, top, width, height };
  })()`);
  for (const [x, y] of spots) {
    await page.mouse.click(left + x * width, top + y * height);
    const kind = await page.evaluate<string>(`(() => {
      const kind = (new URLSearchParams(location.hash.split('?')[1]).get('open') ?? '').split(':')[0];
      document.querySelector('.panel .close').click();
      return kind;
    })()`);
    if (kind !== '') return { title, kind };
  }
  return { title, kind: '' };
}

interface Box {
  readonly title: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Shares of width and height. */
const spots = [0.5, 0.3, 0.7, 0.9, 0.2].flatMap((x) => [0.5, 0.3, 0.7, 0.85, 0.15].map((y) => [x, y] as const));

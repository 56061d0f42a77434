import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plot, type PlotRequest } from '../../../cmd/commands/plot.ts';
import { pictureKinds } from '../../../cmd/web/charts/picture.ts';
import { findReportFormat, writeReport } from '../../../engine/report/index.ts';
import { plainPaint } from '../../../engine/report/index.ts';
import { hostileNames, storyAnalyzers, storyHead } from '../../analyzers/page/story-report.ts';
import { MemoryOutput } from '../../engine/report/sample-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'codefang-plot-'));
const report = join(folder, 'report.json');
const program = fileURLToPath(new URL('../../../cmd/main.js', import.meta.url));

beforeAll(() => {
  writeFileSync(report, reportOf(storyAnalyzers()));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function reportOf(analyzers: ReturnType<typeof storyAnalyzers>): Buffer {
  const output = new MemoryOutput();
  const options = { widthMax: 80, paint: plainPaint, table: undefined };
  writeReport(storyHead, analyzers, findReportFormat('json').create(output, options), output);
  return output.bytes;
}

async function drawn(kind: (typeof pictureKinds)[number], more: Partial<PlotRequest> = {}): Promise<string> {
  const output = join(folder, `${kind.name}.svg`);
  await plot({
    report,
    output,
    kind,
    format: 'svg',
    title: '',
    theme: 'light',
    widthPixels: 800,
    heightPixels: 400,
    ...more,
  });
  return readFileSync(output, 'utf8');
}

/** Whether tags open and close in order and hold quoted attributes only: what XML asks of us. */
function expectWellFormed(svg: string): void {
  const open: string[] = [];
  const rest = svg.replace(
    /<(\/?)([a-zA-Z:]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g,
    (_all, end: string, name: string, _attributes, empty: string) => {
      if (end === '/') expect(open.pop()).toBe(name);
      else if (empty === '') open.push(name);
      return '';
    },
  );
  expect(open).toEqual([]);
  expect(rest.replace(/<!\[CDATA\[[^]*?\]\]>/g, '')).not.toContain('<');
  expect(rest.replace(/&(amp|lt|gt|quot|#39|#\d+);/g, '')).not.toContain('&');
  // oxlint-disable-next-line no-control-regex -- XML has none of them
  expect(svg).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202e]/);
}

describe('plot', () => {
  for (const kind of pictureKinds) {
    test(`plot draws ${kind.name} as one SVG document, light and dark, the same each time`, async () => {
      const svg = await drawn(kind);
      expectWellFormed(svg);
      expect(svg).toMatch(/^<svg [^>]*width="800" height="400"/);
      expect(svg).toContain(`>${kind.title}</text>`);
      expect(svg.match(/<(path|rect|circle)/g)!.length).toBeGreaterThan(4);
      expect(await drawn(kind)).toBe(svg);
      expect(await drawn(kind, { theme: 'dark' })).not.toBe(svg);
    });
  }

  test('plot writes PNG of the size that was asked for, the same bytes each time', async () => {
    const output = join(folder, 'burndown.png');
    const png = async (): Promise<Buffer> => {
      await drawn(pictureKinds[0]!, { output, format: 'png' }).catch(() => '');
      return readFileSync(output);
    };
    const first = await png();
    expect(first.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
    expect([first.readUInt32BE(16), first.readUInt32BE(20)]).toEqual([800, 400]);
    // Drawn and not blank: a page of one colour is far smaller.
    expect(first.length).toBeGreaterThan(8000);
    expect(await png()).toEqual(first);
  });

  test('plot refuses a PNG of more than 16 Mi pixels', async () => {
    const request = drawn(pictureKinds[0]!, { format: 'png', widthPixels: 10_000, heightPixels: 10_000 });
    await expect(request).rejects.toMatchObject({ code: 'USAGE' });
  });

  test('plot writes names as text', async () => {
    const svg = await drawn(pictureKinds.find(({ name }) => name === 'owners')!);
    expect(svg).not.toContain('<img');
    expect(svg).toContain('&lt;img');
    const files = await drawn(pictureKinds.find(({ name }) => name === 'coupling')!);
    expect(files).not.toContain(hostileNames.path.slice(4, 12));
  });

  test('plot refuses a report without the analyzer of the chart and leaves no file', async () => {
    const alone = join(folder, 'devs.json');
    const output = join(folder, 'nothing.svg');
    writeFileSync(alone, reportOf(storyAnalyzers().filter(({ id }) => id === 'history/devs')));
    const request = drawn(pictureKinds[0]!, { report: alone, output });
    await expect(request).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('history/burndown') as string,
    });
    expect(existsSync(output)).toBe(false);
  });

  test('codefang plot takes the chart from the name of the file and refuses an unknown one', () => {
    const run = (...args: string[]): string =>
      execFileSync(process.execPath, [program, 'plot', report, ...args], {
        encoding: 'utf8',
        stdio: 'pipe',
      });
    run('-o', join(folder, 'hotspots.svg'));
    expect(readFileSync(join(folder, 'hotspots.svg'), 'utf8')).toContain('Files by size');
    expect(run('--width', '640')).toContain('Lines of code by when they were written');
    run('-o', join(folder, 'owners.png'));
    expect(readFileSync(join(folder, 'owners.png')).subarray(1, 4).toString()).toBe('PNG');
    expect(() => run('-o', join(folder, 'owners.jpg'))).toThrow(/\.svg or \.png/);
    expect(() => run('--chart', 'burndwn')).toThrow(/burndown/);
    expect(() => run('--width', '3')).toThrow(/--width/);
  });
});

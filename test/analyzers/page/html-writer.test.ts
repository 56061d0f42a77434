import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { collectGarbage } from '../../../engine/memory/index.ts';
import { HtmlWriter } from '../../../analyzers/_page/html-writer.ts';
import { pageFormat, presentationOf } from '../../../analyzers/index.ts';
import { findReportFormat, writeReport } from '../../../engine/report/index.ts';
import type { Cell } from '../../../engine/contract.ts';
import { hostileNames, storyAnalyzers, storyHead, table } from './story-report.ts';
import { MemoryOutput, sampleOptions } from '../../engine/report/sample-report.ts';

const assets = { scripts: ['document.title = "a"', 'let b = 1 < 2'], style: 'p { color: red }' };

function page(analyzers = storyAnalyzers()): string {
  const output = new MemoryOutput();
  writeReport(storyHead, analyzers, new HtmlWriter(output, assets), output);
  return output.text;
}

/** Elements as a browser's tokenizer would find them: a script ends at the first end tag. */
function scriptsOf(html: string): { attributes: string; text: string }[] {
  const found = html.matchAll(/<script([^>]*)>([^]*?)<\/script/gi);
  return [...found].map(([, attributes, text]) => ({ attributes: attributes!, text: text! }));
}

describe('HtmlWriter', () => {
  test('HtmlWriter puts every text of the repository into data blocks that nothing can leave', () => {
    const html = page();
    const scripts = scriptsOf(html);
    const blocks = scripts.filter(({ attributes }) => attributes.includes('application/json'));
    expect(scripts.filter((script) => !blocks.includes(script)).map(({ text }) => text)).toEqual(assets.scripts);
    for (const { text } of blocks) {
      expect(text).not.toContain('<');
      expect(() => JSON.parse(text) as unknown).not.toThrow();
    }
    const outside = blocks.reduce((rest, { text }) => rest.replace(text, ''), html);
    for (const name of Object.values(hostileNames)) expect(outside).not.toContain(name);
    const people = blocks.find(({ attributes }) => attributes.includes('"people"'))!;
    expect(people.text).toContain('\\u003cimg src=x');
    expect((JSON.parse(people.text) as { owners: { name: string }[] }).owners[0]!.name).toBe(hostileNames.person);
  });

  test('HtmlWriter allows its own scripts by their hash and nothing else', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page())![1]!;
    const hashes = assets.scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
    expect(policy).toContain(`default-src 'none'; script-src ${hashes.join(' ')};`);
    expect(policy).not.toMatch(/script-src[^;]*unsafe|https?:|\*/);
  });

  test('HtmlWriter loads nothing: no address, no source, no link', () => {
    expect(page([])).not.toMatch(/\b(src|href)=|https?:|@import|url\(/);
  });

  test('HtmlWriter gives the same bytes for the same report', () => {
    expect(page()).toBe(page());
  });

  test('HtmlWriter refuses a script that would end early', () => {
    for (const script of ['"</script>"', '"<!-- x"', 'a\r\nb']) {
      expect(() => new HtmlWriter(new MemoryOutput(), { scripts: [script], style: '' })).toThrow(
        expect.objectContaining({ code: 'INVARIANT' }),
      );
    }
  });

  test('HtmlWriter is found under both of its names', () => {
    const format = findReportFormat('plot', [pageFormat(() => assets)]);
    expect(format.name).toBe('html');
    expect(format.create(new MemoryOutput(), sampleOptions)).toBeInstanceOf(HtmlWriter);
  });

  test('HtmlWriter holds no more for a million rows than for ten thousand, and the page has a bound', () => {
    const [small, bounded, large] = [weigh(10_000), weigh(200_000), weigh(1_000_000)];
    expect(large.pageBytes).toBeLessThan(bounded.pageBytes * 1.1);
    expect(large.pageBytes).toBeLessThan(2 * 9 * 1024 * 1024);
    expect(large.heldBytes - small.heldBytes).toBeLessThan(4 * 1024 * 1024);
  });
});

/** Bytes of the page, and of the heap behind the last row, for tables of so many rows. */
function weigh(rowCount: number): { pageBytes: number; heldBytes: number } {
  let pageBytes = 0;
  let heldBytes = 0;
  const sink = {
    write: (bytes: Uint8Array, start = 0, end = bytes.length) => void (pageBytes += end - start),
  };
  const writer = new HtmlWriter(sink, assets);
  writer.begin(storyHead);
  for (const [id, section, makeRow] of bigTables) {
    writer.beginAnalyzer(id);
    writer.beginSection({ ...section, show: presentationOf(id, section.name) ?? {} });
    const before = heapBytes();
    for (let at = 0; at < rowCount; at += 1) writer.row(makeRow(at));
    heldBytes += heapBytes() - before;
    writer.endSection();
    writer.endAnalyzer();
  }
  writer.end('sha256:0', [], []);
  return { pageBytes, heldBytes };
}

/** Rising measures, so that every row is kept for a while. */
const bigTables: readonly [string, ReturnType<typeof table>, (at: number) => Cell[]][] = [
  [
    'history/burndown',
    table('file_survival', 'path:string current_lines:int top_owner_name:string', []),
    (at) => [`src/folder-${at % 100}/file-${at}.c`, at, `person ${at % 1000}`],
  ],
  [
    'history/couples',
    table('file_coupling', 'file1:string file2:string co_changes:int coupling_strength:float', []),
    (at) => [`a/file-${at}.c`, `b/other-${at + 1}.c`, 20 + Math.floor(at / 1000), 0.4 + at / 3e6],
  ],
];

function heapBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

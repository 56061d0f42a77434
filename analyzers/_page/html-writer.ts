/**
 * One page that shows the report: works from a file, offline, under a policy that lets nothing in
 * and runs no script but ours.
 *
 *   head: policy, style      body: a frame, data blocks as they finish, the scripts at the end
 *
 * A data block is JSON in a script element that browsers do not run. Every `<` in it is written as
 * `\u003c`, so no text of the repository can end the element or start a comment. Holds what
 * `PageBuilder` holds.
 */
import { createHash } from 'node:crypto';
import {
  type ByteSink,
  type Cell,
  CodefangError,
  type Finding,
  type ReportFace,
  type ReportHead,
  type ReportWriter,
  type Section,
} from '../../engine/index.ts';
import { PageBuilder } from './page-builder.ts';
import type { PageBlocks } from './page-data.ts';

/**
 * What the program that makes pages brings along. REQUIRES: scripts without an end tag of their
 * own.
 */
export interface PageAssets {
  /** Scripts in the order in which they run. */
  readonly scripts: readonly string[];
  readonly style: string;
}

export class HtmlWriter implements ReportWriter {
  readonly #sink: ByteSink;
  readonly #assets: PageAssets;
  readonly #face: ReportFace;
  readonly #builder: PageBuilder;

  /** @throws {CodefangError} INVARIANT when an asset would end its element early */
  constructor(sink: ByteSink, assets: PageAssets, face: ReportFace = { title: '', linkBase: '' }) {
    checkAssets(assets);
    this.#sink = sink;
    this.#assets = assets;
    this.#face = { title: face.title, linkBase: face.linkBase };
    this.#builder = new PageBuilder({
      emit: (name, block) => this.#putBlock(name, JSON.stringify(block)),
      emitRows: (json) => this.#putBlock('rows', json),
    });
  }

  begin(head: ReportHead): void {
    this.#put(openingOf(this.#assets, this.#face.title));
    this.#putBlock('face', JSON.stringify(this.#face));
    this.#builder.begin(head);
  }

  beginAnalyzer(id: string): void {
    this.#builder.beginAnalyzer(id);
  }

  beginSection(section: Section): void {
    this.#builder.beginSection(section);
  }

  row(cells: readonly Cell[]): void {
    this.#builder.row(cells);
  }

  endSection(): void {
    this.#builder.endSection();
  }

  endAnalyzer(): void {
    this.#builder.endAnalyzer();
  }

  end(digest: string, tables: readonly unknown[], findings: readonly Finding[] | undefined): void {
    this.#builder.end(digest, tables, findings);
    for (const script of this.#assets.scripts) this.#put(`<script>${script}</script>\n`);
    this.#put('</body>\n</html>\n');
  }

  #putBlock(name: keyof PageBlocks, json: string): void {
    const safe = json.replaceAll('<', '\\u003c');
    this.#put(`<script type="application/json" data-block="${name}">${safe}</script>\n`);
  }

  #put(text: string): void {
    this.#sink.write(Buffer.from(text));
  }
}

function openingOf({ scripts, style }: PageAssets, title: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(scripts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="codefang">
<title>${escaped(title === '' ? 'Repository report' : title)}</title>
<style>${style}</style>
</head>
<body>
<noscript><p class="noscript">This page draws its charts and tables with scripts, which are all inside
of it and load nothing. The same report as plain text: <code>codefang run --format text</code>.</p></noscript>
<div id="page"></div>
`;
}

/**
 * Scripts run by their hash; styles of charts are set on elements, so styles cannot be told by
 * hash.
 */
function policyOf(scripts: readonly string[]): string {
  const hashes = scripts.map((script) => {
    const hash = createHash('sha256').update(script).digest('base64');
    return `'sha256-${hash}'`;
  });
  const run = hashes.length === 0 ? "'none'" : hashes.join(' ');
  const closed = "base-uri 'none'; form-action 'none'";
  return `default-src 'none'; script-src ${run}; style-src 'unsafe-inline'; img-src data:; ` + `${closed}`;
}

function checkAssets({ scripts, style }: PageAssets): void {
  const broken =
    scripts.some((script) => /<\/script|<!--|<script/i.test(script) || /\r/.test(script)) || /<\/style/i.test(style);
  if (!broken) return;
  const state = 'a script or style in it holds a tag, expected plain code';
  throw new CodefangError('INVARIANT', `Cannot make a page: ${state}`);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

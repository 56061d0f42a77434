/**
 * The commits of a report as one JSON document, streamed:
 *
 *   { "schema": "codefang.timeseries.v1", tool, repository, options, history, completeness,
 *     "analyzers": ["devs", …], "commits": [
 *       {"hash":"…","timestamp":"…Z","author":"…","tick":0,"mainline":true,"devs":{"files":1,…},…}, … ],
 *     "digest": "sha256:…" }
 *
 * A line a commit, oldest first. The digest is the hash of the compact document without it, as in the report.
 * Holds one commit.
 */
import { createHash, type Hash } from 'node:crypto';
import { CodefangError } from '../base/index.ts';
import type { Cell, CellRecord, Section } from '../contract.ts';
import type { ByteSink } from './byte-sink.ts';
import { appendJson } from './canonical-json.ts';
import { headMembers, type ReportHead } from './report-document.ts';
import type { ReportWriter } from './report-writer.ts';
import { TextBuffer } from './text-buffer.ts';

export const timeseriesSchema = 'codefang.timeseries.v1';

/** Where a report keeps what it says of each commit, and how that is shown. */
export const seriesTable = {
  analyzer: 'timeseries',
  section: 'commits',
  show: {
    columns: ['timestamp', 'hash', 'author'],
    keep: 'last',
    rowCountMax: 3,
    emptyBecause: 'there are no commits',
  },
} as const;

export class TimeseriesWriter implements ReportWriter {
  readonly #sink: ByteSink;
  readonly #hash: Hash = createHash('sha256');
  readonly #text = new TextBuffer();
  #head: ReportHead | undefined;
  #analyzerId = '';
  #layout: RowLayout | undefined;
  #state: 'before' | 'inside' | 'behind' = 'before';
  #commitCount = 0;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  begin(head: ReportHead): void {
    this.#head = head;
  }

  beginAnalyzer(id: string): void {
    this.#analyzerId = id;
  }

  /** Nothing is written before the table is met: a report may lack it. */
  beginSection(section: Section): void {
    if (this.#analyzerId !== seriesTable.analyzer || section.name !== seriesTable.section) return;
    this.#state = 'inside';
    this.#layout = new RowLayout(section);
    const members = { ...headMembers(this.#head!), schema: timeseriesSchema, analyzers: this.#layout.groups };
    for (const [key, member] of Object.entries(members)) {
      this.#text.appendAscii(key === 'schema' ? '{' : ',');
      appendJson(this.#text, key);
      this.#text.appendAscii(':');
      appendJson(this.#text, member);
    }
    this.#text.appendAscii(',"commits":[');
    this.#put();
  }

  row(cells: readonly Cell[]): void {
    if (this.#state !== 'inside') return;
    if (this.#commitCount > 0) this.#text.appendAscii(',');
    this.#commitCount += 1;
    this.#put();
    appendJson(this.#text, this.#layout!.record(cells));
    this.#sink.write(lineFeed);
    this.#put();
  }

  endSection(): void {
    if (this.#state === 'inside') this.#state = 'behind';
  }

  endAnalyzer(): void {
    this.#analyzerId = '';
  }

  /** @throws {CodefangError} USAGE when the report says nothing of its commits */
  end(): void {
    if (this.#state === 'before') {
      const ways = 'expected a run with --format timeseries, or a report of a run with --per-commit';
      throw new CodefangError('USAGE', `Cannot write a time series: the report has no values of commits, ${ways}`);
    }
    this.#sink.write(lineFeed);
    this.#text.appendAscii(']');
    this.#put();
    // The digest is of what stands before it, closed as a document of its own.
    const digest = this.#hash.update('}').digest('hex');
    this.#sink.write(Buffer.from(`,"digest":"sha256:${digest}"}\n`));
  }

  /** Sends the pending text, which the digest covers. */
  #put(): void {
    this.#hash.update(this.#text.bytes.subarray(0, this.#text.length));
    this.#sink.write(this.#text.bytes, 0, this.#text.length);
    this.#text.clear();
  }
}

const lineFeed: Uint8Array = Buffer.from('\n');

/** Where the cells of a row go: `devs.files` is the member `files` of the record `devs`. */
class RowLayout {
  readonly groups: readonly string[];
  readonly #places: readonly (readonly [group: string, name: string])[];

  constructor({ columns }: Section) {
    this.#places = columns.map(({ name }) => {
      const dot = name.indexOf('.');
      return [name.slice(0, Math.max(0, dot)), name.slice(dot + 1)];
    });
    this.groups = [...new Set(this.#places.map(([group]) => group))].filter((group) => group !== '');
  }

  record(cells: readonly Cell[]): CellRecord {
    const record: Record<string, Cell> = {};
    for (const [at, [group, name]] of this.#places.entries()) {
      const target = group === '' ? record : ((record[group] ??= {}) as Record<string, Cell>);
      target[name] = cells[at]!;
    }
    return record;
  }
}

import type { Writable } from 'node:stream';
import type { CellRecord, ReportHead, WrittenReport } from '../engine/index.ts';
import type { ReportFormatName } from './report-format-name.ts';

/** A row of a table of a report. */
export interface ReportRow {
  /** Id of the analyzer, such as `history/devs`. */
  readonly analyzer: string;
  /** Name of the table. */
  readonly section: string;
  /** The cells by the names of their columns, in the order of the table. */
  readonly row: CellRecord;
}

export interface WriteOptions {
  /** One table alone, such as `history/devs:developers`; for `csv` and `parquet`. */
  readonly table?: string | undefined;
  /** The tables of code-maat instead of ours; for `csv`. */
  readonly compat?: 'code-maat' | undefined;
  /** What a page, a summary and Markdown call the repository. Default: its name, or nothing for a stored report. */
  readonly title?: string | undefined;
  /**
   * Web address below which a page links files and commits; empty for no links. Default: the page that goes with
   * `remote.origin.url`, none for a stored report or an anonymous one.
   */
  readonly linkBase?: string | undefined;
  /** Columns of the format `text`. Default 100. */
  readonly width?: number | undefined;
}

/**
 * A report. It is read in passes: an iteration, a call of `write` and the first use of `digest` are one each, and each
 * checks the rows it passes. Writes and the digest wait for each other; while an iteration is open they are refused.
 */
export interface Report extends AsyncIterable<ReportRow> {
  /** What stands before the numbers: repository, options, history, completeness. */
  readonly head: ReportHead;
  /** `sha256:<hex>` over everything the report says. Two reports agree when their digests do. */
  readonly digest: Promise<string>;
  /**
   * Writes the report as `codefang run --format` does. `target` is a file, a directory for formats of several files,
   * or a stream, which is not ended. A file gets its name when it is whole.
   *
   * @throws {CodefangError} USAGE when format, target and options do not go together, IO, and what reading throws
   */
  write(format: ReportFormatName, target: string | Writable, options?: WriteOptions): Promise<WrittenReport>;
  /** Lets go of memory, files and locks. May be called again; nothing else may be called after it. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** What `analyse` gives: a history that is analysed, and its report. Close it. */
export interface Analysis extends Report {
  /** What the memory budget came to, in bytes; 0 is no bound. */
  readonly budgetBytes: number;
  /** The most that was ever resident in this process, in bytes. Above the budget is a bug: please report it. */
  readonly peakBytes: number;
}

import type { Cell, Section } from '../contract.ts';
import type { Finding } from './finding.ts';
import type { ReportHead } from './report-document.ts';
import type { TableNote } from './table-note.ts';

/**
 * One output format. The driver calls
 *
 *   begin ( beginAnalyzer ( beginSection row* endSection )* endAnalyzer )* end
 *
 * and has checked names, row lengths and cell types before. A section of shape `record` gets
 * exactly one row. A writer keeps at most a bounded number of rows.
 */
export interface ReportWriter {
  begin(head: ReportHead): void;
  beginAnalyzer(id: string): void;
  /** REQUIRES: `section.rows` is left alone; the driver reads it. */
  beginSection(section: Section): void;
  /** `cells` and `json` are valid only during the call. */
  row(cells: readonly Cell[], json: RowJson): void;
  endSection(): void;
  endAnalyzer(): void;
  /**
   * `digest` reads `sha256:<hex>`; `findings` is undefined for a report that has no such member. The output is
   * committed by the driver.
   */
  end(digest: string, tables: readonly TableNote[], findings: readonly Finding[] | undefined): void;
}

/** The same row as a canonical JSON object keyed by column name: `bytes[start, end)`. */
export interface RowJson {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

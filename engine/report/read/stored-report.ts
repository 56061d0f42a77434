import type { AnalyzerSections, ReportHead } from '../report-document.ts';

/** A report read back from its file. Sections and rows are read once, in order, lazily. */
export interface StoredReport {
  readonly path: string;
  readonly head: ReportHead;
  readonly analyzers: Iterable<AnalyzerSections>;
  /** The digest that the file states. REQUIRES: all analyzers were read. */
  statedDigest(): string;
  /** Idempotent. */
  close(): void;
}

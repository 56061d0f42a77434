import type { FindingsSource } from '../finding.ts';
import type { AnalyzerSections, ReportHead } from '../report-document.ts';

/** A report read back from its file. Sections and rows are read once, in order, lazily. */
export interface StoredReport extends FindingsSource {
  readonly path: string;
  readonly head: ReportHead;
  readonly analyzers: Iterable<AnalyzerSections>;
  /** The digest that the file states. REQUIRES: all analyzers were read, then the findings. */
  statedDigest(): string;
  /** Idempotent. */
  close(): void;
}

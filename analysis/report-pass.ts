import type { AnalyzerSections, FindingsSource, ReportHead, ReportWriter } from '../engine/index.ts';

/** The analyzers' tables, or what each commit did. */
export type ReportContent = 'tables' | 'commits';

/** A report opened for one reading. */
export interface ReportPass {
  readonly head: ReportHead;
  readonly analyzers: Iterable<AnalyzerSections>;
  readonly findings: FindingsSource | undefined;
  /** Wraps the writer in one that ends only when the digest is what it should be. */
  readonly trusting?: (writer: ReportWriter) => ReportWriter;
  readonly close: (format: string, rowCount: number) => void;
}

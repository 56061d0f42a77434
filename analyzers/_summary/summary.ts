import type { Finding } from '../../engine/index.ts';
import type { Figure } from '../_page/page-data.ts';

/** A report on one screen: what `text` and `markdown` say, before it is laid out. Texts are the repository's own. */
export interface Summary {
  /** Undefined when nobody knows it. */
  readonly name: string | undefined;
  /** One sentence. */
  readonly headline: string;
  /** Time span, head, mainline. */
  readonly facts: readonly string[];
  readonly isComplete: boolean;
  /** What was left out or handled apart, with how often. */
  readonly gaps: readonly string[];
  /** Options that are not the usual ones. */
  readonly options: readonly string[];
  /** Undefined for a report that was stored without any. */
  readonly findings: readonly Finding[] | undefined;
  readonly figures: readonly Figure[];
  readonly trend: SummaryTrend | undefined;
  readonly tables: readonly SummaryTable[];
  readonly digest: string;
}

/** Something over time, in equal pieces of the calendar. */
export interface SummaryTrend {
  readonly title: string;
  readonly values: readonly number[];
  /** When it begins and ends, and the largest value. */
  readonly span: string;
  readonly peak: string;
}

export interface SummaryTable {
  readonly title: string;
  /** Rows of the report that it is about, of which the first few are here. */
  readonly rowCount: number;
  readonly columns: readonly SummaryColumn[];
  /** Completes "none: …" for a table without rows. */
  readonly emptyBecause: string;
}

export interface SummaryColumn {
  readonly title: string;
  readonly kind: 'text' | 'path' | 'number';
  readonly cells: readonly string[];
}

/** As many rows as a summary keeps of a table. */
export const tableRowsMax = 10;

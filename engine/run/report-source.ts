import type { CellRecord } from '../contract.ts';
import type { History } from './open-history.ts';
import type { RunReportContext } from './report-context.ts';
import type { FoldedRun } from './run-history.ts';

/** What a report is made of. */
export interface ReportSource {
  readonly history: History;
  readonly run: FoldedRun;
  readonly context: RunReportContext;
  readonly options: CellRecord;
  readonly toolVersion: string;
}

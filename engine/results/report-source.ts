import type { CellRecord } from '../contract.ts';
import type { History } from '../survey/index.ts';
import type { FoldedRun } from '../run/index.ts';
import type { RunReportContext } from './report-context.ts';

/** What a report is made of. */
export interface ReportSource {
  readonly history: History;
  readonly run: FoldedRun;
  readonly context: RunReportContext;
  readonly options: CellRecord;
  readonly toolVersion: string;
}

import { presentationOf } from '../analyzers/index.ts';
import {
  openStoredReport,
  type ReportFace,
  type ReportHead,
  shownAnalyzers,
  type StoredReport,
} from '../engine/index.ts';
import { trustingWriter } from '../engine/index.ts';
import { ReadableReport } from './readable-report.ts';
import type { Report, WriteOptions } from './report.ts';
import type { ReportPass } from './report-pass.ts';

/**
 * Opens a report that was written as json, ndjson or bin. Rows are read when they are asked for, in bounded memory;
 * a reading that comes to the end checks that the file was not changed since it was written. Close it.
 *
 * @throws {CodefangError} USAGE when the file is none of them, STATE when it is damaged, else IO; readings of it throw
 *   INVARIANT for one that was changed
 */
export async function openReport(path: string): Promise<Report> {
  return new StoredReportFile(path);
}

class StoredReportFile extends ReadableReport {
  readonly head: ReportHead;
  readonly #path: string;
  /** Those that are being read. */
  readonly #open = new Set<StoredReport>();

  constructor(path: string) {
    super();
    this.#path = path;
    const report = openStoredReport(path);
    this.head = report.head;
    report.close();
  }

  protected override face({ title = '', linkBase = '' }: WriteOptions): ReportFace {
    return { title, linkBase };
  }

  protected override openPass(): ReportPass {
    const report = openStoredReport(this.#path);
    this.#open.add(report);
    return {
      head: report.head,
      analyzers: shownAnalyzers(report.analyzers, presentationOf),
      findings: report,
      trusting: (writer) => trustingWriter(writer, report),
      close: () => {
        report.close();
        this.#open.delete(report);
      },
    };
  }

  protected override release(): void {
    for (const report of this.#open) report.close();
  }
}

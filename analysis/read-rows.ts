import { type Cell, type CellRecord, pourReport, type ReportWriter, type Section } from '../engine/index.ts';
import type { ReportRow } from './report.ts';
import type { ReportPass } from './report-pass.ts';

/** Rows between two turns of the event loop. */
const rowsPerTurn = 4096;

/** The rows of a report, one after the other, checked as they are written; returns its digest. Holds one row. */
export async function* readRows(
  pass: ReportPass,
  breathe: () => Promise<void>,
): AsyncGenerator<ReportRow, string, undefined> {
  const taker = new RowTaker();
  const writer = pass.trusting?.(taker) ?? taker;
  const steps = pourReport(pass.head, pass.analyzers, writer, nowhere, 1, pass.findings);
  let rowCount = 0;
  try {
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) {
      yield taker.taken();
      rowCount += 1;
      if (rowCount % rowsPerTurn === 0) await breathe();
    }
    return step.value.outcome === 'written' ? step.value.digest : '';
  } finally {
    steps.return(closed);
    pass.close('rows', rowCount);
  }
}

const nowhere = { commit() {}, abandon() {} };
const closed = { outcome: 'pipe-closed' } as const;

/** Keeps the last row, by the names of its columns. */
class RowTaker implements ReportWriter {
  #analyzer = '';
  #section: Section | undefined;
  #row: CellRecord = {};

  taken(): ReportRow {
    return { analyzer: this.#analyzer, section: this.#section!.name, row: this.#row };
  }

  begin(): void {}

  beginAnalyzer(id: string): void {
    this.#analyzer = id;
  }

  beginSection(section: Section): void {
    this.#section = section;
  }

  row(cells: readonly Cell[]): void {
    this.#row = Object.fromEntries(this.#section!.columns.map(({ name }, at) => [name, cells[at]!]));
  }

  endSection(): void {}
  endAnalyzer(): void {}
  end(): void {}
}

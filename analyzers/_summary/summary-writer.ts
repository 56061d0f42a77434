import type { ByteSink, Cell, Finding, ReportHead, ReportWriter, Section } from '../../engine/index.ts';
import type { Summary } from './summary.ts';
import type { SummaryBuilder } from './summary-builder.ts';

/** Writes a summary when all of the report has gone by. Holds what a `SummaryBuilder` holds. */
export class SummaryWriter implements ReportWriter {
  readonly #sink: ByteSink;
  readonly #builder: SummaryBuilder;
  readonly #lines: (summary: Summary) => readonly string[];

  /** `lines` lays a summary out, without line ends. */
  constructor(sink: ByteSink, builder: SummaryBuilder, lines: (summary: Summary) => readonly string[]) {
    this.#sink = sink;
    this.#builder = builder;
    this.#lines = lines;
  }

  begin(head: ReportHead): void {
    this.#builder.begin(head);
  }

  beginAnalyzer(id: string): void {
    this.#builder.beginAnalyzer(id);
  }

  beginSection(section: Section): void {
    this.#builder.beginSection(section);
  }

  row(cells: readonly Cell[]): void {
    this.#builder.row(cells);
  }

  endSection(): void {
    this.#builder.endSection();
  }

  endAnalyzer(): void {
    this.#builder.endAnalyzer();
  }

  end(digest: string, _tables: readonly unknown[], findings: readonly Finding[] | undefined): void {
    const lines = this.#lines(this.#builder.summary(digest, findings));
    this.#sink.write(Buffer.from(`${lines.join('\n')}\n`));
  }
}

/**
 * A report as code-maat would have written it: a file a table, `coupling.csv`, or one table in a stream.
 *
 * The numbers follow our rules, not code-maat's: files alive at the end, people, renames and merges as the
 * report's options say, no thresholds but those of the run, and rows in our order. The date of `abs-churn` is the
 * first day of a tick. Holds the names of people and a count a tick.
 */
import {
  type Cell,
  CodefangError,
  CsvTable,
  type OpenFile,
  type ReportClock,
  reportClock,
  type ReportHead,
  type ReportOutput,
  type ReportWriter,
  type Section,
} from '../../engine/index.ts';
import {
  codeMaatAnalyzers,
  type CodeMaatFacts,
  codeMaatTables,
  type CodeMaatTable,
  findCodeMaatTable,
} from './code-maat-tables.ts';
import { NamedRow } from './named-row.ts';

export class CodeMaatWriter implements ReportWriter, CodeMaatFacts {
  readonly #output: ReportOutput;
  readonly #table: string | undefined;
  readonly #wanted: readonly CodeMaatTable[];
  readonly #names = new Map<number, string>();
  readonly #commitsByTick = new Map<number, number>();
  readonly #analyzerIds: string[] = [];
  #clock: ReportClock | undefined;
  #place = '';
  #row = new NamedRow([]);
  #cuts: readonly Cut[] = [];

  /** `table` is a name of code-maat's, which a stream needs. @throws {CodefangError} USAGE */
  constructor(output: ReportOutput, table: string | undefined) {
    this.#output = output;
    this.#table = table;
    this.#wanted = table === undefined ? codeMaatTables : [findCodeMaatTable(table)];
  }

  begin(head: ReportHead): void {
    this.#clock = reportClock(head);
  }

  beginAnalyzer(id: string): void {
    this.#analyzerIds.push(id);
  }

  beginSection(section: Section): void {
    this.#place = `${this.#analyzerIds.at(-1)}:${section.name}`;
    this.#row = new NamedRow(section.columns.map(({ name }) => name));
    this.#cuts = this.#wanted
      .filter(({ source }) => source === this.#place)
      .map((table) => new Cut(table, this.#output));
  }

  row(cells: readonly Cell[]): void {
    const row = this.#row;
    row.show(cells);
    if (this.#place === 'history/devs:developers') this.#names.set(row.number('id'), String(row.cell('name')));
    if (this.#place === 'history/devs:activity') {
      this.#commitsByTick.set(row.number('tick'), row.number('total_commits'));
    }
    for (const cut of this.#cuts) cut.put(row, this);
  }

  endSection(): void {
    for (const cut of this.#cuts) cut.end();
    this.#cuts = [];
  }

  endAnalyzer(): void {
    this.#place = '';
  }

  /** @throws {CodefangError} USAGE when the report lacks an analyzer */
  end(): void {
    const needed = codeMaatAnalyzers(this.#table);
    const missing = needed.filter((id) => !this.#analyzerIds.includes(id));
    if (missing.length === 0) return;
    const state = `the report has no ${missing.join(', ')}, expected ${needed.join(', ')}`;
    throw new CodefangError('USAGE', `Cannot write the tables of code-maat: ${state}`);
  }

  personName(id: number): string {
    return this.#names.get(id) ?? `#${id}`;
  }

  dayOf(tick: number): string {
    const { originSeconds, tickSeconds } = this.#clock!;
    return new Date((originSeconds + tick * tickSeconds) * 1000).toISOString().slice(0, 10);
  }

  commitsIn(tick: number): number {
    return this.#commitsByTick.get(tick) ?? 0;
  }
}

/** One of code-maat's tables while it is filled. */
class Cut {
  readonly #table: CodeMaatTable;
  readonly #file: OpenFile | undefined;
  readonly #csv: CsvTable;

  constructor(table: CodeMaatTable, output: ReportOutput) {
    this.#table = table;
    this.#file = output.kind === 'directory' ? output.open(`${table.name}.csv`) : undefined;
    const sink = output.kind === 'directory' ? this.#file! : output;
    this.#csv = new CsvTable(sink, table.columns);
  }

  put(row: NamedRow, facts: CodeMaatFacts): void {
    for (const cells of this.#table.rowsOf(row, facts)) this.#csv.row(cells);
  }

  end(): void {
    this.#csv.end();
    this.#file?.finish();
  }
}

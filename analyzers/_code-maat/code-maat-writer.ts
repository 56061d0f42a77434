import {
  type Cell,
  CodefangError,
  CsvTable,
  type OpenFile,
  type ReportOutput,
  type ReportWriter,
  type Section,
} from '../../engine/index.ts';
import { codeMaat } from '../code-maat/index.ts';
import { javaDouble } from './java-double.ts';

/** The tables of `compat/code-maat` as code-maat writes them: `coupling.csv` and so on, or one table in a stream. */
export class CodeMaatWriter implements ReportWriter {
  readonly #output: ReportOutput;
  readonly #table: string | undefined;
  #isOurs = false;
  #isFound = false;
  #file: OpenFile | undefined;
  #csv: CsvTable | undefined;
  #floats: readonly boolean[] = [];

  /** `table` is a name of code-maat's, which a stream needs. */
  constructor(output: ReportOutput, table: string | undefined) {
    this.#output = output;
    this.#table = table;
  }

  begin(): void {}

  beginAnalyzer(id: string): void {
    this.#isOurs = id === codeMaat.id;
  }

  beginSection({ name, columns }: Section): void {
    if (!this.#isOurs || (this.#table !== undefined && name !== this.#table)) return;
    const output = this.#output;
    this.#isFound = true;
    this.#floats = columns.map(({ type }) => type === 'float');
    this.#file = output.kind === 'directory' ? output.open(`${name}.csv`) : undefined;
    const header = columns.map((column) => column.name);
    this.#csv = new CsvTable(output.kind === 'directory' ? this.#file! : output, header);
  }

  row(cells: readonly Cell[]): void {
    this.#csv?.row(cells.map((cell, at) => (this.#floats[at]! ? javaDouble(Number(cell)) : cell)));
  }

  endSection(): void {
    this.#csv?.end();
    this.#csv = undefined;
    this.#file?.finish();
    this.#file = undefined;
  }

  endAnalyzer(): void {
    this.#isOurs = false;
  }

  /** @throws {CodefangError} USAGE when the report lacks the analyzer, or the table */
  end(): void {
    if (this.#isFound) return;
    const lacking = this.#table === undefined ? codeMaat.id : `table ${this.#table} of ${codeMaat.id}`;
    const state = `the report has no ${lacking}, expected one of codefang run --compat code-maat`;
    throw new CodefangError('USAGE', `Cannot write the tables of code-maat: ${state}`);
  }
}

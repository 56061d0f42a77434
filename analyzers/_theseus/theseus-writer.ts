import {
  type Cell,
  CodefangError,
  type DirectoryOutput,
  type OpenFile,
  type ReportWriter,
  type Section,
} from '../../engine/index.ts';
import { theseus } from '../theseus/index.ts';

/**
 * The tables of `compat/theseus` as git-of-theseus writes them: `cohorts.json` and its like with `y` (lines by label,
 * by sample), `ts`, `labels`, and `survival.json` with pairs of time and lines by commit. Holds times and labels.
 */
export class TheseusWriter implements ReportWriter {
  readonly #output: DirectoryOutput;
  #isOurs = false;
  #isFound = false;
  #section = '';
  #file: OpenFile | undefined;
  #times: string[] = [];
  #labels: string[] = [];
  #lead = '';
  #commit = '';

  constructor(output: DirectoryOutput) {
    this.#output = output;
  }

  begin(): void {}

  beginAnalyzer(id: string): void {
    this.#isOurs = id === theseus.id;
    this.#isFound ||= this.#isOurs;
  }

  beginSection({ name }: Section): void {
    this.#section = name;
    if (!this.#isOurs || name === 'samples') return;
    this.#file = this.#output.open(`${name}.json`);
    this.#labels = [];
    this.#lead = '';
    this.#commit = '';
    this.#put(name === 'survival' ? '{' : '{"y": [');
  }

  row(cells: readonly Cell[]): void {
    if (!this.#isOurs) return;
    if (this.#section === 'samples') this.#times.push(String(cells[0]).replace('Z', ''));
    else if (this.#section === 'survival') this.#commitRow(cells);
    else this.#layerRow(cells);
  }

  endSection(): void {
    if (this.#file === undefined) return;
    if (this.#section === 'survival') this.#put(this.#commit === '' ? '}' : ']}');
    else this.#put(`], "ts": ${JSON.stringify(this.#times)}, "labels": ${JSON.stringify(this.#labels)}}`);
    this.#file.finish();
    this.#file = undefined;
  }

  endAnalyzer(): void {
    this.#isOurs = false;
  }

  /** @throws {CodefangError} USAGE when the report lacks the analyzer */
  end(): void {
    if (this.#isFound) return;
    const state = `the report has no ${theseus.id}, expected one of codefang run --compat theseus`;
    throw new CodefangError('USAGE', `Cannot write the files of git-of-theseus: ${state}`);
  }

  #layerRow([label, lines]: readonly Cell[]): void {
    this.#labels.push(String(label));
    this.#put(`${this.#lead}${JSON.stringify(lines)}`);
    this.#lead = ', ';
  }

  #commitRow([oid, at, lines]: readonly Cell[]): void {
    const pair = `[${Date.parse(String(at)) / 1000}, ${Number(lines)}]`;
    if (oid === this.#commit) return this.#put(`, ${pair}`);
    this.#put(`${this.#commit === '' ? '' : '], '}"${String(oid)}": [${pair}`);
    this.#commit = String(oid);
  }

  #put(text: string): void {
    this.#file!.write(Buffer.from(text));
  }
}

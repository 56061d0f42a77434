import {
  type ByteSink,
  type Cell,
  type CellRecord,
  CodefangError,
  type ReportHead,
  type ReportWriter,
  type Section,
} from '../../engine/index.ts';
import { hercules } from '../hercules/index.ts';

/** The version of the format: that of hercules 10. */
const formatVersion = 10;

/**
 * The tables of `compat/hercules` as hercules writes them in YAML, under `Burndown`, `Couples`, `Devs`. Holds the names
 * of people, and 8 bytes a file.
 */
export class HerculesWriter implements ReportWriter {
  readonly #sink: ByteSink;
  readonly #title: string;
  #version = '';
  #isOurs = false;
  #isFound = false;
  #section = '';
  #layer: Cell = null;
  #tick: Cell = null;
  #tickSeconds = '';
  /** Names of the section's people, as items of a list. */
  #names: string[] = [];
  #fileLines: number[] = [];

  constructor(sink: ByteSink, title: string) {
    this.#sink = sink;
    this.#title = title;
  }

  begin(head: ReportHead): void {
    this.#version = head.tool.version;
  }

  beginAnalyzer(id: string): void {
    this.#isOurs = id === hercules.id;
    this.#isFound ||= this.#isOurs;
  }

  beginSection({ name }: Section): void {
    if (!this.#isOurs) return;
    this.#section = name;
    this.#layer = null;
    const lead = leads[name];
    if (lead !== undefined) this.#put(lead);
  }

  row(cells: readonly Cell[]): void {
    if (this.#isOurs) this.#rowOf[this.#section]!(cells);
  }

  endSection(): void {
    if (this.#isOurs) this.#endOf[this.#section]?.();
  }

  endAnalyzer(): void {
    this.#isOurs = false;
  }

  /** @throws {CodefangError} USAGE when the report lacks the analyzer */
  end(): void {
    if (this.#isFound) return;
    const state = `the report has no ${hercules.id}, expected one of codefang run --compat hercules`;
    throw new CodefangError('USAGE', `Cannot write the YAML of hercules: ${state}`);
  }

  readonly #rowOf: Readonly<Record<string, (cells: readonly Cell[]) => void>> = {
    parameters: (cells) => this.#header(cells),
    project: ([, , bands]) => this.#bands('project', '  ', bands),
    files: ([path, , bands]) => this.#bands(path!, '    ', bands, '  files:'),
    people: ([name, , bands]) => this.#bands(name!, '    ', bands, '  people:'),
    people_interaction: ([name, lines]) => {
      if (this.#names.length === 0) this.#put('  people_interaction: |-\n');
      this.#names.push(`    - ${quoted(name!)}\n`);
      this.#put(`    ${matrixRow(lines)}\n`);
    },
    files_index: ([path, lines]) => {
      this.#fileLines.push(Number(lines));
      this.#put(`      - ${quoted(path!)}\n`);
    },
    files_coocc: ([coupled]) => this.#put(`      - ${pairsOf(coupled)}\n`),
    people_coocc: ([name, coupled]) => {
      this.#names.push(`- ${quoted(name!)}\n`);
      this.#put(`      - ${pairsOf(coupled)}\n`);
    },
    devs: (cells) => this.#devs(cells),
  };

  readonly #endOf: Readonly<Record<string, () => void>> = {
    people_interaction: () => {
      if (this.#names.length > 0) this.#put('  people_sequence:\n');
      for (const name of this.#names) this.#put(name);
      this.#names = [];
    },
    files_index: () => {
      this.#put('    lines:\n');
      for (const lines of this.#fileLines) this.#put(`      - ${lines}\n`);
      this.#fileLines = [];
    },
    people_coocc: () => {
      this.#put('    index:\n');
      for (const name of this.#names) this.#put(`      ${name}`);
    },
    devs: () => {
      this.#put('  people:\n');
      for (const name of this.#names) this.#put(`  ${name}`);
      this.#put(`  tick_size: ${this.#tickSeconds}\n`);
    },
  };

  #header([granularity, sampling, tickSize, begin, end, commits]: readonly Cell[]): void {
    this.#tickSeconds = String(tickSize);
    this.#put(
      `hercules:\n  version: ${formatVersion}\n  hash: ${quoted(`codefang ${this.#version}`)}\n` +
        `  repository: ${quoted(this.#title)}\n  begin_unix_time: ${String(begin)}\n` +
        // How long the run took is no part of a report.
        `  end_unix_time: ${String(end)}\n  commits: ${String(commits)}\n  run_time: 0\n` +
        `Burndown:\n  granularity: ${String(granularity)}\n  sampling: ${String(sampling)}\n` +
        `  tick_size: ${String(tickSize)}\n`,
    );
  }

  #bands(layer: Cell, indent: string, bands: Cell | undefined, lead = ''): void {
    if (this.#layer === null && lead !== '') this.#put(`${lead}\n`);
    if (this.#layer !== layer) this.#put(`${indent}${quoted(layer)}: |-\n`);
    this.#layer = layer;
    this.#put(`${indent}  ${matrixRow(bands)}\n`);
  }

  #devs([tick, person, commits, added, removed, changed, languages]: readonly Cell[]): void {
    if (tick !== this.#tick) this.#put(`    ${String(tick)}:\n`);
    this.#tick = tick!;
    const work = Object.entries(languages as CellRecord).map(([name, value]) => {
      const lines = value as Readonly<Record<string, number>>;
      return `${quoted(name)}: [${lines['added']}, ${lines['removed']}, ${lines['changed']}]`;
    });
    const numbers = [commits, added, removed, changed].map(String).join(', ');
    this.#put(`      ${String(person)}: [${numbers}, {${work.join(', ')}}]\n`);
  }

  #put(text: string): void {
    this.#sink.write(Buffer.from(text));
  }
}

const leads: Readonly<Record<string, string>> = {
  files_index: 'Couples:\n  files_coocc:\n    index:\n',
  files_coocc: '    matrix:\n',
  people_coocc: '  people_coocc:\n    matrix:\n',
  devs: 'Devs:\n  ticks:\n',
};

/** JSON strings are YAML strings. */
function quoted(text: Cell): string {
  return JSON.stringify(String(text));
}

function matrixRow(numbers: Cell | undefined): string {
  return (numbers as readonly number[]).join(' ');
}

function pairsOf(record: Cell | undefined): string {
  const pairs = Object.entries(record as Readonly<Record<string, number>>);
  return `{${pairs.map(([key, count]) => `${key}: ${count}`).join(', ')}}`;
}

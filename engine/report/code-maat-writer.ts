/**
 * The tables that readers of code-maat expect, under its names and with its columns:
 *
 *   revisions.csv         entity,n-revs
 *   authors.csv           entity,n-authors,n-revs
 *   entity-churn.csv      entity,added,deleted,commits
 *   entity-ownership.csv  entity,author,added,deleted
 *   coupling.csv          entity,coupled,degree,average-revs
 *   abs-churn.csv         date,added,deleted,commits
 *
 * They are cut from our tables, so the numbers follow our rules, not code-maat's: files alive at the
 * end, renames and merges as the report's options say, a date is the first day of its tick, and rows
 * come in our order. Holds the names of people and a count a tick.
 */
import type { Cell, CellRecord, Section } from '../contract.ts';
import { CodefangError } from '../base/index.ts';
import { CsvTable } from './csv-table.ts';
import type { ReportHead } from './report-document.ts';
import type { DirectoryOutput, OpenFile } from './report-output.ts';
import type { ReportWriter } from './report-writer.ts';

/** What a report must have for it. */
export const codeMaatAnalyzers: readonly string[] = [
  'history/couples',
  'history/devs',
  'history/file-history',
];

export class CodeMaatWriter implements ReportWriter {
  readonly #output: DirectoryOutput;
  readonly #names = new Map<number, string>();
  readonly #commitsByTick = new Map<number, number>();
  readonly #analyzerIds: string[] = [];
  #head: ReportHead | undefined;
  #views: readonly View[] = [];
  #cellAt: ReadonlyMap<string, number> = new Map();
  #note: ((row: Row) => void) | undefined;

  constructor(output: DirectoryOutput) {
    this.#output = output;
  }

  begin(head: ReportHead): void {
    this.#head = head;
  }

  beginAnalyzer(id: string): void {
    this.#analyzerIds.push(id);
  }

  beginSection(section: Section): void {
    const place = `${this.#analyzerIds.at(-1)}:${section.name}`;
    this.#cellAt = new Map(section.columns.map(({ name }, at) => [name, at]));
    this.#views = this.#viewsOf(place);
    if (place === 'history/devs:developers') {
      this.#note = (row) => this.#names.set(row.number('id'), row.text('name'));
    } else if (place === 'history/devs:activity') {
      this.#note = (row) => this.#commitsByTick.set(row.number('tick'), row.number('total_commits'));
    }
  }

  row(cells: readonly Cell[]): void {
    const row = new Row(cells, this.#cellAt);
    this.#note?.(row);
    for (const view of this.#views) view.put(row);
  }

  endSection(): void {
    for (const view of this.#views) view.end();
    this.#views = [];
    this.#note = undefined;
  }

  endAnalyzer(): void {
    this.#views = [];
  }

  /** @throws {CodefangError} USAGE when the report lacks an analyzer */
  end(): void {
    const missing = codeMaatAnalyzers.filter((id) => !this.#analyzerIds.includes(id));
    if (missing.length === 0) return;
    const state = `the report has no ${missing.join(', ')}, expected ${codeMaatAnalyzers.join(', ')}`;
    throw new CodefangError('USAGE', `Cannot write the tables of code-maat: ${state}`);
  }

  #viewsOf(place: string): readonly View[] {
    switch (place) {
      case 'history/file-history:file_churn':
        return [
          this.#view('revisions', 'entity n-revs', (row) => [row.pick('path commit_count')]),
          this.#view('authors', 'entity n-authors n-revs', (row) => [
            row.pick('path contributor_count commit_count'),
          ]),
          this.#view('entity-churn', 'entity added deleted commits', (row) => [
            row.pick('path total_lines_added total_lines_removed commit_count'),
          ]),
        ];
      case 'history/file-history:file_contributors':
        return [
          this.#view('entity-ownership', 'entity author added deleted', (row) => this.#owners(row)),
        ];
      case 'history/couples:file_coupling':
        return [this.#view('coupling', 'entity coupled degree average-revs', coupling)];
      case 'history/devs:churn':
        return [this.#view('abs-churn', 'date added deleted commits', (row) => [this.#day(row)])];
      default:
        return [];
    }
  }

  #view(name: string, columns: string, rowsOf: RowsOf): View {
    return new View(this.#output.open(`${name}.csv`), columns.split(' '), rowsOf);
  }

  #owners(row: Row): (readonly Cell[])[] {
    const contributors = row.cell('contributors') as CellRecord;
    return Object.entries(contributors).map(([id, work]) => {
      const { added, removed } = work as CellRecord;
      return [row.cell('path'), this.#names.get(Number(id)) ?? `#${id}`, added!, removed!];
    });
  }

  #day(row: Row): readonly Cell[] {
    const { tick_seconds: step, first_commit_at: first } = this.#head!.history;
    const tick = row.number('tick');
    const stepMs = Number(step) * 1000;
    const startMs = Math.floor(Date.parse(String(first)) / stepMs) * stepMs;
    const date = new Date(startMs + tick * stepMs).toISOString().slice(0, 10);
    return [date, ...row.pick('lines_added lines_removed'), this.#commitsByTick.get(tick) ?? 0];
  }
}

type RowsOf = (row: Row) => readonly (readonly Cell[])[];

/** The strength is common changes by their mean, so it gives the mean back; that is a whole or a half. */
function coupling(row: Row): readonly (readonly Cell[])[] {
  const common = row.number('co_changes');
  const twiceMean = Math.round((2 * common) / row.number('coupling_strength'));
  const degree = Math.floor((200 * common) / twiceMean);
  return [[...row.pick('file1 file2'), degree, Math.ceil(twiceMean / 2)]];
}

/** A row of ours by the names of its columns. */
class Row {
  readonly #cells: readonly Cell[];
  readonly #at: ReadonlyMap<string, number>;

  constructor(cells: readonly Cell[], at: ReadonlyMap<string, number>) {
    this.#cells = cells;
    this.#at = at;
  }

  cell(name: string): Cell {
    return this.#cells[this.#at.get(name) ?? -1] ?? null;
  }

  number(name: string): number {
    return Number(this.cell(name));
  }

  text(name: string): string {
    return String(this.cell(name));
  }

  pick(names: string): readonly Cell[] {
    return names.split(' ').map((name) => this.cell(name));
  }
}

/** One of code-maat's tables, filled from the rows of one of ours. */
class View {
  readonly #file: OpenFile;
  readonly #table: CsvTable;
  readonly #rowsOf: RowsOf;

  constructor(file: OpenFile, columns: readonly string[], rowsOf: RowsOf) {
    this.#file = file;
    this.#rowsOf = rowsOf;
    this.#table = new CsvTable(file, columns);
  }

  put(row: Row): void {
    for (const cells of this.#rowsOf(row)) this.#table.row(cells);
  }

  end(): void {
    this.#table.end();
    this.#file.finish();
  }
}

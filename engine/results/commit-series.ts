/**
 * What the analyzers say of each commit, as one table in walk order, which is the order of time:
 *
 *   hash, timestamp, author, tick, mainline, then <analyzer>.<value> of each selected analyzer
 *
 * The values lie in fact tables by place, which spill and go through checkpoints like others, and are read
 * side by side here. Holds a row, and a cursor an analyzer.
 */
import type { Cell, Column, CommitColumn, FactCursor } from '../contract.ts';
import { commitFlag } from '../history/index.ts';
import { type AnalyzerSections, seriesTable } from '../report/index.ts';
import type { AnalyzerSlot } from '../state/index.ts';
import { reportedSlots } from './reported-slots.ts';
import type { ReportSource } from './report-source.ts';

const ownColumns: readonly Column[] = [
  { name: 'hash', type: 'oid' },
  { name: 'timestamp', type: 'time' },
  { name: 'author', type: 'string' },
  { name: 'tick', type: 'int', unit: 'ticks' },
  { name: 'mainline', type: 'boolean' },
];

/** The one table of the series. REQUIRES: a run that kept what analyzers say of each commit. */
export function commitSeries(source: ReportSource): AnalyzerSections {
  const columns = [...ownColumns, ...reportedSlots(source.run).flatMap(columnsOf)];
  const rows = { [Symbol.iterator]: () => rowsOf(source) };
  const { analyzer: id, section: name, show } = seriesTable;
  return { id, sections: [{ name, title: 'Commits', shape: 'table', columns, show, rows }] };
}

function columnsOf({ definition }: AnalyzerSlot): Column[] {
  const prefix = definition.id.slice(definition.id.lastIndexOf('/') + 1);
  return wantedOf(definition).map(({ name, unit }) => ({ name: `${prefix}.${name}`, type: 'int', unit }));
}

function wantedOf({ commitColumns = [] }: AnalyzerSlot['definition']): readonly CommitColumn[] {
  return commitColumns;
}

function* rowsOf({ history, run, context }: ReportSource): Generator<readonly Cell[]> {
  const readers = reportedSlots(run).map((slot) => new SeriesReader(slot));
  try {
    for (let place = 0; place < history.order.length; place += 1) {
      const person = history.personOfPlace[place]!;
      const row: Cell[] = [
        context.commitOid(place),
        context.isoUtc(context.commitSeconds(place)),
        context.personName(person),
        history.tickOfPlace[place]!,
        history.table.hasFlag(history.order[place]!, commitFlag.mainline),
      ];
      for (const reader of readers) reader.appendTo(row, place);
      yield row;
    }
  } finally {
    for (const reader of readers) reader.close();
  }
}

/** The values of one analyzer, place by place; running ones are added up. */
class SeriesReader {
  readonly #columns: readonly CommitColumn[];
  readonly #sums: Float64Array;
  readonly #cursor: FactCursor | undefined;
  #isAtRow: boolean;

  constructor(slot: AnalyzerSlot) {
    this.#columns = wantedOf(slot.definition);
    this.#sums = new Float64Array(this.#columns.length);
    this.#cursor = slot.scanSeries();
    this.#isAtRow = this.#cursor?.next() ?? false;
  }

  /** REQUIRES: places are asked for in order. */
  appendTo(row: Cell[], place: number): void {
    const cursor = this.#cursor;
    const isHere = this.#isAtRow && cursor?.a === place;
    for (let at = 0; at < this.#columns.length; at += 1) {
      const value = isHere ? cursor!.value(at) : 0;
      this.#sums[at] = this.#columns[at]!.isRunning === true ? this.#sums[at]! + value : value;
      row.push(this.#sums[at]!);
    }
    if (isHere) this.#isAtRow = cursor!.next();
  }

  close(): void {
    this.#cursor?.close();
  }
}

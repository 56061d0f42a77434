import type { Cell, Column, FactCursor, Facts, ReportContext, Section } from '../../engine/index.ts';
import type { LineLedger } from './line-ledger.ts';

/** How many people are followed over time; the rest are the difference to `total_lines`. */
const peopleMax = 20;

const columns: readonly Column[] = [
  { name: 'sample_index', type: 'int' },
  { name: 'sampled_at', type: 'time' },
  { name: 'id', type: 'int' },
  { name: 'name', type: 'string' },
  { name: 'lines', type: 'int', unit: 'lines' },
];

/**
 * The section `developer_lines`: at each sample the lines of the 20 people who ever had most, largest first by
 * that, without those who have none. Empty when people are not followed. BOUNDED BY: 20 numbers a sample, of which
 * there are at most 10,000, and 8 bytes a person.
 */
export function developerLinesSection(ledger: LineLedger, context: ReportContext): Section {
  return {
    name: 'developer_lines',
    title: 'Lines of developers over time',
    shape: 'table',
    columns,
    rows: { [Symbol.iterator]: () => rows(ledger, context) },
  };
}

function* rows({ grid, people }: LineLedger, context: ReportContext): Generator<readonly Cell[]> {
  const ids = largestEver(people, context.personCount);
  const sampleCount = grid.sampleCount(context.history);
  const lines = linesOf(people, ids, sampleCount);
  for (let sample = 0; sample < sampleCount; sample += 1) {
    const isLast = sample === sampleCount - 1;
    const ended = grid.sampleEndSeconds(sample, context.history);
    const at = context.isoUtc(isLast ? context.history.lastCommitSeconds : ended);
    for (const [place, id] of ids.entries()) {
      const count = lines[place]![sample]!;
      if (count > 0) yield [sample, at, id, context.personName(id), count];
    }
  }
}

/** The people with the highest peaks, ties by id. */
function largestEver(people: Facts, personCount: number): readonly number[] {
  const peaks = new Float64Array(personCount);
  let last = -1;
  let lines = 0;
  eachFact(people, (cursor) => {
    lines = cursor.a === last ? lines + cursor.value(0) : cursor.value(0);
    last = cursor.a;
    if (lines > peaks[last]!) peaks[last] = lines;
  });
  const ids = Array.from(peaks.keys()).filter((id) => peaks[id]! > 0);
  return ids.sort((a, b) => peaks[b]! - peaks[a]! || a - b).slice(0, peopleMax);
}

/** Lines of each of them at each sample. */
function linesOf(people: Facts, ids: readonly number[], sampleCount: number): readonly Float64Array[] {
  const lines = ids.map(() => new Float64Array(sampleCount));
  const places = new Map(ids.map((id, place) => [id, place]));
  eachFact(people, (cursor) => {
    const place = places.get(cursor.a);
    if (place !== undefined) lines[place]![cursor.b]! += cursor.value(0);
  });
  for (const column of lines) {
    for (let sample = 1; sample < sampleCount; sample += 1) column[sample]! += column[sample - 1]!;
  }
  return lines;
}

function eachFact(facts: Facts, visit: (cursor: FactCursor) => void): void {
  const cursor = facts.scan();
  try {
    while (cursor.next()) visit(cursor);
  } finally {
    cursor.close();
  }
}

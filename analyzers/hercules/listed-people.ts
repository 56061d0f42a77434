import type { ReportContext } from '../../engine/index.ts';

/**
 * The people who wrote most lines, in this order, and one for all others. BOUNDED BY: 12 bytes a person, and the names
 * of those that are listed.
 */
export class ListedPeople {
  /** What they are called, each name once. */
  readonly names: readonly string[];
  /** Lines that each of them wrote. */
  readonly written: readonly number[];
  readonly #places: Int32Array;

  constructor(context: ReportContext, countMax: number) {
    const lines = linesWritten(context);
    const writers = [...lines.keys()].filter((id) => lines[id]! > 0).sort((a, b) => lines[b]! - lines[a]! || a - b);
    const listed = writers.slice(0, countMax);
    this.#places = new Int32Array(context.personCount).fill(-1);
    for (const [at, id] of writers.entries()) this.#places[id] = Math.min(at, countMax);
    const others = writers.slice(countMax).reduce((sum, id) => sum + lines[id]!, 0);
    const names = listed.map((id) => context.personName(id));
    const hasOthers = writers.length > countMax;
    this.names = distinct(hasOthers ? [...names, 'others'] : names);
    this.written = [...listed.map((id) => lines[id]!), ...(hasOthers ? [others] : [])];
  }

  get count(): number {
    return this.names.length;
  }

  /** -1 for somebody who never wrote a line. */
  placeOf(person: number): number {
    return person < 0 ? -1 : this.#places[person]!;
  }
}

function linesWritten(context: ReportContext): Float64Array {
  const lines = new Float64Array(context.personCount);
  for (const { origin, lines: count } of context.lines.events()) {
    const person = origin < 0 ? -1 : context.personOf(origin);
    if (person >= 0 && count > 0) lines[person]! += count;
  }
  return lines;
}

/** Names are keys: one that comes again gets its number. */
function distinct(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.map((name) => {
    let key = name;
    for (let count = 2; seen.has(key); count += 1) key = `${name} (${count})`;
    seen.add(key);
    return key;
  });
}

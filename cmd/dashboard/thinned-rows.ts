/**
 * Rows of numbers in fixed room, however many come: when it is full, neighbours are joined in pairs
 * and from then on twice as many rows make a point.
 *
 *   a b c d   full ─► ab cd · ·   a point is two rows   ─► ab cd ef gh   full ─► abcd efgh · ·
 *
 * All points stand for equally many rows, but the newest, which is still filling.
 * BOUNDED BY: `pointCountMax` points of 8 bytes a column. Cost: amortised O(1) a row.
 */
export type JoinRule = 'last' | 'sum' | 'max';

export class ThinnedRows<Column extends string> {
  readonly #columns: readonly Column[];
  readonly #rules: readonly JoinRule[];
  readonly #values: readonly Float64Array[];
  readonly #pointCountMax: number;
  #pointCount = 0;
  /** Rows in the newest point. */
  #filledCount = 0;
  #rowsPerPoint = 1;

  /** @param pointCountMax even, so that all of them have a neighbour */
  constructor(rules: Readonly<Record<Column, JoinRule>>, pointCountMax: number) {
    this.#columns = Object.keys(rules) as Column[];
    this.#rules = this.#columns.map((column) => rules[column]);
    this.#pointCountMax = pointCountMax + (pointCountMax % 2);
    this.#values = this.#columns.map(() => new Float64Array(this.#pointCountMax));
  }

  /** How many rows a point stands for. */
  get rowsPerPoint(): number {
    return this.#rowsPerPoint;
  }

  add(row: Readonly<Record<Column, number>>): void {
    if (this.#pointCount > 0 && this.#filledCount < this.#rowsPerPoint) {
      this.#joinNewest(row);
      return;
    }
    if (this.#pointCount === this.#pointCountMax) this.#halve();
    for (const [at, column] of this.#columns.entries()) {
      this.#values[at]![this.#pointCount] = row[column];
    }
    this.#pointCount += 1;
    this.#filledCount = 1;
  }

  /** Adds to a column of the newest point; does nothing while there is none. */
  addToNewest(column: Column, value: number): void {
    const values = this.#values[this.#columns.indexOf(column)]!;
    if (this.#pointCount > 0) values[this.#pointCount - 1]! += value;
  }

  /** Of the newest point; 0 while there is none. */
  newest(column: Column): number {
    return this.#values[this.#columns.indexOf(column)]![this.#pointCount - 1] ?? 0;
  }

  columns(): Readonly<Record<Column, readonly number[]>> {
    const columns = {} as Record<Column, readonly number[]>;
    for (const [at, column] of this.#columns.entries()) {
      columns[column] = Array.from(this.#values[at]!.subarray(0, this.#pointCount), tenths);
    }
    return columns;
  }

  #joinNewest(row: Readonly<Record<Column, number>>): void {
    const newest = this.#pointCount - 1;
    for (const [at, column] of this.#columns.entries()) {
      const values = this.#values[at]!;
      values[newest] = joined(this.#rules[at]!, values[newest]!, row[column]);
    }
    this.#filledCount += 1;
  }

  #halve(): void {
    const half = this.#pointCountMax / 2;
    for (const [at, values] of this.#values.entries()) {
      const rule = this.#rules[at]!;
      for (let point = 0; point < half; point += 1) {
        values[point] = joined(rule, values[point * 2]!, values[point * 2 + 1]!);
      }
    }
    this.#pointCount = half;
    this.#rowsPerPoint *= 2;
    this.#filledCount = this.#rowsPerPoint;
  }
}

/** Enough for a chart, and short as text. */
function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

function joined(rule: JoinRule, earlier: number, later: number): number {
  if (rule === 'sum') return earlier + later;
  return rule === 'max' ? Math.max(earlier, later) : later;
}

import type { FactCursor, FactSpec, FactStore, Fold } from '../../engine/contract.ts';
import { NamedFacts } from '../../engine/spill/index.ts';

interface Row {
  readonly keys: readonly number[];
  readonly values: number[];
}

/** A fact table as naive as can be, which refuses what the real one refuses. */
export class MemoryFacts implements FactStore {
  readonly #name: string;
  readonly #shape: ReturnType<typeof NamedFacts.storeShape>;
  readonly #rows = new Map<string, Row>();
  openCursorCount = 0;

  constructor(spec: FactSpec) {
    this.#name = spec.name;
    this.#shape = NamedFacts.storeShape(spec);
    const columnCount = this.#shape.columns.length;
    claim(columnCount >= 1 && columnCount <= 4, `"${spec.name}" has 1 to 4 columns`);
  }

  add(a: number, b: number, c: number, ...given: readonly (number | undefined)[]): void {
    const name = this.#name;
    const { keyCount, columns } = this.#shape;
    claim(this.openCursorCount === 0, `no fact is added to "${name}" while a cursor is open`);
    const keys = [a, b, c];
    for (const key of keys) claim(key >>> 0 === key, `key ${key} of "${name}" is an unsigned integer`);
    for (const key of keys.slice(keyCount)) claim(key === 0, `"${name}" has ${keyCount} keys`);
    const values = given.slice(0, columns.length) as number[];
    const tooMany = given.slice(columns.length).some((value) => value !== undefined);
    claim(!tooMany, `"${name}" has ${columns.length} columns`);
    claim(values.length === columns.length, `every column of "${name}" has a value`);
    for (const value of values) claim(Number.isSafeInteger(value), `"${name}" adds integers`);
    const row = this.#rows.get(keys.join());
    if (row === undefined) this.#rows.set(keys.join(), { keys, values: values.slice() });
    else values.forEach((value, at) => (row.values[at] = folded(columns[at]!.fold, row.values[at]!, value)));
  }

  scan(): FactCursor {
    const rows = Array.from(this.#rows.values()).sort(byKeys);
    this.openCursorCount += 1;
    return new RowCursor(rows, () => (this.openCursorCount -= 1));
  }
}

class RowCursor implements FactCursor {
  readonly #rows: readonly Row[];
  #at = -1;
  #onClose: (() => void) | undefined;

  constructor(rows: readonly Row[], onClose: () => void) {
    this.#rows = rows;
    this.#onClose = onClose;
  }

  next(): boolean {
    if (this.#onClose === undefined) return false;
    this.#at += 1;
    if (this.#at < this.#rows.length) return true;
    this.close();
    return false;
  }

  get a(): number {
    return this.#key(0);
  }

  get b(): number {
    return this.#key(1);
  }

  get c(): number {
    return this.#key(2);
  }

  value(column: number): number {
    return this.#row().values[column]!;
  }

  close(): void {
    this.#onClose?.();
    this.#onClose = undefined;
  }

  #key(at: number): number {
    // A loop may look at the key it has just left behind; it sees something, but nothing to rely
    // on.
    return this.#rows[this.#at]?.keys[at] ?? Number.NaN;
  }

  #row(): Row {
    const row = this.#rows[this.#at];
    claim(row !== undefined, 'values are read behind a next() that was true');
    return row;
  }
}

function folded(fold: Fold, older: number, newer: number): number {
  if (fold === 'sum') return older + newer;
  return fold === 'min' ? Math.min(older, newer) : Math.max(older, newer);
}

function byKeys(one: Row, other: Row): number {
  for (let at = 0; at < 3; at += 1) {
    const difference = one.keys[at]! - other.keys[at]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

function claim(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`The contract of facts is broken: ${what}`);
}

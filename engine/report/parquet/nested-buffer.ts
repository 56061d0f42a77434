import type { ColumnSource } from 'hyparquet-writer';
import type { Cell, CellRecord, NestedType } from '../../contract.ts';
import { CodefangError } from '../../base/index.ts';

/** What a value takes while its group is gathered and encoded, about, in bytes of text. */
const valueBytes = 32;

/** Lists and maps as Parquet's own, gathered for one row group. BOUNDED BY: `textLength`, which counts each value. */
export class NestedBuffer {
  textLength = 0;
  readonly #name: string;
  readonly #nested: NestedType;
  readonly #valuesPerEntry: number;
  #cells: (readonly unknown[] | null)[] = [];

  constructor(name: string, nested: NestedType) {
    this.#name = name;
    this.#nested = nested;
    const fieldCount = typeof nested.values === 'string' ? 1 : nested.values.length;
    this.#valuesPerEntry = fieldCount + (nested.keys === undefined ? 0 : 1);
  }

  add(cell: Cell): void {
    const entries = cell === null ? null : this.#entriesOf(cell);
    this.#cells.push(entries);
    if (entries !== null) this.textLength += entries.length * this.#valuesPerEntry * valueBytes;
  }

  take(): ColumnSource {
    const data = this.#cells;
    this.#cells = [];
    this.textLength = 0;
    return { name: this.#name, data };
  }

  #entriesOf(cell: Cell): readonly unknown[] {
    const { keys, values } = this.#nested;
    if (keys === undefined) return (cell as readonly Cell[]).map((item) => this.#valueOf(item, values));
    return Object.entries(cell as CellRecord).map(([key, value]) => ({
      key: keys === 'string' ? key : this.#integer(Number(key)),
      value: this.#valueOf(value, values),
    }));
  }

  #valueOf(cell: Cell, values: NestedType['values']): unknown {
    if (values === 'int') return this.#integer(cell);
    if (values === 'float' && typeof cell === 'number') return cell + 0;
    if (values === 'string' && typeof cell === 'string') return cell;
    if (typeof values === 'string') throw this.#broken(cell, values);
    return Object.fromEntries(values.map((name) => [name, this.#integer((cell as CellRecord | null)?.[name])]));
  }

  #integer(cell: Cell | undefined): bigint {
    if (Number.isSafeInteger(cell)) return BigInt(cell as number);
    throw this.#broken(cell, 'int');
  }

  /** @throws {CodefangError} INVARIANT */
  #broken(cell: Cell | undefined, type: string): CodefangError {
    const state = `it holds ${String(cell)}, expected ${type}`;
    return new CodefangError('INVARIANT', `Cannot write column "${this.#name}": ${state}`);
  }
}

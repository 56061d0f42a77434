import type { ColumnSource } from 'hyparquet-writer';
import type { Cell, Column } from '../../contract.ts';
import { CodefangError } from '../../base/index.ts';
import { appendJson } from '../canonical-json.ts';
import { TextBuffer } from '../text-buffer.ts';
import { groupRowsMax } from './group-bounds.ts';
import { NestedBuffer } from './nested-buffer.ts';

/** The cells of a column, gathered for one row group. Holds `groupRowsMax` of them. */
export interface ColumnBuffer {
  /** Bytes of text taken, about. */
  readonly textLength: number;
  add(cell: Cell): void;
  /** The column of the group; valid until the next `add`. */
  take(): ColumnSource;
}

export function columnBuffer({ name, type, nested }: Column): ColumnBuffer {
  if (nested !== undefined) return new NestedBuffer(name, nested);
  switch (type) {
    case 'int':
    case 'time':
      return new IntegerBuffer(name, type === 'time');
    case 'float':
      return new DoubleBuffer(name);
    case 'list':
    case 'record':
      return new JsonBuffer(name);
    default:
      return new ListBuffer(name, (cell) => cell as string | boolean);
  }
}

/** Integers as 64 bits, written as two halves: a BigInt a cell would be garbage. */
class IntegerBuffer implements ColumnBuffer {
  readonly textLength = 0;
  readonly #name: string;
  readonly #isTime: boolean;
  readonly #values = new BigInt64Array(groupRowsMax);
  readonly #halves: Int32Array = new Int32Array(this.#values.buffer);
  readonly #nulls: number[] = [];
  #count = 0;

  constructor(name: string, isTime: boolean) {
    this.#name = name;
    this.#isTime = isTime;
  }

  add(cell: Cell): void {
    if (cell === null) this.#nulls.push(this.#count);
    else this.#put(this.#isTime ? millisecondsOf(cell as string) : (cell as number));
    this.#count += 1;
  }

  take(): ColumnSource {
    const data = withNulls(this.#values.subarray(0, this.#count), this.#nulls);
    this.#nulls.length = 0;
    this.#count = 0;
    return { name: this.#name, data, encoding: 'DELTA_BINARY_PACKED' };
  }

  #put(value: number): void {
    this.#halves[this.#count * 2] = value % 2 ** 32;
    this.#halves[this.#count * 2 + 1] = Math.floor(value / 2 ** 32);
  }
}

/** @throws {CodefangError} INVARIANT when the text is no instant */
function millisecondsOf(text: string): number {
  const milliseconds = Date.parse(text);
  if (!Number.isNaN(milliseconds)) return milliseconds;
  const state = 'it is not an instant, expected ISO 8601';
  throw new CodefangError('INVARIANT', `Cannot write the time "${text}": ${state}`);
}

class DoubleBuffer implements ColumnBuffer {
  readonly textLength = 0;
  readonly #name: string;
  readonly #values = new Float64Array(groupRowsMax);
  readonly #nulls: number[] = [];
  #count = 0;

  constructor(name: string) {
    this.#name = name;
  }

  add(cell: Cell): void {
    if (cell === null) this.#nulls.push(this.#count);
    // Adding 0 makes -0 a 0: the report knows no other.
    else this.#values[this.#count] = (cell as number) + 0;
    this.#count += 1;
  }

  take(): ColumnSource {
    const data = withNulls(this.#values.subarray(0, this.#count), this.#nulls);
    this.#nulls.length = 0;
    this.#count = 0;
    return { name: this.#name, data };
  }
}

function withNulls(
  values: Float64Array | BigInt64Array,
  nulls: readonly number[],
): Float64Array | BigInt64Array | (number | bigint | null)[] {
  if (nulls.length === 0) return values;
  const cells: (number | bigint | null)[] = Array.from<number | bigint>(values);
  for (const at of nulls) cells[at] = null;
  return cells;
}

class ListBuffer implements ColumnBuffer {
  textLength = 0;
  readonly #name: string;
  readonly #toCell: (cell: Cell) => string | boolean | null;
  #cells: (string | boolean | null)[] = [];

  constructor(name: string, toCell: (cell: Cell) => string | boolean | null) {
    this.#name = name;
    this.#toCell = toCell;
  }

  add(cell: Cell): void {
    const kept = this.#toCell(cell);
    this.#cells.push(kept);
    if (typeof kept === 'string') this.textLength += kept.length;
  }

  take(): ColumnSource {
    const data = this.#cells;
    this.#cells = [];
    this.textLength = 0;
    return { name: this.#name, data };
  }
}

/** Nested cells as JSON text. */
class JsonBuffer implements ColumnBuffer {
  readonly #text = new TextBuffer();
  readonly #cells: ListBuffer;

  constructor(name: string) {
    this.#cells = new ListBuffer(name, (cell) => (cell === null ? null : this.#jsonOf(cell)));
  }

  get textLength(): number {
    return this.#cells.textLength;
  }

  add(cell: Cell): void {
    this.#cells.add(cell);
  }

  take(): ColumnSource {
    return this.#cells.take();
  }

  #jsonOf(cell: Cell): string {
    this.#text.clear();
    appendJson(this.#text, cell);
    return Buffer.from(this.#text.bytes.buffer, 0, this.#text.length).toString();
  }
}

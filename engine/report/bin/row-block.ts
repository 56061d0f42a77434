import type { Cell, Column } from '../../contract.ts';
import { appendJson } from '../canonical-json.ts';
import { TextBuffer } from '../text-buffer.ts';
import { binEncoding, blockRowsMax, blockTextBytes, hasNulls } from './bin-format.ts';
import type { ByteBuilder } from './byte-builder.ts';

/**
 * Rows of a section gathered by columns until they make a block. Holds at most 4,096 rows, and
 * 128 KiB of text with the row that passes it.
 */
export class RowBlock {
  readonly #columns: readonly ColumnBlock[];
  #rowCount = 0;

  constructor(columns: readonly Column[]) {
    this.#columns = columns.map(columnBlock);
  }

  get rowCount(): number {
    return this.#rowCount;
  }

  get isFull(): boolean {
    if (this.#rowCount === blockRowsMax) return true;
    return this.#columns.reduce((sum, column) => sum + column.textLength, 0) >= blockTextBytes;
  }

  add(cells: readonly Cell[]): void {
    for (let at = 0; at < cells.length; at += 1) this.#columns[at]!.add(cells[at]!);
    this.#rowCount += 1;
  }

  /** Writes the block and is empty again. */
  drain(out: ByteBuilder): void {
    out.uint32(this.#rowCount);
    for (const column of this.#columns) column.drain(out);
    this.#rowCount = 0;
  }
}

/** The cells of one column. */
interface ColumnBlock {
  /** What texts take so far, about. */
  readonly textLength: number;
  add(cell: Cell): void;
  drain(out: ByteBuilder): void;
}

function columnBlock({ type }: Column): ColumnBlock {
  switch (type) {
    case 'int':
    case 'float':
    case 'boolean':
      return new NumberBlock(type);
    default:
      return new TextBlock(type === 'list' || type === 'record');
  }
}

class NumberBlock implements ColumnBlock {
  readonly textLength = 0;
  readonly #type: 'int' | 'float' | 'boolean';
  readonly #values = new Float64Array(blockRowsMax);
  readonly #nulls = new NullBits();
  #count = 0;

  constructor(type: 'int' | 'float' | 'boolean') {
    this.#type = type;
  }

  add(cell: Cell): void {
    if (this.#nulls.add(cell === null)) return;
    // Adding 0 makes -0 a 0: the report knows no other.
    this.#values[this.#count] = Number(cell) + 0;
    this.#count += 1;
  }

  drain(out: ByteBuilder): void {
    const values = this.#values.subarray(0, this.#count);
    const encoding = this.#type === 'int' ? integerEncoding(values) : plainEncodings[this.#type];
    const start = openColumn(out, encoding, this.#nulls);
    if (encoding === binEncoding.deltas) putDeltas(out, values);
    else if (encoding === binEncoding.integers) for (const value of values) out.signedVarint(value);
    else if (encoding === binEncoding.doubles) for (const value of values) out.double(value);
    else for (const value of values) out.uint8(value);
    closeColumn(out, start);
    this.#nulls.clear();
    this.#count = 0;
  }
}

const plainEncodings = { float: binEncoding.doubles, boolean: binEncoding.booleans } as const;

/** Differences of safe integers need not be safe ones. */
function integerEncoding(values: Float64Array): number {
  for (let at = 1; at < values.length; at += 1) {
    if (!Number.isSafeInteger(values[at]! - values[at - 1]!)) return binEncoding.integers;
  }
  return binEncoding.deltas;
}

function putDeltas(out: ByteBuilder, values: Float64Array): void {
  let before = 0;
  for (const value of values) {
    out.signedVarint(value - before);
    before = value;
  }
}

class TextBlock implements ColumnBlock {
  readonly #isNested: boolean;
  readonly #places: number[] = [];
  readonly #dictionary = new Map<string, number>();
  readonly #nulls = new NullBits();
  readonly #json = new TextBuffer();
  textLength = 0;

  constructor(isNested: boolean) {
    this.#isNested = isNested;
  }

  add(cell: Cell): void {
    if (this.#nulls.add(cell === null)) return;
    const text = this.#isNested ? this.#jsonOf(cell) : (cell as string);
    let place = this.#dictionary.get(text);
    if (place === undefined) {
      place = this.#dictionary.size;
      this.#dictionary.set(text, place);
      this.textLength += text.length;
    }
    this.#places.push(place);
  }

  drain(out: ByteBuilder): void {
    const texts = [...this.#dictionary.keys()];
    const isJson = this.#isNested || texts.some((text) => /\p{Surrogate}/u.test(text));
    const start = openColumn(out, isJson ? binEncoding.json : binEncoding.texts, this.#nulls);
    out.varint(texts.length);
    for (const text of texts) out.text(isJson && !this.#isNested ? this.#jsonOf(text) : text);
    for (const place of this.#places) out.varint(place);
    closeColumn(out, start);
    this.#nulls.clear();
    this.#dictionary.clear();
    this.#places.length = 0;
    this.textLength = 0;
  }

  #jsonOf(cell: Cell): string {
    this.#json.clear();
    appendJson(this.#json, cell);
    return Buffer.from(this.#json.bytes.buffer, 0, this.#json.length).toString();
  }
}

/** A bit a row, 1 for a null. */
class NullBits {
  readonly #bits = new Uint8Array(blockRowsMax / 8);
  #rowCount = 0;
  #nullCount = 0;

  /** Records a row; returns `isNull`. */
  add(isNull: boolean): boolean {
    if (isNull) {
      this.#bits[this.#rowCount >> 3]! |= 1 << (this.#rowCount & 7);
      this.#nullCount += 1;
    }
    this.#rowCount += 1;
    return isNull;
  }

  get hasAny(): boolean {
    return this.#nullCount > 0;
  }

  get bytes(): Uint8Array {
    return this.#bits.subarray(0, Math.ceil(this.#rowCount / 8));
  }

  clear(): void {
    this.#bits.fill(0);
    this.#rowCount = 0;
    this.#nullCount = 0;
  }
}

/** Where the length of the column goes when it is known. */
function openColumn(out: ByteBuilder, encoding: number, nulls: NullBits): number {
  out.uint8(nulls.hasAny ? encoding + hasNulls : encoding);
  const lengthAt = out.length;
  out.uint32(0);
  if (nulls.hasAny) out.bytes(nulls.bytes);
  return lengthAt;
}

function closeColumn(out: ByteBuilder, lengthAt: number): void {
  out.uint32At(lengthAt, out.length - lengthAt - 4);
}

import { assert, GrowableArray } from '../base/index.ts';
import type { FactCursor, Fold } from '../contract.ts';
import { orderRows } from './radix-order.ts';

const slotCountMin = 1024;
const slotCountMax = 1 << 28;

/** Shape of the rows of a table: 1 to 3 integer keys and 1 to 8 folded columns. */
export interface RowShape {
  readonly keyCount: number;
  readonly folds: readonly Fold[];
}

/**
 * The part of a fact table that is in memory: rows in order of first appearance, found by hash.
 *
 *   slots   | 0 | 3 | 0 | 1 | 2 | … |      row number + 1; at most half full, linear probing
 *   keys    | a b c | a b c | …            keyCount × 4 bytes a row
 *   values  | v v | v v | …                8 bytes a column
 *
 * Sorting needs two row lists; since at least half of the slots are empty, both fit into the slots,
 * so a spill allocates nothing. The slots are then filled again at the next `row`. 8 + 4 × keys + 8
 * × columns bytes a row. BOUNDED BY: `bytesMax`, growth included, as it copies nothing.
 */
export class FactRows {
  readonly shape: RowShape;
  readonly #keyCount: number;
  readonly #slotCountMax: number;
  readonly #rowCountMax: number;
  readonly #slotArray: GrowableArray<Int32Array>;
  readonly #keyArray: GrowableArray<Uint32Array>;
  readonly #valueArray: GrowableArray<Float64Array>;
  #slots: Int32Array;
  #keys: Uint32Array;
  #values: Float64Array;
  #count = 0;
  #capacity: number;
  /** Set while the slots hold row lists. */
  #order: Uint32Array | undefined;
  #openCursorCount = 0;
  readonly #identities: Float64Array;

  /** REQUIRES: `bytesMax` is at least `factRowsBytesMin(shape)`. */
  constructor(shape: RowShape, bytesMax: number) {
    assert(bytesMax >= factRowsBytesMin(shape), 'a table has room for its first rows');
    this.shape = shape;
    this.#keyCount = shape.keyCount;
    const { slotCount, rowCount } = fitInto(bytesMax, rowBytes(shape));
    this.#slotCountMax = slotCount;
    this.#rowCountMax = rowCount;
    this.#slotArray = new GrowableArray(Int32Array, slotCount);
    this.#keyArray = new GrowableArray(Uint32Array, rowCount * shape.keyCount);
    this.#valueArray = new GrowableArray(Float64Array, rowCount * shape.folds.length);
    this.#identities = Float64Array.from(shape.folds, identityOf);
    this.#slots = this.#slotArray.grow(slotCountMin);
    this.#capacity = slotCountMin / 2;
    this.#keys = this.#keyArray.grow(this.#capacity * shape.keyCount);
    this.#values = this.#valueArray.grow(this.#capacity * shape.folds.length);
  }

  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#slotArray.bytes + this.#keyArray.bytes + this.#valueArray.bytes;
  }

  /** One row after the other, `columns` values each; stays valid until the next `row`. */
  get values(): Float64Array {
    return this.#values;
  }

  /**
   * The row of a key, made when it is new, or -1 when the rows are full. REQUIRES: keys are uint32.
   */
  row(a: number, b: number, c: number): number {
    if (this.#order !== undefined) this.#rehash();
    const slots = this.#slots;
    const slot = findSlot(slots, this.#keys, this.#keyCount, a, b, c);
    const found = slots[slot]! - 1;
    return found >= 0 ? found : this.#insert(slot, a, b, c);
  }

  /** Row numbers by key, ascending. Valid until the next `row`. */
  order(): Uint32Array {
    if (this.#order === undefined) {
      const scratch = new Uint32Array(this.#slots.buffer, this.#slots.byteOffset, this.#slots.length);
      this.#order = orderRows(this.#keys, this.shape.keyCount, this.#count, scratch);
    }
    return this.#order;
  }

  /**
   * The rows by key. It borrows the table's memory: until it is closed, no row is added or cleared.
   */
  cursor(): FactCursor {
    const order = this.order();
    this.#openCursorCount += 1;
    const onClose = (): void => void (this.#openCursorCount -= 1);
    return new RowsCursor(order, this.#keys, this.#values, this.shape, onClose);
  }

  /** Forgets all rows and keeps the memory. */
  clear(): void {
    assert(this.#openCursorCount === 0, 'cursors are closed before rows are cleared');
    this.#slots.fill(0);
    this.#order = undefined;
    this.#count = 0;
  }

  #insert(slot: number, a: number, b: number, c: number): number {
    if (this.#count === this.#capacity) {
      if (!this.#grow()) return -1;
      return this.row(a, b, c);
    }
    const row = this.#count;
    const keyCount = this.#keyCount;
    this.#slots[slot] = row + 1;
    const key = row * keyCount;
    this.#keys[key] = a;
    if (keyCount > 1) this.#keys[key + 1] = b;
    if (keyCount > 2) this.#keys[key + 2] = c;
    const columnCount = this.#identities.length;
    for (let i = 0; i < columnCount; i += 1) this.#values[row * columnCount + i] = this.#identities[i]!;
    this.#count += 1;
    return row;
  }

  #grow(): boolean {
    if (this.#capacity === this.#rowCountMax) return false;
    const slotCount = Math.min(this.#slots.length * 2, this.#slotCountMax);
    this.#capacity = Math.min(slotCount / 2, this.#rowCountMax);
    this.#slots = this.#slotArray.grow(slotCount);
    this.#keys = this.#keyArray.grow(this.#capacity * this.shape.keyCount);
    this.#values = this.#valueArray.grow(this.#capacity * this.shape.folds.length);
    this.#rehash();
    return true;
  }

  /** Fills the slots from the rows, in place. */
  #rehash(): void {
    assert(this.#openCursorCount === 0, 'cursors are closed before rows are added');
    this.#order = undefined;
    this.#slots.fill(0);
    refillSlots(this.#slots, this.#keys, this.shape.keyCount, this.#count);
  }
}

/** The least memory that rows of a shape start with. */
export function factRowsBytesMin(shape: RowShape): number {
  return slotCountMin * 4 + (slotCountMin / 2) * rowBytes(shape);
}

function rowBytes(shape: RowShape): number {
  return shape.keyCount * 4 + shape.folds.length * 8;
}

/**
 * The slots, a power of two, that let most rows fit into `bytesMax` while at most half of them are
 * used.
 */
function fitInto(bytesMax: number, bytesPerRow: number): { slotCount: number; rowCount: number } {
  let best = { slotCount: slotCountMin, rowCount: slotCountMin / 2 };
  for (let slotCount = slotCountMin * 2; slotCount <= slotCountMax; slotCount *= 2) {
    const room = Math.floor((bytesMax - slotCount * 4) / bytesPerRow);
    const rowCount = Math.min(slotCount / 2, room);
    if (rowCount > best.rowCount) best = { slotCount, rowCount };
  }
  return best;
}

function findSlot(slots: Int32Array, keys: Uint32Array, keyCount: number, a: number, b: number, c: number): number {
  const mask = slots.length - 1;
  let slot = hashKey(a, b, c) & mask;
  for (;;) {
    const row = slots[slot]! - 1;
    if (row < 0) return slot;
    const key = row * keyCount;
    if (keys[key] === a && (keyCount < 2 || keys[key + 1] === b) && (keyCount < 3 || keys[key + 2] === c)) {
      return slot;
    }
    slot = (slot + 1) & mask;
  }
}

function refillSlots(slots: Int32Array, keys: Uint32Array, keyCount: number, count: number): void {
  const mask = slots.length - 1;
  for (let row = 0; row < count; row += 1) {
    const key = row * keyCount;
    const b = keyCount > 1 ? keys[key + 1]! : 0;
    const c = keyCount > 2 ? keys[key + 2]! : 0;
    let slot = hashKey(keys[key]!, b, c) & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = row + 1;
  }
}

/** Mixes after each key, so that grids of small ids do not fall together. */
function hashKey(a: number, b: number, c: number): number {
  let hash = Math.imul(a, 0x9e3779b1);
  hash = Math.imul(((hash ^ (hash >>> 15)) + b) | 0, 0x85ebca6b);
  hash = Math.imul(((hash ^ (hash >>> 13)) + c) | 0, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** What a fold starts from. */
function identityOf(fold: Fold): number {
  switch (fold) {
    case 'sum':
      return 0;
    case 'min':
      return Number.POSITIVE_INFINITY;
    case 'max':
      return Number.NEGATIVE_INFINITY;
  }
}

/** The rows in key order. Closes by itself at the end. */
class RowsCursor implements FactCursor {
  readonly #order: Uint32Array;
  readonly #keys: Uint32Array;
  readonly #values: Float64Array;
  readonly #keyCount: number;
  readonly #columnCount: number;
  #onClose: (() => void) | undefined;
  #at = -1;
  #row = 0;

  constructor(order: Uint32Array, keys: Uint32Array, values: Float64Array, shape: RowShape, onClose: () => void) {
    this.#order = order;
    this.#onClose = onClose;
    this.#keys = keys;
    this.#values = values;
    this.#keyCount = shape.keyCount;
    this.#columnCount = shape.folds.length;
  }

  next(): boolean {
    this.#at += 1;
    if (this.#onClose === undefined || this.#at >= this.#order.length) {
      this.close();
      return false;
    }
    this.#row = this.#order[this.#at]!;
    return true;
  }

  get a(): number {
    return this.#keys[this.#row * this.#keyCount]!;
  }

  get b(): number {
    return this.#keyCount > 1 ? this.#keys[this.#row * this.#keyCount + 1]! : 0;
  }

  get c(): number {
    return this.#keyCount > 2 ? this.#keys[this.#row * this.#keyCount + 2]! : 0;
  }

  value(column: number): number {
    return this.#values[this.#row * this.#columnCount + column]!;
  }

  close(): void {
    this.#onClose?.();
    this.#onClose = undefined;
  }
}

import { assert } from '../base/index.ts';

/**
 * Orders rows by their key columns without a comparator: a radix sort by bytes, last column and
 * lowest byte first. Dense ids leave most high bytes 0 in every row; such a pass moves nothing and
 * is skipped.
 *
 *   O(rows × bytes that differ); no memory but 1 KiB and the two halves of `scratch`.
 *
 * @param keys rows of `keyCount` integers, one after the other
 * @param scratch at least twice `rowCount` long; its content is lost
 * @returns the row numbers in order, a view of `scratch`
 */
export function orderRows(keys: Uint32Array, keyCount: number, rowCount: number, scratch: Uint32Array): Uint32Array {
  assert(scratch.length >= rowCount * 2, 'both halves of the scratch hold all rows');
  let from = scratch.subarray(0, rowCount);
  let to = scratch.subarray(rowCount, rowCount * 2);
  for (let row = 0; row < rowCount; row += 1) from[row] = row;
  for (let column = keyCount - 1; column >= 0; column -= 1) {
    for (let shift = 0; shift < 32; shift += 8) {
      if (!countDigits(keys, keyCount, column, shift, rowCount)) continue;
      scatter(keys, keyCount, column, shift, from, to);
      [from, to] = [to, from];
    }
  }
  return from;
}

const places = new Uint32Array(256);

/** Turns the counts of a digit into start places; false when all rows have the same digit. */
function countDigits(keys: Uint32Array, keyCount: number, column: number, shift: number, rowCount: number): boolean {
  places.fill(0);
  const end = rowCount * keyCount;
  for (let at = column; at < end; at += keyCount) {
    const digit = (keys[at]! >>> shift) & 0xff;
    places[digit] = places[digit]! + 1;
  }
  let start = 0;
  for (let digit = 0; digit < 256; digit += 1) {
    const count = places[digit]!;
    if (count === rowCount) return false;
    places[digit] = start;
    start += count;
  }
  return true;
}

function scatter(
  keys: Uint32Array,
  keyCount: number,
  column: number,
  shift: number,
  from: Uint32Array,
  to: Uint32Array,
): void {
  for (let i = 0; i < from.length; i += 1) {
    const row = from[i]!;
    const digit = (keys[row * keyCount + column]! >>> shift) & 0xff;
    const place = places[digit]!;
    to[place] = row;
    places[digit] = place + 1;
  }
}

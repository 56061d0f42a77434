import type { ScratchAllowance } from '../memory/index.ts';

/**
 * The array itself when it has room for `length` numbers; else a copy with at least twice the room, which is
 * charged to the account before it is made.
 */
export function grownInts(array: Int32Array, length: number, allowance?: ScratchAllowance): Int32Array {
  if (length <= array.length) return array;
  const roomy = Math.max(length, array.length * 2);
  allowance?.resize(array.byteLength, roomy * Int32Array.BYTES_PER_ELEMENT);
  const bigger = new Int32Array(roomy);
  bigger.set(array);
  return bigger;
}

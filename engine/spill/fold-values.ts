import { CodefangError } from '../base/index.ts';
import type { Fold } from '../contract.ts';

/** Beyond it a double skips integers, and a sum would depend on the order of its parts. */
const exactMax = 2 ** 53;

/**
 * Two values of one key and column as one: associative and commutative for integers below 2^53, so
 * the result does not depend on when tables spilled.
 *
 * @throws {CodefangError} INVARIANT when a sum leaves that range or a value is not finite
 */
export function foldValues(fold: Fold, older: number, newer: number): number {
  if (fold === 'sum') return addExactly(older, newer);
  // Written so that NaN is refused as well.
  if (!(Math.abs(newer) <= exactMax)) throw inexact(newer);
  return (fold === 'min') === newer < older ? newer : older;
}

/** Adds to a sum, see `foldValues`. */
export function addExactly(sum: number, value: number): number {
  const folded = sum + value;
  if (Math.abs(folded) <= exactMax) return folded;
  throw inexact(folded);
}

function inexact(value: number): CodefangError {
  return new CodefangError('INVARIANT', `Cannot fold a fact: ${value} is reached, at most 2^53 is exact`);
}

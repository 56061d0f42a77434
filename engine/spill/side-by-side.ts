/** Reads two tables of as many rows, row by row. Closes both, also when a loop ends early. */
export function* sideBySide<One, Other>(
  ones: Iterable<One>,
  others: Iterable<Other>,
): Generator<readonly [One, Other], void, undefined> {
  const other = others[Symbol.iterator]();
  try {
    for (const one of ones) {
      const next = other.next();
      if (next.done === true) return;
      yield [one, next.value];
    }
  } finally {
    other.return?.();
  }
}

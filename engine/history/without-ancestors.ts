import type { CommitTable } from './commit-table.ts';

/**
 * The commits of a walk that are not reachable from one of them, in their order. What is left out is closed under
 * parents, so that the rest is the end of an order that has parents before children, as after any cut.
 *
 * O(n) time; a byte per commit while it runs.
 */
export function withoutAncestors(table: CommitTable, order: Int32Array, excludedIndex: number): Int32Array {
  const isExcluded = new Uint8Array(table.count);
  isExcluded[excludedIndex] = 1;
  let keptCount = 0;
  // Children come after their parents, so one pass back reaches every ancestor.
  for (let place = order.length - 1; place >= 0; place -= 1) {
    const index = order[place]!;
    if (isExcluded[index] === 0) {
      keptCount += 1;
      continue;
    }
    for (let nth = 0; nth < table.parentCount(index); nth += 1) isExcluded[table.parent(index, nth)] = 1;
  }
  const kept = new Int32Array(keptCount);
  let at = 0;
  for (const index of order) {
    if (isExcluded[index] === 1) continue;
    kept[at] = index;
    at += 1;
  }
  return kept;
}

import { assert } from '../base/index.ts';
import { commitFlag, type CommitTable } from './commit-table.ts';

const placesPerTurn = 65_536;

/**
 * The order of the walk: oldest first, parents before children, ties by committer time, then id.
 *
 * Kahn's algorithm with a heap over the commits whose parents are all out, so the result is one fixed
 * permutation of the table whatever order it was read in. O(n log n) time; 16 bytes a commit and 8 a
 * parent link while it runs, 4 a commit after. It stops now and then, so that signals can be heard.
 *
 * @returns commit indexes by place in the walk
 */
export function* orderWalk(table: CommitTable): Generator<void, Int32Array> {
  const count = table.count;
  const { starts, children, missing } = linkChildren(table, count);
  const order = new Int32Array(count);
  const ready = new CommitHeap(table);
  for (let index = 0; index < count; index += 1) if (missing[index] === 0) ready.push(index);
  let place = 0;
  for (let index = ready.pop(); index >= 0; index = ready.pop()) {
    order[place] = index;
    place += 1;
    if (place % placesPerTurn === 0) yield;
    for (let at = starts[index]!; at < starts[index + 1]!; at += 1) {
      const child = children[at]!;
      missing[child] = missing[child]! - 1;
      if (missing[child] === 0) ready.push(child);
    }
  }
  assert(place === count, 'ids are hashes of what they name, so commits form no ring');
  return order;
}

/**
 * Marks the first-parent chain from `start` down to a root, or to the edge of what can be read; returns how many
 * commits it has.
 */
export function markMainline(table: CommitTable, start: number): number {
  let length = 0;
  for (let index = start; ; index = table.parent(index, 0)) {
    table.setFlag(index, commitFlag.mainline);
    length += 1;
    if (table.parentCount(index) === 0 || table.hasFlag(index, commitFlag.boundary)) return length;
  }
}

function linkChildren(
  table: CommitTable,
  count: number,
): { starts: Int32Array; children: Int32Array; missing: Int32Array } {
  const starts = new Int32Array(count + 1);
  const missing = new Int32Array(count);
  for (let index = 0; index < count; index += 1) {
    missing[index] = table.parentCount(index);
    for (let nth = 0; nth < missing[index]!; nth += 1) {
      const parent = table.parent(index, nth);
      starts[parent + 1] = starts[parent + 1]! + 1;
    }
  }
  for (let index = 0; index < count; index += 1) starts[index + 1] = starts[index + 1]! + starts[index]!;
  const children = new Int32Array(starts[count]!);
  const next = starts.slice(0, count);
  for (let index = 0; index < count; index += 1) {
    for (let nth = 0; nth < missing[index]!; nth += 1) {
      const parent = table.parent(index, nth);
      children[next[parent]!] = index;
      next[parent] = next[parent]! + 1;
    }
  }
  return { starts, children, missing };
}

/** Binary heap of commit indexes, smallest (time, id) first. BOUNDED BY: the commits of the table. */
class CommitHeap {
  readonly #table: CommitTable;
  #heap: Int32Array = new Int32Array(256);
  #size = 0;

  constructor(table: CommitTable) {
    this.#table = table;
  }

  push(index: number): void {
    if (this.#size === this.#heap.length) {
      const bigger = new Int32Array(this.#heap.length * 2);
      bigger.set(this.#heap);
      this.#heap = bigger;
    }
    let at = this.#size;
    this.#size += 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#table.compare(index, this.#heap[parent]!) >= 0) break;
      this.#heap[at] = this.#heap[parent]!;
      at = parent;
    }
    this.#heap[at] = index;
  }

  /** The smallest index, taken out; -1 when empty. */
  pop(): number {
    if (this.#size === 0) return -1;
    const smallest = this.#heap[0]!;
    this.#size -= 1;
    if (this.#size > 0) this.#sink(this.#heap[this.#size]!);
    return smallest;
  }

  #sink(index: number): void {
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= this.#size) break;
      const right = child + 1;
      if (right < this.#size && this.#table.compare(this.#heap[right]!, this.#heap[child]!) < 0) child = right;
      if (this.#table.compare(index, this.#heap[child]!) <= 0) break;
      this.#heap[at] = this.#heap[child]!;
      at = child;
    }
    this.#heap[at] = index;
  }
}

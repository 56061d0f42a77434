import { commitFlag, type CommitTable } from './commit-table.ts';

/**
 * The commits of a table in the order in which `git log` prints them: from the start, always the one with the latest
 * committer time of those whose child was printed, and of equal times the one that was found first.
 * BOUNDED BY: 21 bytes a commit while it runs.
 */
export function* logOrder(table: CommitTable): Generator<number, void, undefined> {
  if (table.count === 0) return;
  const queue = new LatestFirst(table);
  const isFound = new Uint8Array(table.count);
  const find = (index: number): void => {
    if (isFound[index] !== 0) return;
    isFound[index] = 1;
    queue.push(index);
  };
  find(0);
  for (let index = queue.pop(); index >= 0; index = queue.pop()) {
    yield index;
    const parents = table.hasFlag(index, commitFlag.boundary) ? 0 : table.parentCount(index);
    for (let nth = 0; nth < parents; nth += 1) find(table.parent(index, nth));
  }
}

/** A binary heap of commits: the latest first, of equal ones the first that came. */
class LatestFirst {
  readonly #table: CommitTable;
  #indexes = new Int32Array(1024);
  #turns = new Float64Array(1024);
  #size = 0;
  #turn = 0;

  constructor(table: CommitTable) {
    this.#table = table;
  }

  push(index: number): void {
    if (this.#size === this.#indexes.length) this.#grow();
    let at = this.#size;
    this.#size += 1;
    const turn = this.#turn;
    this.#turn += 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.#isBefore(index, turn, above)) break;
      this.#move(above, at);
      at = above;
    }
    this.#put(at, index, turn);
  }

  /** -1 when there is none. */
  pop(): number {
    if (this.#size === 0) return -1;
    const first = this.#indexes[0]!;
    this.#size -= 1;
    if (this.#size > 0) this.#sink(this.#indexes[this.#size]!, this.#turns[this.#size]!);
    return first;
  }

  #sink(index: number, turn: number): void {
    let at = 0;
    for (;;) {
      let below = at * 2 + 1;
      if (below >= this.#size) break;
      const other = below + 1;
      if (other < this.#size && this.#isBefore(this.#indexes[other]!, this.#turns[other]!, below)) below = other;
      if (this.#isBefore(index, turn, below)) break;
      this.#move(below, at);
      at = below;
    }
    this.#put(at, index, turn);
  }

  #isBefore(index: number, turn: number, at: number): boolean {
    const seconds = this.#table.seconds(index);
    const others = this.#table.seconds(this.#indexes[at]!);
    return seconds === others ? turn < this.#turns[at]! : seconds > others;
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#indexes[from]!, this.#turns[from]!);
  }

  #put(at: number, index: number, turn: number): void {
    this.#indexes[at] = index;
    this.#turns[at] = turn;
  }

  #grow(): void {
    const indexes = new Int32Array(this.#indexes.length * 2);
    indexes.set(this.#indexes);
    this.#indexes = indexes;
    const turns = new Float64Array(this.#turns.length * 2);
    turns.set(this.#turns);
    this.#turns = turns;
  }
}

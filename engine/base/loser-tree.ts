import { assert } from './assert.ts';

/**
 * Finds the first of k sources again and again, as a merge needs it: a tournament whose inner nodes
 * keep the losers, so that a replay compares along one path from leaf to root only (Knuth, TAOCP 3,
 * 5.4.1).
 *
 *            winner              a replay after the winner moved on: ⌈log2 k⌉ comparisons,
 *              │                 half of what a binary heap needs
 *           loser
 *          ╱     ╲
 *      loser     loser
 *      ╱   ╲     ╱   ╲
 *     0     1   2     3
 *
 * `isBefore(x, y)` must be a strict order of sources; break ties by source number for a stable
 * merge. 4 bytes a source.
 */
export class LoserTree {
  readonly #isBefore: (x: number, y: number) => boolean;
  readonly #losers: Int32Array;
  readonly #count: number;
  #winner = 0;

  constructor(count: number, isBefore: (x: number, y: number) => boolean) {
    assert(count >= 1, 'a tournament has a player');
    this.#count = count;
    this.#isBefore = isBefore;
    this.#losers = new Int32Array(count);
    if (count > 1) this.#winner = this.#play(1);
  }

  /** The source that is first now. */
  get winner(): number {
    return this.#winner;
  }

  /** Finds the new winner after the current one moved on. */
  replay(): void {
    let winner = this.#winner;
    for (let node = (winner + this.#count) >> 1; node >= 1; node >>= 1) {
      const loser = this.#losers[node]!;
      if (this.#isBefore(loser, winner)) {
        this.#losers[node] = winner;
        winner = loser;
      }
    }
    this.#winner = winner;
  }

  /** Winner below a node; nodes from `count` on are the sources. Recursion is log2 k deep. */
  #play(node: number): number {
    if (node >= this.#count) return node - this.#count;
    const left = this.#play(node * 2);
    const right = this.#play(node * 2 + 1);
    const isLeft = this.#isBefore(left, right);
    this.#losers[node] = isLeft ? right : left;
    return isLeft ? left : right;
  }
}

import { createHash, type Hash } from 'node:crypto';
import { commitFlag } from '../history/index.ts';
import type { History } from './open-history.ts';

const bufferedPlaces = 4096;

/**
 * Names the beginning of a walk: a hash over the commits at places `[0, place)`, which of them are on the mainline,
 * which blame ignores, and, when somebody counts by person, whose they are. Two walks that agree in it have done the
 * same work up to there, whatever came after, so a checkpoint is good for every history that begins as its own did:
 * more commits, another branch, a rewrite, a mailmap that joins only people who came later. Names are given when a
 * report is written.
 */
export class WalkHash {
  readonly #history: History;
  readonly #isByPerson: boolean;
  #hash: Hash = createHash('sha256');
  #place = 0;

  /** Lines are labelled with people when they are reported: state of lines alone is good for any people. */
  constructor(history: History, isByPerson: boolean) {
    this.#history = history;
    this.#isByPerson = isByPerson;
  }

  /** The hash up to a place, or undefined beyond the walk's end. Cheap when places ascend. */
  at(place: number): string | undefined {
    if (place > this.#history.order.length) return undefined;
    if (place < this.#place) this.#restart();
    this.#advance(place);
    return this.#hash.copy().digest('hex');
  }

  #restart(): void {
    this.#hash = createHash('sha256');
    this.#place = 0;
  }

  #advance(end: number): void {
    const { table, order, location, personOfPlace, ignored } = this.#history;
    const width = location.oidBytes + 5;
    const buffer = Buffer.alloc(bufferedPlaces * width);
    while (this.#place < end) {
      const count = Math.min(bufferedPlaces, end - this.#place);
      for (let i = 0; i < count; i += 1) {
        const index = order[this.#place + i]!;
        table.copyOid(index, buffer, i * width);
        const person = this.#isByPerson ? personOfPlace[this.#place + i]! : 0;
        buffer.writeInt32LE(person, i * width + width - 4);
        const isMainline = table.hasFlag(index, commitFlag.mainline);
        buffer[i * width + width - 5] = (isMainline ? 1 : 0) | (ignored.places.has(this.#place + i) ? 2 : 0);
      }
      this.#hash.update(buffer.subarray(0, count * width));
      this.#place += count;
    }
  }
}

import { ByteInterner } from '../base/index.ts';
import { RunningStats } from './running-stats.ts';

const otherName = Buffer.from('(other)');

/** What is known of one name: how many lines bear it, and their durations where they have one. */
export interface NamedStat {
  readonly name: string;
  readonly lineCount: number;
  readonly durations: RunningStats;
}

/**
 * Statistics by name, updated in place.
 *
 * BOUNDED BY: `nameCountMax` names of at most 4.5 KiB each; lines of further names go under
 * "(other)". Memory follows the number of names, not of lines.
 */
export class NamedStats {
  readonly #names = new ByteInterner();
  readonly #durations: RunningStats[] = [];
  readonly #lineCounts: Float64Array;
  readonly #nameCountMax: number;
  readonly #otherId: number;

  constructor(nameCountMax: number) {
    this.#nameCountMax = nameCountMax;
    this.#lineCounts = new Float64Array(nameCountMax + 1);
    this.#otherId = this.idOf(otherName, 0, otherName.length);
  }

  /** The id of a name, `bytes[start, end)`. */
  idOf(bytes: Uint8Array, start: number, end: number): number {
    const isFull = this.#durations.length > this.#nameCountMax;
    const id = isFull ? this.#names.find(bytes, start, end) : this.#names.intern(bytes, start, end);
    if (id < 0) return this.#otherId;
    if (id === this.#durations.length) this.#durations.push(new RunningStats());
    return id;
  }

  /** Counts a line. A duration that is not a number is none. */
  add(id: number, durationMs: number): void {
    this.#lineCounts[id]! += 1;
    if (durationMs === durationMs) this.#durations[id]!.add(durationMs);
  }

  nameOf(id: number): string {
    return this.#names.textOf(id);
  }

  /** Names with lines, those that took longest in all first, then by lines and name. */
  sorted(): NamedStat[] {
    const ids = this.#durations.map((_, id) => id).filter((id) => this.#lineCounts[id]! > 0);
    ids.sort(
      (x, y) =>
        this.#durations[y]!.total - this.#durations[x]!.total ||
        this.#lineCounts[y]! - this.#lineCounts[x]! ||
        this.#names.compare(x, y),
    );
    return ids.map((id) => ({
      name: this.nameOf(id),
      lineCount: this.#lineCounts[id]!,
      durations: this.#durations[id]!,
    }));
  }
}

import type { FileHoldings, HoldingFacts } from './holdings.ts';

export type FileVisit = (file: FileHoldings) => void;

/** Reads the files of ranges that ascend twice, one reading behind the other. */
export class TwoReadings {
  readonly #readings: readonly Iterator<FileHoldings>[];

  constructor(holdings: HoldingFacts, count: number) {
    this.#readings = [0, 1].map(() => holdings.groups(count)[Symbol.iterator]());
  }

  first(start: number, end: number, visit: FileVisit): void {
    readRange(this.#readings[0]!, start, end, visit);
  }

  second(start: number, end: number, visit: FileVisit): void {
    readRange(this.#readings[1]!, start, end, visit);
  }

  close(): void {
    for (const reading of this.#readings) reading.return?.();
  }
}

/** REQUIRES: nothing at or after `start` was read. */
function readRange(files: Iterator<FileHoldings>, start: number, end: number, visit: FileVisit): void {
  for (let rank = -1; rank < end - 1;) {
    const step = files.next();
    if (step.done === true) return;
    rank = step.value.key;
    if (rank >= start) visit(step.value);
  }
}

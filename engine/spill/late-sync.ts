import * as fs from 'node:fs';
import { ioFailure } from './io-failure.ts';
import { syncPath } from './publish.ts';
import { nodeSpillFs } from './spill-fs.ts';

/** System threads are few, and so are descriptors. */
const underwayMax = 4;

/**
 * Puts files and directories on the disk while the process goes on: system threads wait for the device. At most four
 * are open at a time, the others wait their turn; `settle` waits for them all.
 */
export class LateSync {
  /** What is not known to be on the disk, with the turn it was asked for in. */
  readonly #waiting = new Map<string, number>();
  #queue: string[] = [];
  #turn = 0;
  #underway = 0;
  #failure: Error | undefined;

  /** Requests a sync of a path; `settle` reports failures. */
  start(path: string): void {
    this.#turn += 1;
    this.#waiting.set(path, this.#turn);
    this.#queue.push(path);
    this.#beginSome();
  }

  /**
   * Returns when everything that was asked for is on the disk. What is not known to be is synced once more, which
   * takes no time where it is.
   * @throws {CodefangError} IO, also for what failed since the last time
   */
  settle(): void {
    const failure = this.#failure;
    const paths = [...this.#waiting.keys()];
    this.forget();
    if (failure !== undefined) throw failure;
    for (const path of paths) syncPath(nodeSpillFs, path);
  }

  /** Drops what was asked for: it is about to be removed. */
  forget(): void {
    this.#waiting.clear();
    this.#queue = [];
    this.#failure = undefined;
  }

  #beginSome(): void {
    while (this.#underway < underwayMax) {
      const path = this.#queue.shift();
      if (path === undefined) return;
      this.#begin(path, this.#waiting.get(path) ?? 0);
    }
  }

  #begin(path: string, turn: number): void {
    let fd: number;
    try {
      fd = fs.openSync(path, 'r');
    } catch (cause) {
      this.#failure ??= ioFailure('open', path, cause);
      return;
    }
    this.#underway += 1;
    fs.fsync(fd, (refusal) => {
      if (refusal !== null) this.#failure ??= ioFailure('sync', path, refusal);
      else if (this.#waiting.get(path) === turn) this.#waiting.delete(path);
      try {
        fs.closeSync(fd);
      } catch (cause) {
        this.#failure ??= ioFailure('close', path, cause);
      }
      this.#underway -= 1;
      this.#beginSome();
    });
  }
}

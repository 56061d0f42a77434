import { assert } from '../base/index.ts';

/** Something that leaves files behind unless it is asked to remove them. */
export interface SpillCleaner {
  /** Removes its files, synchronously. May be called again. */
  cleanupSpills(): void;
}

/** A run has a handful of cleaners: its spill directory and its open checkpoint. */
const cleanerCountMax = 64;

/**
 * Holds whatever must be removed when a run ends, however it ends. It handles no signals itself: the
 * command does, and calls `close()`, which is synchronous so that it may be the last thing before
 * an exit. Register before creating; a cleaner that finds nothing to remove does nothing.
 */
export class SpillCleanupGuard implements Disposable {
  readonly #cleaners: SpillCleaner[] = [];
  #isClosed = false;

  /** Adds a cleaner and returns what takes it out again. After `close` it is cleaned at once. */
  register(cleaner: SpillCleaner): () => void {
    if (this.#isClosed) {
      cleaner.cleanupSpills();
      return () => {};
    }
    assert(this.#cleaners.length < cleanerCountMax, 'a run has a handful of cleaners');
    this.#cleaners.push(cleaner);
    return () => this.#remove(cleaner);
  }

  /**
   * Cleans all, the last registered first. One that fails does not keep the others from it: the
   * failures are returned, for the caller to report. A second call does nothing and returns none.
   */
  close(): readonly unknown[] {
    this.#isClosed = true;
    const failures: unknown[] = [];
    for (let cleaner = this.#cleaners.pop(); cleaner !== undefined; cleaner = this.#cleaners.pop()) {
      try {
        cleaner.cleanupSpills();
      } catch (failure) {
        failures.push(failure);
      }
    }
    return failures;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #remove(cleaner: SpillCleaner): void {
    const at = this.#cleaners.indexOf(cleaner);
    if (at >= 0) this.#cleaners.splice(at, 1);
  }
}

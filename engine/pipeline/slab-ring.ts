import { slabInts } from './slab-layout.ts';

/**
 * A worker's slabs: a fixed ring of shared memory. A slab is free (0) or full (1); the worker waits for a
 * free one, the main thread frees it when it is folded. So a worker never runs ahead further than its ring.
 */
const free = 0;
const full = 1;
/** Behind the states of slabs lies a word that is set when nobody wants slabs any more. */
const cancelled = 1;

export function makeRing(slabCount: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer((slabCount + 1) * 4));
}

export function slabAt(slabs: SharedArrayBuffer, slab: number): Int32Array {
  return new Int32Array(slabs, slab * slabInts * 4, slabInts);
}

/**
 * Blocks the calling thread until the slab is free, then marks it full. Only workers may wait.
 * @throws {CancelledSlabs} when nobody wants slabs any more
 */
export function waitForSlab(ring: Int32Array, slab: number): void {
  while (Atomics.compareExchange(ring, slab, free, full) !== free) Atomics.wait(ring, slab, full);
  if (isCancelled(ring)) throw new CancelledSlabs();
}

/** Lets the worker leave what it is at when it next wants a slab. */
export function cancelSlabs(ring: Int32Array): void {
  Atomics.store(ring, ring.length - 1, cancelled);
  for (let slab = 0; slab < ring.length - 1; slab += 1) freeSlab(ring, slab);
}

export function isCancelled(ring: Int32Array): boolean {
  return Atomics.load(ring, ring.length - 1) === cancelled;
}

/** Not a failure: the run stops, and so does its worker. */
export class CancelledSlabs extends Error {
  constructor() {
    super('Cannot hand over slabs: nobody wants them any more');
    this.name = 'CancelledSlabs';
  }
}

export function freeSlab(ring: Int32Array, slab: number): void {
  Atomics.store(ring, slab, free);
  Atomics.notify(ring, slab);
}

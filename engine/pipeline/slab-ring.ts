import { frameInts } from './frame-layout.ts';

/**
 * A worker's slabs: a fixed ring of shared memory. A slab is free (0) or full (1); the worker waits for a
 * free one, the main thread frees it when it is folded. So a worker never runs ahead further than its ring.
 */
const free = 0;
const full = 1;

export function slabAt(slabs: SharedArrayBuffer, slab: number): Int32Array {
  return new Int32Array(slabs, slab * frameInts * 4, frameInts);
}

/** Blocks the calling thread until the slab is free, then marks it full. Only workers may wait. */
export function waitForSlab(ring: Int32Array, slab: number): void {
  while (Atomics.compareExchange(ring, slab, free, full) !== free) Atomics.wait(ring, slab, full);
}

export function freeSlab(ring: Int32Array, slab: number): void {
  Atomics.store(ring, slab, free);
  Atomics.notify(ring, slab);
}

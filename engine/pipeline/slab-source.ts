import type { ObjectStoreStats } from '../git/index.ts';
import type { Batch } from './batch.ts';
import type { BatchTiming } from './batch-timer.ts';

/** A filled slab; its integers are valid until it is released. */
export interface FilledSlab {
  readonly ints: Int32Array;
  readonly end: number;
  /** On the last slab of a batch, when batches are measured. */
  readonly timing?: BatchTiming | undefined;
  release(): void;
}

/** Turns batches into filled slabs, on worker threads or inline. They come in the order batches went in. */
export interface SlabSource {
  /** How many batches may be under way; the caller submits no more before one has ended. */
  readonly batchCountMax: number;
  submit(batch: Batch): void;
  /** The next filled slab of the oldest batch; the slab itself says whether it ends the batch. */
  next(): Promise<FilledSlab>;
  /** Tells the source that the oldest batch has ended. */
  endBatch(): void;
  /** Asks every object store to keep only that share of its caches, in [0, 1]. */
  shrink(keep: number): void;
  /** Sums over all object stores. */
  readonly stats: ObjectStoreStats;
  close(): Promise<void>;
}

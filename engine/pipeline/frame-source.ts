import type { ObjectStoreStats } from '../git/index.ts';
import type { Batch } from './batch.ts';
import type { BatchTiming } from './batch-timer.ts';

/** A filled slab; its integers are valid until it is released. */
export interface Frame {
  readonly ints: Int32Array;
  readonly end: number;
  /** On the last frame of a batch, when batches are measured. */
  readonly timing?: BatchTiming | undefined;
  release(): void;
}

/** Turns batches into frames: by worker threads, or inline. Frames come in the order batches went in. */
export interface FrameSource {
  /** How many batches may be under way; the caller submits no more before one has ended. */
  readonly batchCountMax: number;
  submit(batch: Batch): void;
  /** The next frame of the oldest batch; the caller tells by the frame itself where the batch ends. */
  next(): Promise<Frame>;
  /** Tells the source that the oldest batch has ended. */
  endBatch(): void;
  /** Asks every object store to keep only that share of its caches, in [0, 1]. */
  shrink(keep: number): void;
  /** Sums over all object stores. */
  readonly stats: ObjectStoreStats;
  close(): Promise<void>;
}

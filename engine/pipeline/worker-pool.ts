import { Worker } from 'node:worker_threads';
import { assert, CodefangError } from '../base/index.ts';
import type { ObjectStoreStats } from '../git/index.ts';
import type { Batch } from './batch.ts';
import type { ExtractorSetup } from './extractor.ts';
import { frameBytes } from './frame-layout.ts';
import type { Frame, FrameSource } from './frame-source.ts';
import { type FromWorker, fromFailure, type ToWorker, type WorkerSetup } from './messages.ts';
import { freeSlab, slabAt } from './slab-ring.ts';

/** Frames a worker may fill before the main thread has folded one. */
const slabsPerWorker = 2;
/** Batches a worker may hold: one under way, one waiting, so that it never idles. */
const batchesPerWorker = 2;

export interface WorkerPoolOptions {
  readonly workerCount: number;
  readonly setup: ExtractorSetup;
  /** Limits of each worker's JavaScript heap, in MiB. */
  readonly heapMiB: number;
  readonly youngHeapMiB: number;
  /** Where workers write profiles of themselves; undefined for none. */
  readonly profileDirectory: string | undefined;
}

/**
 * Worker threads behind one ordered stream of frames. A batch goes to the worker with the least to do;
 * frames are taken in the order batches were submitted, so what comes out does not depend on who is fast.
 * A worker that dies is an error that says so; nothing is waited for in vain.
 * BOUNDED BY: two slabs of 1 MiB and two batches a worker.
 */
export class WorkerPool implements FrameSource {
  readonly batchCountMax: number;
  readonly #lanes: Lane[];
  /** Lanes of the batches under way, oldest first. */
  readonly #order: Lane[] = [];

  constructor(options: WorkerPoolOptions) {
    assert(options.workerCount > 0, 'a pool has workers; without them the source is inline');
    this.batchCountMax = options.workerCount * batchesPerWorker;
    this.#lanes = Array.from({ length: options.workerCount }, (_, at) => new Lane(options, at + 1));
  }

  /** Bytes of shared slabs a pool of that many workers holds. */
  static slabBytes(workerCount: number): number {
    return workerCount * slabsPerWorker * frameBytes;
  }

  get stats(): ObjectStoreStats {
    const sum = { ...this.#lanes[0]!.stats };
    const names = Object.keys(sum) as (keyof ObjectStoreStats)[];
    for (const lane of this.#lanes.slice(1)) for (const name of names) sum[name] += lane.stats[name];
    return sum;
  }

  submit(batch: Batch): void {
    assert(this.#order.length < this.batchCountMax, 'the caller keeps to batchCountMax');
    let lane = this.#lanes[0]!;
    for (const other of this.#lanes) if (other.batchCount < lane.batchCount) lane = other;
    lane.send(batch);
    this.#order.push(lane);
  }

  async next(): Promise<Frame> {
    const lane = this.#order[0];
    assert(lane !== undefined, 'a batch is submitted before its frames are read');
    return lane.next();
  }

  endBatch(): void {
    const lane = this.#order.shift();
    assert(lane !== undefined, 'a batch that ends was submitted');
    lane.batchCount -= 1;
  }

  shrink(keep: number): void {
    for (const lane of this.#lanes) lane.post({ kind: 'shrink', keep });
  }

  async close(): Promise<void> {
    for (const lane of this.#lanes) await lane.close();
  }
}

/** One worker with its slabs and the frames it has filled. */
class Lane {
  batchCount = 0;
  stats: ObjectStoreStats = emptyStats();
  readonly #worker: Worker;
  readonly #slabs = new SharedArrayBuffer(slabsPerWorker * frameBytes);
  readonly #ring = new Int32Array(new SharedArrayBuffer(slabsPerWorker * 4));
  /** At most `slabsPerWorker` frames: the worker waits for a free slab. */
  readonly #frames: Frame[] = [];
  #failure: Error | undefined;
  #wake: (() => void) | undefined;
  #isClosed = false;
  readonly #hasProfile: boolean;
  #onEnded: (() => void) | undefined;

  constructor(options: WorkerPoolOptions, number: number) {
    const { profileDirectory: directory } = options;
    this.#hasProfile = directory !== undefined;
    const setup: WorkerSetup = {
      ...options.setup,
      slabs: this.#slabs,
      slabCount: slabsPerWorker,
      ring: this.#ring,
      profile: directory === undefined ? undefined : { directory, name: `worker-${number}` },
    };
    this.#worker = new Worker(new URL('./worker.js', import.meta.url), {
      workerData: setup,
      stdout: false,
      resourceLimits: {
        maxOldGenerationSizeMb: options.heapMiB,
        maxYoungGenerationSizeMb: options.youngHeapMiB,
      },
    });
    this.#worker.on('message', (message: FromWorker) => this.#receive(message));
    this.#worker.on('error', (error) => this.#fail(workerDied('threw an error', error)));
    this.#worker.on('exit', (code) => this.#fail(workerDied(`exited with code ${code}`, undefined)));
  }

  send(batch: Batch): void {
    this.batchCount += 1;
    this.post({ kind: 'batch', batch });
  }

  post(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  async next(): Promise<Frame> {
    while (this.#frames.length === 0) {
      if (this.#failure !== undefined) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#frames.shift()!;
  }

  async close(): Promise<void> {
    if (this.#hasProfile && this.#failure === undefined) await this.#end();
    this.#isClosed = true;
    await this.#worker.terminate();
  }

  /** Lets the worker write its profile; what it still hands over is let go of. */
  async #end(): Promise<void> {
    const ended = new Promise<void>((resolve) => (this.#onEnded = resolve));
    for (const frame of this.#frames.splice(0)) frame.release();
    this.post({ kind: 'end' });
    await ended;
    if (this.#failure !== undefined) throw this.#failure;
  }

  #receive(message: FromWorker): void {
    if (message.kind === 'failed') {
      this.#fail(fromFailure(message.failure));
      return;
    }
    if (message.kind === 'ended') {
      this.#onEnded?.();
      return;
    }
    const { slab } = message;
    if (this.#onEnded !== undefined) {
      freeSlab(this.#ring, slab);
      return;
    }
    this.stats = message.stats;
    this.#frames.push({
      ints: slabAt(this.#slabs, slab),
      end: message.ints,
      release: () => freeSlab(this.#ring, slab),
    });
    this.#wake?.();
  }

  #fail(error: Error): void {
    if (this.#isClosed) return;
    this.#failure ??= error;
    this.#wake?.();
    this.#onEnded?.();
  }
}

function workerDied(how: string, cause: unknown): CodefangError {
  const options = cause === undefined ? {} : { cause };
  return new CodefangError('IO', `Cannot go on: a worker thread ${how}, run again to resume`, options);
}

function emptyStats(): ObjectStoreStats {
  return {
    reads: 0,
    deltaBaseHits: 0,
    deltaBaseMisses: 0,
    windowHits: 0,
    windowMisses: 0,
    inflatedBytes: 0,
    windowBytes: 0,
    deltaBaseBytes: 0,
    scratchBytes: 0,
  };
}

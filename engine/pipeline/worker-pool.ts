import { Worker } from 'node:worker_threads';
import { assert, CodefangError } from '../base/index.ts';
import type { ObjectStoreStats } from '../git/index.ts';
import type { Batch } from './batch.ts';
import type { ExtractorSetup } from './extractor.ts';
import { slabBytes } from './slab-layout.ts';
import type { FilledSlab, SlabSource } from './slab-source.ts';
import { type FromWorker, fromFailure, type ToWorker, type WorkerSetup } from './messages.ts';
import { cancelSlabs, freeSlab, makeRing, slabAt } from './slab-ring.ts';

/** How long a worker may take to end by itself, in milliseconds, before it is ended. */
const endGraceMs = 500;

export interface WorkerPoolOptions {
  readonly workerCount: number;
  readonly setup: ExtractorSetup;
  /**
   * Batches that a worker may hold, and slabs of 1 MiB that it may fill before the main thread has folded one. With 1
   * it waits for each to be folded, with 2 it fills one meanwhile, with 3 it has one more for batches of unequal size.
   */
  readonly bufferingFactor: number;
  /** Limits of each worker's JavaScript heap, in MiB. */
  readonly heapMiB: number;
  readonly youngHeapMiB: number;
  /** Whether batches are measured. */
  readonly isTimed?: boolean;
  /** Where workers write profiles of themselves; undefined for none. */
  readonly profileDirectory: string | undefined;
}

/**
 * Worker threads behind one ordered stream of slabs. A batch goes to the worker with the least to do;
 * slabs are taken in the order batches were submitted, so what comes out does not depend on who is fast.
 * A worker that dies is an error that says so; nothing is waited for in vain.
 * BOUNDED BY: `bufferingFactor` slabs of 1 MiB and as many batches per worker.
 */
export class WorkerPool implements SlabSource {
  readonly batchCountMax: number;
  readonly #lanes: Lane[];
  /** Lanes of the batches under way, oldest first. */
  readonly #order: Lane[] = [];

  constructor(options: WorkerPoolOptions) {
    assert(options.workerCount > 0, 'a pool has workers; without them the source is inline');
    this.batchCountMax = options.workerCount * options.bufferingFactor;
    this.#lanes = Array.from({ length: options.workerCount }, (_, at) => new Lane(options, at + 1));
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

  async next(): Promise<FilledSlab> {
    const lane = this.#order[0];
    assert(lane !== undefined, 'a batch is submitted before its slabs are read');
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

  /** Ends all workers. @throws {CodefangError} IO when a profile could not be written */
  async close(): Promise<void> {
    const endings = await Promise.allSettled(this.#lanes.map((lane) => lane.close()));
    for (const ending of endings) if (ending.status === 'rejected') throw ending.reason;
  }
}

/** One worker with its slabs, free and filled. */
class Lane {
  batchCount = 0;
  stats: ObjectStoreStats = emptyStats();
  readonly #worker: Worker;
  readonly #slabs: SharedArrayBuffer;
  readonly #ring: Int32Array;
  /** At most as many as there are slabs: the worker waits for a free one. */
  readonly #filled: FilledSlab[] = [];
  #failure: Error | undefined;
  #wake: (() => void) | undefined;
  #isClosed = false;
  readonly #hasProfile: boolean;
  readonly #heapMiB: number;
  readonly #exited: Promise<void>;
  #onExited: () => void = () => {};

  constructor(options: WorkerPoolOptions, number: number) {
    const { profileDirectory: directory, bufferingFactor: slabCount } = options;
    this.#slabs = new SharedArrayBuffer(slabCount * slabBytes);
    this.#ring = makeRing(slabCount);
    this.#hasProfile = directory !== undefined;
    this.#heapMiB = options.heapMiB;
    this.#exited = new Promise((resolve) => (this.#onExited = resolve));
    const setup: WorkerSetup = {
      ...options.setup,
      checkShare: { lane: number - 1, laneCount: options.workerCount },
      slabs: this.#slabs,
      slabCount,
      ring: this.#ring,
      isTimed: options.isTimed ?? false,
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
    this.#worker.on('error', (error) => this.#fail(this.#deathBy(error)));
    this.#worker.on('exit', (code) => {
      this.#fail(workerDied(`exited with code ${code}`, undefined));
      this.#onExited();
    });
  }

  send(batch: Batch): void {
    this.batchCount += 1;
    this.post({ kind: 'batch', batch });
  }

  post(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  async next(): Promise<FilledSlab> {
    while (this.#filled.length === 0) {
      if (this.#failure !== undefined) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#filled.shift()!;
  }

  /**
   * Lets the worker end by itself, after it wrote its profile if it has one: a thread that is ended while
   * V8 compiles for it in the background has brought the process down. Only one that is deep in its
   * work is ended. What it still hands over is let go of.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#filled.length = 0;
    cancelSlabs(this.#ring);
    this.post({ kind: 'end' });
    if (this.#hasProfile && this.#failure === undefined) await this.#exited;
    else if (!(await this.#endsInTime())) await this.#worker.terminate();
    if (this.#hasProfile && this.#failure !== undefined) throw this.#failure;
  }

  async #endsInTime(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), endGraceMs);
    });
    const isInTime = await Promise.race([this.#exited.then(() => true), late]);
    clearTimeout(timer);
    return isInTime;
  }

  #receive(message: FromWorker): void {
    if (message.kind === 'failed') {
      this.#fail(fromFailure(message.failure), true);
      return;
    }
    if (message.kind === 'ended' || this.#isClosed) return;
    const { slab } = message;
    this.stats = message.stats;
    this.#filled.push({
      ints: slabAt(this.#slabs, slab),
      end: message.ints,
      timing: message.timing,
      release: () => freeSlab(this.#ring, slab),
    });
    this.#wake?.();
  }

  /** Once it is closed, only what the worker itself says counts: that its profile cannot be written. */
  #fail(error: Error, isSaid = false): void {
    if (this.#isClosed && !isSaid) return;
    this.#failure ??= error;
    this.#wake?.();
  }

  #deathBy(error: Error & { readonly code?: string }): CodefangError {
    if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY') return workerDied('threw an error', error);
    const state = `a worker thread ran out of its ${this.#heapMiB} MiB of heap`;
    const allowed = 'allow more with --memory-budget or use fewer --workers; the next run resumes';
    return new CodefangError('BUDGET', `Cannot continue: ${state}, ${allowed}`, { cause: error });
  }
}

function workerDied(how: string, cause: unknown): CodefangError {
  const options = cause === undefined ? {} : { cause };
  return new CodefangError('IO', `Cannot continue: a worker thread ${how}, run again to resume`, options);
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

import { assert } from '../base/index.ts';
import { ObjectStore, type ObjectStoreStats } from '../git/index.ts';
import type { Batch } from './batch.ts';
import { Extractor } from './extractor.ts';
import { frameInts } from './frame-layout.ts';
import type { Frame, FrameSource } from './frame-source.ts';
import type { WorkerSetup } from './messages.ts';

/** `--workers 0`: the same extractor on the main thread, one slab, one batch at a time. */
export class InlineSource implements FrameSource {
  readonly batchCountMax = 1;
  readonly #store: ObjectStore;
  readonly #extractor: Extractor;
  readonly #slab: Int32Array = new Int32Array(frameInts);
  #frames: Generator<number, number, Int32Array> | undefined;

  constructor(setup: Pick<WorkerSetup, 'location' | 'limits' | 'sharedIndexes' | 'rules'>) {
    this.#store = new ObjectStore(setup.location, setup.limits, setup.sharedIndexes);
    this.#extractor = new Extractor(this.#store, setup.location.oidBytes, setup.rules);
  }

  get stats(): ObjectStoreStats {
    return this.#store.stats;
  }

  submit(batch: Batch): void {
    assert(this.#frames === undefined, 'one batch at a time');
    this.#frames = this.#extractor.run(batch, this.#slab);
  }

  async next(): Promise<Frame> {
    // A turn of the event loop between frames lets signals and the progress line through.
    await new Promise((resolve) => setImmediate(resolve));
    assert(this.#frames !== undefined, 'a batch is submitted before its frames are read');
    const step = this.#frames.next(this.#slab);
    return { ints: this.#slab, end: step.value, release() {} };
  }

  endBatch(): void {
    this.#frames = undefined;
  }

  shrink(keep: number): void {
    this.#store.shrink(1 - keep);
  }

  async close(): Promise<void> {
    this.#store.close();
  }
}

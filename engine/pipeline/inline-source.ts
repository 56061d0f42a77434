import { assert } from '../base/index.ts';
import type { ObjectStoreStats } from '../git/index.ts';
import type { Batch } from './batch.ts';
import { BatchTimer } from './batch-timer.ts';
import { Extractor, type ExtractorSetup } from './extractor.ts';
import { slabInts } from './slab-layout.ts';
import type { FilledSlab, SlabSource } from './slab-source.ts';

/** `--workers 0`: the same extractor on the main thread, one slab, one batch at a time. */
export class InlineSource implements SlabSource {
  readonly batchCountMax = 1;
  readonly #extractor: Extractor;
  readonly #slab: Int32Array = new Int32Array(slabInts);
  readonly #timer: BatchTimer | undefined;
  /** When the last slab was handed over; folding it is no time of the batch. */
  #handedAt = 0;
  #fills: Generator<number, number, Int32Array> | undefined;

  constructor(setup: ExtractorSetup, isTimed = false) {
    this.#timer = isTimed ? new BatchTimer() : undefined;
    this.#extractor = new Extractor(setup);
  }

  get stats(): ObjectStoreStats {
    return this.#extractor.stats;
  }

  submit(batch: Batch): void {
    assert(this.#fills === undefined, 'one batch at a time');
    this.#timer?.begin();
    this.#handedAt = this.#timer?.now() ?? 0;
    this.#fills = this.#extractor.run(batch, this.#slab, this.#timer);
  }

  async next(): Promise<FilledSlab> {
    // A turn of the event loop between slabs lets signals and the progress line through.
    await new Promise((resolve) => setImmediate(resolve));
    assert(this.#fills !== undefined, 'a batch is submitted before its slabs are read');
    this.#timer?.stalled(this.#handedAt);
    const step = this.#fills.next(this.#slab);
    const timing = step.done === true ? this.#timer?.end() : undefined;
    this.#handedAt = this.#timer?.now() ?? 0;
    return { ints: this.#slab, end: step.value, timing, release() {} };
  }

  endBatch(): void {
    this.#fills = undefined;
  }

  shrink(keep: number): void {
    this.#extractor.shrink(keep);
  }

  async close(): Promise<void> {
    this.#extractor.close();
  }
}

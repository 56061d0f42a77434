/**
 * A worker thread's entry: reads batches, writes frames into its shared slabs, waits for a free one.
 * It loads only what reading and comparing need: no analyzer, no logger, no spill file.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '../base/index.ts';
import { ObjectStore } from '../git/index.ts';
import type { Batch } from './batch.ts';
import { Extractor } from './extractor.ts';
import { type FromWorker, type ToWorker, toFailure, type WorkerSetup } from './messages.ts';
import { slabAt, waitForSlab } from './slab-ring.ts';

assert(parentPort !== null, 'this file is started as a worker');
const port = parentPort;
const setup = workerData as WorkerSetup;
const store = new ObjectStore(setup.location, setup.limits, setup.sharedIndexes);
const extractor = new Extractor(store, setup.location.oidBytes, setup.rules);
let nextSlab = 0;

port.on('message', (message: ToWorker) => {
  try {
    if (message.kind === 'batch') runBatch(message.batch);
    else store.shrink(1 - message.keep);
  } catch (error) {
    post({ kind: 'failed', failure: toFailure(error) });
  }
});

function runBatch(batch: Batch): void {
  const frames = extractor.run(batch, takeSlab());
  let step = frames.next();
  for (; step.done !== true; step = frames.next(takeSlab())) hand(step.value);
  hand(step.value);
}

function hand(ints: number): void {
  post({ kind: 'frame', slab: nextSlab, ints, stats: store.stats });
  nextSlab = (nextSlab + 1) % setup.slabCount;
}

function takeSlab(): Int32Array {
  waitForSlab(setup.ring, nextSlab);
  return slabAt(setup.slabs, nextSlab);
}

function post(message: FromWorker): void {
  port.postMessage(message);
}

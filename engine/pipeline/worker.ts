/**
 * A worker thread's entry: reads batches, fills its shared slabs with commits, waits for a free one.
 * It loads only what reading and comparing need: no analyzer, no logger, no spill file.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '../base/index.ts';
import type { Profiler } from '../telemetry/index.ts';
import type { Batch } from './batch.ts';
import { BatchTimer, type BatchTiming } from './batch-timer.ts';
import { Extractor } from './extractor.ts';
import { type FromWorker, type ToWorker, toFailure, type WorkerSetup } from './messages.ts';
import { CancelledSlabs, isCancelled, slabAt, waitForSlab } from './slab-ring.ts';

assert(parentPort !== null, 'this file is started as a worker');
const port = parentPort;
const setup = workerData as WorkerSetup;
const extractor = new Extractor(setup);
const timer = setup.isTimed ? new BatchTimer() : undefined;
let nextSlab = 0;
const profiler = await openProfiler();

port.on('message', (message: ToWorker) => {
  try {
    if (message.kind === 'batch') runBatch(message.batch);
    else if (message.kind === 'shrink') extractor.shrink(message.keep);
    else void end();
  } catch (error) {
    extractor.abandon();
    if (!(error instanceof CancelledSlabs)) post({ kind: 'failed', failure: toFailure(error) });
  }
});

/** What profiling needs is loaded for a profile only. */
async function openProfiler(): Promise<Profiler | undefined> {
  if (setup.profile === undefined) return undefined;
  const { startProfiler } = await import('../telemetry/index.ts');
  return startProfiler(setup.profile.directory, setup.profile.name);
}

/** With its port closed nothing keeps the thread: it ends by itself. */
async function end(): Promise<void> {
  try {
    extractor.close();
    await profiler?.stop();
    post({ kind: 'ended' });
  } catch (error) {
    post({ kind: 'failed', failure: toFailure(error) });
  } finally {
    port.close();
  }
}

function runBatch(batch: Batch): void {
  if (isCancelled(setup.ring)) return;
  timer?.begin();
  const fills = extractor.run(batch, takeSlab(), timer);
  let step = fills.next();
  for (; step.done !== true; step = fills.next(takeSlab())) hand(step.value, undefined);
  hand(step.value, timer?.end());
}

function hand(ints: number, timing: BatchTiming | undefined): void {
  post({ kind: 'filled', slab: nextSlab, ints, stats: extractor.stats, timing });
  nextSlab = (nextSlab + 1) % setup.slabCount;
}

function takeSlab(): Int32Array {
  const startedAt = timer?.now() ?? 0;
  waitForSlab(setup.ring, nextSlab);
  timer?.stalled(startedAt);
  return slabAt(setup.slabs, nextSlab);
}

function post(message: FromWorker): void {
  port.postMessage(message);
}

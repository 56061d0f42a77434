import { assert } from '../base/index.ts';
import type { FactCursor } from '../contract.ts';
import type { RowShape } from './fact-rows.ts';
import { frameKind } from './frame.ts';
import { FrameWriter } from './frame-writer.ts';
import { SortedRunBlock } from './sorted-run-block.ts';
import type { PendingFile, SortedRunStore } from './spill-files.ts';

/** A published run: what a manifest keeps of it. */
export type SortedRunInfo = {
  readonly name: string;
  /** Merges it went through. */
  readonly tier: number;
  readonly recordCount: number;
  readonly bytes: number;
};

/** What the head of a run names, so that a run is never read as another table's. */
export interface SortedRunShape extends RowShape {
  readonly table: string;
}

/**
 * Writes what a cursor yields, ascending and without equal keys, as one sorted run:
 *
 *   frame 0    runHead   1 byte keys, 1 byte columns, 1 byte a fold (sum, min, max), table name
 *   frame 1…   runBlock  see SortedRunBlock
 *   footer
 *
 * Memory: one block of 64 KiB from the pool while it runs. The cursor stays open.
 *
 * @throws {CodefangError} IO; no file of the run is left then
 */
export function writeSortedRun(
  store: SortedRunStore,
  shape: SortedRunShape,
  tier: number,
  records: FactCursor,
): SortedRunInfo {
  const pending = store.begin(fileStem(shape.table), 'run');
  const buffer = store.buffers.blocks.take();
  try {
    const recordCount = writeRecords(pending, store, shape, new SortedRunBlock(buffer, shape), records);
    const bytes = pending.file.size;
    pending.file.close();
    pending.publish();
    return { name: pending.name, tier, recordCount, bytes };
  } catch (failure) {
    return pending.abandon(failure);
  } finally {
    store.buffers.blocks.give(buffer);
  }
}

function writeRecords(
  pending: PendingFile,
  store: SortedRunStore,
  shape: SortedRunShape,
  block: SortedRunBlock,
  records: FactCursor,
): number {
  const { raw } = store.buffers;
  const writer = new FrameWriter(pending.file, store.buffers);
  writer.frame(frameKind.runHead, runHead(shape));
  let recordCount = 0;
  while (records.next()) {
    if (block.count === block.capacity) {
      writer.frame(frameKind.runBlock, raw.subarray(0, block.encode(raw)));
      block.clear();
    }
    block.push(records);
    recordCount += 1;
  }
  if (block.count > 0) writer.frame(frameKind.runBlock, raw.subarray(0, block.encode(raw)));
  writer.end();
  return recordCount;
}

/** The content of a run's first frame. */
export function runHead(shape: SortedRunShape): Buffer {
  assert(shape.keyCount >= 1 && shape.keyCount <= 3, 'a table has 1 to 3 keys');
  assert(shape.folds.length >= 1 && shape.folds.length <= 8, 'a table has 1 to 8 columns');
  const folds = shape.folds.map((fold) => ['sum', 'min', 'max'].indexOf(fold));
  return Buffer.from([shape.keyCount, shape.folds.length, ...folds, ...Buffer.from(shape.table)]);
}

/** A name that may stand in a path, whatever the owner is called. */
export function fileStem(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 64);
}

/**
 * A group of changes into slabs and out again: the way from a worker to the fold.
 *
 *   node dist/bench/micro/slabs.js
 */
import { ByteInterner } from '../../engine/base/index.ts';
import { ChangeColumns, want } from '../../engine/pipeline/change-columns.ts';
import { SlabWriter } from '../../engine/pipeline/slab-writer.ts';
import { SlabReader, slabInts } from '../../engine/pipeline/index.ts';
import { randomBelow } from './sample-texts.ts';
import { timeLoop } from './time-loop.ts';

const changes = 8000;
const changesPerCommit = 4;
const columns = fillColumns();
const slab = new Int32Array(slabInts);

timeLoop('write and read slabs, 2 hunks a change', 'changes', changes, () => {
  const reader = new SlabReader(new ByteInterner(), () => 0);
  let sum = 0;
  const slabs = writeAll(new SlabWriter(slab));
  for (let step = slabs.next(); ; step = slabs.next(slab)) {
    reader.open(slab, step.value);
    while (reader.next()) sum += reader.slice.changes.count;
    if (step.done === true) break;
  }
  if (sum !== changes) throw new Error(`Cannot measure: ${sum} changes came back`);
});

function* writeAll(writer: SlabWriter): Generator<number, number, Int32Array> {
  yield* writer.reset();
  for (let start = 0; start < changes; start += changesPerCommit) {
    yield* writer.commit(start, 0, columns, start, start + changesPerCommit);
  }
  return yield* writer.done();
}

function fillColumns(): ChangeColumns {
  const filled = new ChangeColumns(20);
  const next = randomBelow(9);
  for (let at = 0; at < changes; at += 1) {
    const path = Buffer.from(`directory/file-${next(2000)}.c`);
    const row = filled.add(filled.paths.intern(path, 0, path.length), 2, 0o100644, want.hunks);
    filled.setHunks(row, Int32Array.of(1, 2, 1, 3, 9, 1, 10, 0), 2);
  }
  return filled;
}

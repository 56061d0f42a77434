/**
 * A group of changes into frames and out again: the way from a worker to the fold.
 *
 *   node dist/bench/micro/frames.js
 */
import { ByteInterner } from '../../engine/base/index.ts';
import { ChangeColumns, want } from '../../engine/pipeline/change-columns.ts';
import { FrameWriter } from '../../engine/pipeline/frame-writer.ts';
import { FrameReader, frameInts } from '../../engine/pipeline/index.ts';
import { randomBelow } from './sample-texts.ts';
import { timeLoop } from './time-loop.ts';

const changes = 8000;
const changesPerCommit = 4;
const columns = fillColumns();
const slab = new Int32Array(frameInts);

timeLoop('write and read frames, 2 hunks a change', 'changes', changes, () => {
  const reader = new FrameReader(new ByteInterner(), () => 0);
  let sum = 0;
  const frames = writeAll(new FrameWriter(slab));
  for (let step = frames.next(); ; step = frames.next(slab)) {
    reader.open(slab, step.value);
    while (reader.next()) sum += reader.slice.changes.count;
    if (step.done === true) break;
  }
  if (sum !== changes) throw new Error(`Cannot measure: ${sum} changes came back`);
});

function* writeAll(writer: FrameWriter): Generator<number, number, Int32Array> {
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

/**
 * Tree diff and line diff on made-up trees and texts.
 *
 *   node dist/bench/micro/diffs.js
 */
import { LineDiff, lineCountOf, TreeDiff, type TreeReader } from '../../engine/diff/index.ts';
import type { ObjectScratch } from '../../engine/git/index.ts';
import { bytesOf, editedText, randomBelow, sampleText } from './sample-texts.ts';
import { timeLoop } from './time-loop.ts';

const oidBytes = 20;

measureTrees(600, 1);
measureTrees(100_000, 1);
measureLines(1000, 6);
measureLines(1000, 200);
measureLines(50_000, 20_000);
measureCount();

function measureTrees(entries: number, changes: number): void {
  const next = randomBelow(entries);
  const older = treeOf(entries, next);
  const newer = Buffer.from(older);
  for (let at = 0; at < changes; at += 1) newer[newer.length - 1 - at * 40]! ^= 1;
  const trees = [older, newer];
  const reader: TreeReader = {
    readTree(oid: Uint8Array, at: number, scratch: ObjectScratch): void {
      const tree = trees[oid[at]! - 1]!;
      scratch.reserve(tree.length);
      scratch.bytes.set(tree);
      scratch.length = tree.length;
    },
  };
  const diff = new TreeDiff(reader, oidBytes);
  const oids = [1, 2].map((first) => new Uint8Array(oidBytes).fill(first));
  timeLoop(`tree diff, ${entries} entries, ${changes} changed`, 'trees', 1, () => {
    diff.run(oids[0], 0, oids[1], 0, { change() {} });
  });
}

function treeOf(entries: number, next: (bound: number) => number): Buffer {
  const rows = Array.from({ length: entries }, (_, at) => {
    const oid = Buffer.from(Array.from({ length: oidBytes }, () => next(256)));
    return Buffer.concat([Buffer.from(`100644 f${String(at).padStart(6, '0')}.c\0`), oid]);
  });
  return Buffer.concat(rows);
}

function measureLines(lineCount: number, edits: number): void {
  const lines = sampleText(lineCount);
  const older = bytesOf(lines);
  const newer = bytesOf(editedText(lines, edits, 3));
  const diff = new LineDiff();
  timeLoop(`line diff, ${lineCount} lines, ${edits} edits`, 'diffs', 1, () => {
    diff.run(older, older.length, newer, newer.length, 'edits');
  });
}

function measureCount(): void {
  const text = bytesOf(sampleText(4000));
  timeLoop(`count lines of ${text.length} bytes`, 'MB', text.length / 1e6, () => {
    lineCountOf(text, text.length);
  });
}

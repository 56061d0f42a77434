import { expect, test } from 'vitest';
import type { RenameSide } from '../../../engine/diff/index.ts';
import type { ObjectStore } from '../../../engine/git/index.ts';
import { LineSources } from '../../../engine/pipeline/line-sources.ts';

/** Has no object: nothing is alike but by its id. */
const noObjects = { allowance: undefined, read: () => 'tree' } as unknown as ObjectStore;

function side(path: string, number: number): RenameSide {
  const oid = Buffer.alloc(20);
  oid.writeInt32BE(number);
  return { path: Buffer.from(path), mode: 0o100644, oid };
}

const deletes = Array.from({ length: 1000 }, (_, at) => side(`old/${at}`, at));

test('LineSources, finds equal content however many files there are, and compares no more than a million', () => {
  const sources = new LineSources(noObjects, { similarPercent: 50 });
  sources.start();
  for (let at = 0; at < 1000; at += 1) expect(sources.find(deletes, side('new', 5000 + at))).toBeUndefined();
  expect(sources.find(deletes, side('new', 7000))).toBe('unknown');
  for (const at of [0, 500, 999]) expect(sources.find(deletes, side('new', at))).toBe(deletes[at]);
  sources.start();
  expect(sources.find(deletes, side('new', 7000))).toBeUndefined();
});

test('LineSources, prefers the same base name among equal contents, and asks another list anew', () => {
  const sources = new LineSources(noObjects, 'exact');
  sources.start();
  const equal = [side('a/x', 1), side('b/y', 1), side('c/z', 2)];
  expect(sources.find(equal, side('new/y', 1))).toBe(equal[1]);
  expect(sources.find(equal, side('new/w', 1))).toBe(equal[0]);
  expect(sources.find(equal.slice(2), side('new/w', 1))).toBeUndefined();
  expect(sources.find([], side('new/w', 1))).toBeUndefined();
});

import { describe, expect, test } from 'vitest';
import { ByteInterner } from '../../../engine/base/index.ts';
import { changeKind } from '../../../engine/contract.ts';
import { ChangeColumns, want } from '../../../engine/pipeline/change-columns.ts';
import { slabInts } from '../../../engine/pipeline/slab-layout.ts';
import { SlabWriter } from '../../../engine/pipeline/slab-writer.ts';
import { SlabReader } from '../../../engine/pipeline/index.ts';
import { randomFrom } from '../../support/random.ts';
import { joinSlices, plainSlice, type PlainChange, type PlainSlice } from '../../support/read-slices.ts';

interface MadeCommit {
  readonly place: number;
  readonly gitlinks: number;
  readonly changes: readonly PlainChange[];
}

/** A change of random numbers; every seventh is renamed, paths come from a small set and repeat. */
function makeChange(random: () => number, pathCount: number, hunkCountMax: number): PlainChange {
  const below = (limit: number): number => Math.floor(random() * limit);
  const name = (): string => `${'dir/'.repeat(below(3))}file \xff${below(pathCount)}`;
  const isRenamed = below(7) === 0;
  return {
    path: name(),
    oldPath: isRenamed ? name() : null,
    kind: isRenamed ? changeKind.renamed : below(3),
    flags: below(64),
    added: below(1e6),
    removed: below(1e6),
    changed: below(1e6),
    oldLines: below(1e6) - 1,
    newLines: below(1e6) - 1,
    hunks: Array.from({ length: below(hunkCountMax + 1) }, () => [below(100), below(100), below(100), below(100)]),
  };
}

function makeCommits(seed: number, count: number, changeCountMax: number, hunkCountMax: number): MadeCommit[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, (_, place) => ({
    place,
    gitlinks: Math.floor(random() * 3),
    changes: Array.from({ length: Math.floor(random() * (changeCountMax + 1)) }, () =>
      makeChange(random, 60, hunkCountMax),
    ),
  }));
}

function fill(columns: ChangeColumns, changes: readonly PlainChange[]): void {
  for (const change of changes) {
    const path = Buffer.from(change.path, 'latin1');
    const row = columns.add(columns.paths.intern(path, 0, path.length), change.kind, 0o100644, want.hunks);
    if (change.oldPath !== null) {
      const oldPath = Buffer.from(change.oldPath, 'latin1');
      columns.oldPath[row] = columns.paths.intern(oldPath, 0, oldPath.length);
    }
    columns.flags[row] = change.flags;
    columns.added[row] = change.added;
    columns.removed[row] = change.removed;
    columns.changed[row] = change.changed;
    columns.oldLines[row] = change.oldLines;
    columns.newLines[row] = change.newLines;
    columns.setHunks(row, Int32Array.from(change.hunks.flat()), change.hunks.length);
  }
}

/** Writes groups of commits into slabs of a length and reads each as it is filled. */
function roundTrip(groups: readonly (readonly MadeCommit[])[], ints: number): { slices: PlainSlice[]; slabs: number } {
  const paths = new ByteInterner();
  const reader = new SlabReader(paths, () => 0);
  const slices: PlainSlice[] = [];
  const read = (ints: Int32Array, end: number): boolean => {
    reader.open(ints, end);
    while (reader.next()) slices.push(plainSlice(reader.slice, paths));
    return reader.isBatchEnd;
  };
  let slab = new Int32Array(ints).fill(-559_038_737);
  let slabs = 0;
  const writer = new SlabWriter(slab);
  const drive = <Result>(steps: Generator<number, Result, Int32Array>): Result => {
    let step = steps.next();
    while (step.done !== true) {
      slabs += 1;
      expect(read(slab, step.value)).toBe(false);
      // Nothing may be read from a slab once it was given back.
      slab.fill(-1);
      slab = new Int32Array(ints).fill(-559_038_737);
      step = steps.next(slab);
    }
    return step.value;
  };
  const columns = new ChangeColumns(20);
  for (const group of groups) {
    columns.clear();
    const ends = group.map(({ changes }) => {
      fill(columns, changes);
      return columns.count;
    });
    drive(writer.reset());
    group.forEach(({ place, gitlinks }, at) =>
      drive(writer.commit(place, gitlinks, columns, ends[at - 1] ?? 0, ends[at]!)),
    );
  }
  const end = drive(writer.done());
  expect(read(slab, end)).toBe(true);
  return { slices, slabs: slabs + 1 };
}

function expectSame(slices: readonly PlainSlice[], commits: readonly MadeCommit[]): void {
  const joined = joinSlices(slices);
  expect(joined.map(({ place, gitlinks, changes }) => ({ place, gitlinks, changes }))).toEqual(commits);
  for (const { isLast, changeCount, changes } of joined) {
    expect(isLast).toBe(true);
    expect(changeCount).toBe(changes.length);
  }
}

describe('SlabWriter and SlabReader', () => {
  for (const ints of [80, 97, 128, 1000, slabInts]) {
    test(`hand over every value, in slabs of ${ints} integers`, () => {
      const commits = makeCommits(ints, 120, 12, 6);
      const groups = [commits.slice(0, 50), commits.slice(50, 51), commits.slice(51)];
      const { slices, slabs } = roundTrip(groups, ints);
      expectSame(slices, commits);
      if (ints < 1000) expect(slabs).toBeGreaterThan(slices.length / 3);
      if (ints === slabInts) expect(slabs).toBe(1);
    });
  }

  test('hand over commits without changes, and none at all', () => {
    expectSame(roundTrip([makeCommits(1, 9, 0, 0)], 80).slices, makeCommits(1, 9, 0, 0));
    expect(roundTrip([[]], 80)).toEqual({ slices: [], slabs: 1 });
    expect(roundTrip([], 80)).toEqual({ slices: [], slabs: 1 });
  });

  test('cut a commit of 60,000 files into slices that fit their slabs', () => {
    const changes = Array.from({ length: 60_000 }, (_, at): PlainChange => {
      const path = `folder-${at % 300}/a file with a name ${at}`;
      const oldPath = at % 5 === 0 && at > 0 ? `folder-${at % 300}/a file with a name ${at - 1}` : null;
      const numbers = { flags: 0, added: at, removed: 0, changed: 0, oldLines: 0, newLines: at };
      const kind = oldPath === null ? changeKind.added : changeKind.renamed;
      return { path, oldPath, kind, ...numbers, hunks: [[0, 0, 0, at]] };
    });
    const commits = [
      { place: 7, gitlinks: 2, changes },
      { place: 8, gitlinks: 0, changes: changes.slice(40_000, 40_010) },
    ];
    const { slices, slabs } = roundTrip([commits], slabInts);
    expectSame(slices, commits);
    expect(slabs).toBeGreaterThan(4);
    expect(slices.length).toBeGreaterThan(slabs);
    expect(slices.filter(({ place, isFirst }) => place === 7 && isFirst)).toHaveLength(1);
  });

  test('keep the paths of a group apart from those of the next', () => {
    const one = { ...makeChange(randomFrom(3), 5, 0), path: 'one', oldPath: null, kind: changeKind.added };
    const two = { ...one, path: 'two' };
    const groups = [[{ place: 0, gitlinks: 0, changes: [one, two] }], [{ place: 1, gitlinks: 0, changes: [two] }]];
    expectSame(roundTrip(groups, 80).slices, groups.flat());
  });
});

describe('SlabReader', () => {
  test('moves slice by slice, and opens no slab before the last was read to its end', () => {
    const slab = new Int32Array(slabInts);
    const writer = new SlabWriter(slab);
    const columns = new ChangeColumns(20);
    writer.reset().next();
    for (const place of [4, 5]) writer.commit(place, 0, columns, 0, 0).next();
    const end = Number(writer.done().next().value);
    const reader = new SlabReader(new ByteInterner(), () => 0);
    reader.open(slab, end);
    expect([reader.next(), reader.slice.place, reader.isBatchEnd]).toEqual([true, 4, false]);
    expect(() => reader.open(slab, end)).toThrow('a slab is read to its end');
    expect([reader.next(), reader.slice.place, reader.isBatchEnd]).toEqual([true, 5, false]);
    expect([reader.next(), reader.next(), reader.isBatchEnd]).toEqual([false, false, true]);
    reader.open(slab, end);
    expect([reader.isBatchEnd, reader.next(), reader.slice.place]).toEqual([false, true, 4]);
  });
});

describe('ChangeColumns', () => {
  test('keep rows and hunks while they grow', () => {
    const random = randomFrom(11);
    const changes = Array.from({ length: 5000 }, () => makeChange(random, 900, 9));
    const columns = new ChangeColumns(20);
    fill(columns, changes);
    expect(columns.count).toBe(5000);
    changes.forEach((change, row) => {
      expect(columns.paths.bytesOf(columns.path[row]!).toString('latin1')).toBe(change.path);
      expect(columns.newLines[row]).toBe(change.newLines);
      const hunks = columns.hunks.slice(columns.hunkStart[row]!, columns.hunkStart[row]! + change.hunks.length * 4);
      expect(Array.from(hunks)).toEqual(change.hunks.flat());
    });
  });

  test('copyRow, moves what a tree diff said of a row, ids included', () => {
    const columns = new ChangeColumns(20);
    const first = columns.add(3, changeKind.deleted, 0o100644, 0);
    const second = columns.add(4, changeKind.renamed, 0o100755, want.hunks);
    columns.oldPath[second] = 3;
    columns.oids.fill(9, second * 40, second * 40 + 40);
    columns.copyRow(second, first);
    expect([columns.path[first], columns.oldPath[first], columns.kind[first]]).toEqual([4, 3, changeKind.renamed]);
    expect([columns.mode[first], columns.wants[first]]).toEqual([0o100755, want.hunks]);
    expect(Array.from(columns.oids.slice(0, 40))).toEqual(Array.from({ length: 40 }, () => 9));
  });

  test('clear, forgets rows, paths and hunks', () => {
    const columns = new ChangeColumns(20);
    fill(
      columns,
      makeCommits(4, 5, 9, 4).flatMap(({ changes }) => changes),
    );
    columns.clear();
    expect([columns.count, columns.hunksEnd, columns.paths.count]).toEqual([0, 0, 0]);
    const row = columns.add(0, changeKind.added, 0o100644, 0);
    expect([columns.added[row], columns.hunkCount[row], columns.oldPath[row]]).toEqual([0, 0, -1]);
  });
});

import { describe, expect, test } from 'vitest';
import { editRuns, type LineEdit } from '../../../engine/lines/edit-runs.ts';
import { fillOpen } from '../../../engine/lines/fill-open.ts';
import {
  hasOrigin,
  lineCountOfRuns,
  linesOf,
  originCountMax,
  Runs,
  specialOrigin,
} from '../../../engine/lines/runs.ts';
import { edited, originsOf, randomHunks, randomOrigins, runsOf } from '../../support/line-arrays.ts';
import { randomFrom } from '../../support/random.ts';

function belowOf(seed: number): (limit: number) => number {
  const random = randomFrom(seed);
  return (limit) => Math.floor(random() * limit);
}

/** Hunks lie behind others in a frame. */
function editOf(hunks: readonly number[], oldLines: number): LineEdit {
  const packed = Int32Array.of(9, 9, 9, 9, ...hunks, 7, 7, 7, 7);
  return { hunks: packed, hunkStart: 4, hunkCount: hunks.length / 4, oldLines };
}

/** The runs in the midst of others, as in the arena of a part. */
function amongOthers(runs: Runs): { ints: Int32Array; start: number; end: number } {
  const ints = Int32Array.of(-1, -1, -1, ...runs.ints.slice(0, runs.end), -1, -1);
  return { ints, start: 3, end: 3 + runs.end };
}

describe('Runs', () => {
  test('hold lines of every origin, few or many', () => {
    const below = belowOf(1);
    for (let round = 0; round < 300; round += 1) {
      const runs = new Runs();
      const origins: number[] = [];
      for (let left = below(12); left > 0; left -= 1) {
        const count = below(4) === 0 ? below(2000) : below(4);
        const origin = [specialOrigin.baseline, specialOrigin.open, 0, originCountMax - 1, below(5)][below(5)]!;
        runs.append(count, origin);
        origins.push(...Array.from({ length: count }, () => origin));
      }
      expect(originsOf(runs)).toEqual(origins);
      expect(lineCountOfRuns(runs)).toBe(origins.length);
      for (const origin of [specialOrigin.open, 0, 3]) expect(hasOrigin(runs, origin)).toBe(origins.includes(origin));
    }
  });

  test('join lines of one origin as far as a run has room', () => {
    const runs = runsOf(Array.from({ length: 600 }, () => 7));
    expect(runs.end).toBe(3);
    runs.clear();
    expect([runs.end, originsOf(runs)]).toEqual([0, []]);
  });

  test('take over whole runs, and join the first', () => {
    const below = belowOf(2);
    for (let round = 0; round < 300; round += 1) {
      const [older, newer] = [randomOrigins(below, 90, 4), randomOrigins(below, 90, 4)];
      const runs = runsOf(older);
      const more = amongOthers(runsOf(newer));
      runs.appendRuns(more.ints, more.start, more.end);
      expect(originsOf(runs)).toEqual([...older, ...newer]);
    }
  });
});

describe('editRuns', () => {
  test('does what the hunks do to a list of lines, and tells of each line that goes', () => {
    const below = belowOf(3);
    const out = new Runs();
    for (let round = 0; round < 3000; round += 1) {
      const lines = randomOrigins(below, 60, 5);
      const hunks = randomHunks(below, lines.length, 8);
      const gone: number[] = [];
      const removed: number[] = [];
      const wanted = edited(lines, hunks, 6, gone);
      editRuns(amongOthers(runsOf(lines)), editOf(hunks, lines.length), 6, out, (origin, lineCount) => {
        if (lineCount <= 0) throw new Error('Nothing was taken away');
        removed.push(...Array.from({ length: lineCount }, () => origin));
      });
      expect(originsOf(out)).toEqual(wanted);
      expect(removed).toEqual(gone);
      expect(out.ints.subarray(0, out.end).every((run) => linesOf(run) > 0)).toBe(true);
    }
  });

  test('refuses hunks that do not fit the lines, or another number of lines', () => {
    const runs = runsOf([1, 1, 2, 2, 2]);
    const misfits: (readonly [hunks: number[], oldLines: number])[] = [
      [[0, 1, 0, 1], 6],
      [[0, 1, 0, 1], 4],
      [[], 6],
      [[5, 1, 5, 0], 5],
      [[3, 3, 3, 1], 5],
      [[6, 0, 6, 1], 6],
    ];
    for (const [hunks, oldLines] of misfits) {
      const run = (): void => editRuns(runs, editOf(hunks, oldLines), 9, new Runs());
      expect(run, String(hunks)).toThrow(expect.objectContaining({ code: 'INVARIANT' }));
      expect(run).toThrow(`expects ${oldLines} lines before it, the history holds 5`);
    }
    expect(() => editRuns(new Runs(), editOf([0, 0, 0, 3], 0), 9, new Runs())).not.toThrow();
  });
});

describe('fillOpen', () => {
  test('gives open lines the origins of another list, and leaves the others', () => {
    const below = belowOf(4);
    const out = new Runs();
    const { open } = specialOrigin;
    for (let round = 0; round < 2000; round += 1) {
      const some = (): number[] => randomOrigins(below, 40, 4).map((origin) => (origin === 3 ? open : origin));
      const [one, other] = [some(), some()];
      // Both are of the same lines.
      const base = one.slice(0, other.length);
      const next = other.slice(0, base.length);
      fillOpen(amongOthers(runsOf(base)), amongOthers(runsOf(next)), out);
      expect(originsOf(out)).toEqual(base.map((origin, at) => (origin === open ? next[at]! : origin)));
    }
  });
});

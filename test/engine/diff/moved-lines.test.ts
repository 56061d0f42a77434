import { expect, test } from 'vitest';
import { LineDiff, MovedLines } from '../../../engine/diff/index.ts';
import { LineRanges } from '../../../engine/diff/line-ranges.ts';
import { MoveRuns } from '../../../engine/diff/move-runs.ts';
import { ScratchAllowance } from '../../../engine/memory/index.ts';
import { splitLines, TextMaker } from './text-maker.ts';

const blockA = 'function alpha() {\n  return beta + 1;\n}\n';
const blockB = 'function gamma() {\n  return delta + 2;\n}\n';
const diff = new LineDiff();

/** The origins of all new lines in hunks, as `map` gives them for the hunks of the engine's diff. */
function mapWith(lines: MovedLines, old: string, newer: string): number[] {
  const [oldBytes, newBytes] = [Buffer.from(old), Buffer.from(newer)];
  diff.run(oldBytes, oldBytes.length, newBytes, newBytes.length, 'edits');
  return Array.from(lines.map(oldBytes, oldBytes.length, newBytes, newBytes.length, diff.hunks, diff.hunkCount));
}

function map(old: string, newer: string): number[] {
  return mapWith(new MovedLines(), old, newer);
}

/** Adds a whole file that was deleted, added, or replaced. */
function addWhole(lines: MovedLines, file: number, old: string, newer: string): number {
  const [oldBytes, newBytes] = [Buffer.from(old), Buffer.from(newer)];
  const hunk = Int32Array.of(0, splitLines(oldBytes).length, 0, splitLines(newBytes).length);
  return lines.add(file, oldBytes, oldBytes.length, newBytes, newBytes.length, hunk, 1);
}

function origins(lines: MovedLines): (string | undefined)[] {
  return Array.from({ length: lines.addedCount }, (_, added) => {
    const origin = lines.originOf(added);
    return origin < 0 ? undefined : `${lines.fileOf(origin)}:${lines.lineOf(origin)}`;
  });
}

test('map() finds a block that moved down', () => {
  const rest = 'x1\nx2\nx3\nx4\nx5\n';
  expect(map(`top\n${blockA}${rest}`, `top\n${rest}${blockA}`)).toEqual([1, 2, 3]);
});

test('map() leaves lines that are new where they are', () => {
  const rest = 'x1\nx2\nx3\nx4\nx5\n';
  expect(map(`${blockA}${rest}`, `${rest}new\n${blockA}newer\n`)).toEqual([-1, 0, 1, 2, -1]);
});

test('map() wants three lines and twenty letters or digits', () => {
  const rest = '1\n2\n3\n4\n5\n6\n7\n';
  const moved = (block: string): number[] => map(`${block}${rest}`, `${rest}${block}`);
  expect(moved('a long line of many letters\nanother long line of them\n')).toEqual([-1, -1]);
  expect(moved('abcdefg\nhijklmn\nopqrst\n')).toEqual([0, 1, 2]);
  expect(moved('abcdefg\nhijklmn\nopqrs\n')).toEqual([-1, -1, -1]);
  expect(moved('abcdefg\n(-)(-)(-)(-)\nopqrs\n')).toEqual([-1, -1, -1]);
  expect(moved('abcdefg\n0123456\nOPQRST\n')).toEqual([0, 1, 2]);
});

test('map() compares bytes, line feed included', () => {
  const rest = '1\n2\n3\n4\n5\n6\n7\n';
  expect(map(`${blockA}${rest}`, `${rest}${blockA.toUpperCase()}`)).toEqual([-1, -1, -1]);
  expect(map(`${blockA}${rest}`, `${rest}${blockA.slice(0, -1)}`)).toEqual([-1, -1, -1]);
});

test('map() uses each deleted line once, for the first of equal blocks', () => {
  const rest = '1\n2\n3\n4\n5\n6\n7\n8\n9\n';
  expect(map(`${blockA}${rest}`, `${rest}${blockA}-\n${blockA}`)).toEqual([0, 1, 2, -1, -1, -1, -1]);
});

test('map() takes the earliest deleted block of equals', () => {
  const rest = '1\n2\n3\n4\n5\n6\n7\n8\n9\n';
  expect(map(`${blockA}-\n${blockA}${rest}`, `${rest}${blockA}`)).toEqual([0, 1, 2]);
});

test('map() takes the longest block first and what is left of the others after it', () => {
  const [old, newer] = [`${blockB}${blockA}`, `${blockA}-\n${blockB}${blockA}`];
  const rest = Array.from({ length: 20 }, (_, i) => `${i}\n`).join('');
  expect(map(`${old}${rest}`, `${rest}${newer}`)).toEqual([-1, -1, -1, -1, 0, 1, 2, 3, 4, 5]);
});

test('map() takes what is left of a long block after longer ones that have shrunk less', () => {
  const [x, y] = ['x', 'y'].map((name) => Array.from({ length: 10 }, (_, i) => `statement ${name} ${i};\n`)) as [
    string[],
    string[],
  ];
  const rest = Array.from({ length: 40 }, (_, i) => `${i}\n`).join('');
  // Ten lines of x first; then five of y beat the three that stand below the used end of x.
  const old = [...x, '-\n', ...x.slice(4), ...y.slice(0, 3), '-\n', ...y.slice(0, 5), rest].join('');
  const newer = [rest, ...x, ...y.slice(0, 5)].join('');
  expect(map(old, newer)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 21, 22, 23, 24, 25]);
});

test('map() does not join lines that other lines stood between', () => {
  const rest = '1\n2\n3\n4\n5\n6\n7\n8\n9\n';
  const parts = ['alpha beta gamma;\n', 'delta epsilon;\n', 'zeta eta theta;\n'];
  const old = `${parts[0]}stay 1\n${parts[1]}stay 2\n${parts[2]}stay 3\n${rest}`;
  expect(map(old, `stay 1\nstay 2\nstay 3\n${rest}${parts.join('')}`)).toEqual([-1, -1, -1]);
});

test('match() finds what moved between files, whatever the order of add()', () => {
  const lines = new MovedLines();
  lines.start();
  expect(addWhole(lines, 7, 'gone\n', `new\n${blockA}`)).toBe(0);
  expect(addWhole(lines, 3, `${blockB}${blockA}`, '')).toBe(4);
  expect(addWhole(lines, 5, '', blockB)).toBe(4);
  lines.match();
  expect(origins(lines)).toEqual([undefined, '3:3', '3:4', '3:5', '3:0', '3:1', '3:2']);
  expect(lines.movedCount).toBe(6);
});

test('match() ends blocks where a file ends', () => {
  const lines = new MovedLines();
  lines.start();
  const [one, two, three] = ['alpha beta gamma\n', 'delta epsilon\n', 'zeta eta theta\n'];
  addWhole(lines, 0, `${one}${two}`, '');
  addWhole(lines, 1, three, '');
  addWhole(lines, 2, '', `${one}${two}${three}`);
  lines.match();
  expect(origins(lines)).toEqual([undefined, undefined, undefined]);
  // The next number in another file is not the next line.
  lines.start();
  addWhole(lines, 0, `${one}${two}`, '');
  const below = Buffer.from(`${one}${two}${three}`);
  lines.add(1, below, below.length, below.subarray(0, 0), 0, Int32Array.of(2, 1, 2, 0), 1);
  addWhole(lines, 2, '', `${one}${two}${three}`);
  lines.match();
  expect(origins(lines)).toEqual([undefined, undefined, undefined]);
});

test('start() forgets the last change', () => {
  const lines = new MovedLines();
  addWhole(lines, 0, blockA, '');
  lines.start();
  addWhole(lines, 1, '', blockA);
  lines.match();
  expect(origins(lines)).toEqual([undefined, undefined, undefined]);
});

test('more lines or bytes than the bounds have not moved, and isCut tells', () => {
  const lines = new MovedLines({ lineCountMax: 10 });
  expect(mapWith(lines, `${blockA}x\ny\nz\nw\n`, `x\ny\nz\nw\n${blockA}`)).toEqual([0, 1, 2]);
  expect(lines.isCut).toBe(false);
  const old = `${blockA}${blockB}x\ny\nz\nw\ng\nh\ni\n`;
  expect(mapWith(lines, old, `x\ny\nz\nw\ng\nh\ni\n${blockA}${blockB}`)).toEqual([-1, -1, -1, -1, -1, -1]);
  expect(lines.isCut).toBe(true);
  const narrow = new MovedLines({ byteCountMax: 30 });
  expect(mapWith(narrow, `${blockA}x\ny\nz\nw\n`, `x\ny\nz\nw\n${blockA}`)).toEqual([-1, -1, -1]);
  expect(narrow.isCut).toBe(true);
  const allowance = new ScratchAllowance();
  const none = new MovedLines({ lineCountMax: 0, allowance });
  expect(mapWith(none, blockA, blockB)).toEqual([-1, -1]);
  expect(allowance.heldBytes).toBe(none.bytes);
});

test('frequent windows find no block of their own, and belong to those that others find', () => {
  const row = '  0, 0, 0, 0, 0, 0, 0, 0,\n';
  const table = `int table[] = {\n${row.repeat(50)}`;
  const other = `${row.repeat(40)}end of the other table\n`;
  const whole = new MovedLines();
  const coarse = new MovedLines({ pairCountMax: 100 });
  for (const lines of [whole, coarse]) {
    lines.start();
    addWhole(lines, 0, `${table}x\n${row.repeat(30)}`, `${row.repeat(20)}y\n${table}`);
    addWhole(lines, 1, `${other}`, `z\n${other}`);
    lines.match();
  }
  expect([whole.isCoarse, coarse.isCoarse]).toEqual([false, true]);
  expect(whole.movedCount).toBe(51 + 41 + 20);
  expect(coarse.movedCount).toBe(51 + 41);
  expect(origins(coarse).slice(20, 23)).toEqual([undefined, '0:0', '0:1']);
});

test('MoveRuns.run() finds each stretch once', () => {
  const runs = new MoveRuns();
  const sides = [new LineRanges(), new LineRanges()] as const;
  for (const side of sides) for (let line = 0; line < 50; line += 1) side.add(line >> 3, 0, line);
  expect(runs.run(...sides, new Int32Array(7).fill(4), 1_000)).toBe(true);
  // All lines; and among each eight equal ones, shifted up or down, those of twenty letters: five lines and more.
  expect(runs.lengths.subarray(0, runs.count).toSorted().at(-1)).toBe(50);
  expect(runs.count).toBe(1 + 6 * 2 * 3);
});

test('MovedLines charges what it holds, and release() gives it back', () => {
  const allowance = new ScratchAllowance();
  const lines = new MovedLines({ allowance });
  expect(lines.bytes).toBe(0);
  const block = Array.from({ length: 2_000 }, (_, i) => `statement ${i};\n`).join('');
  addWhole(lines, 0, block, '');
  addWhole(lines, 1, '', block);
  lines.match();
  expect(lines.movedCount).toBe(2_000);
  expect(lines.bytes).toBeGreaterThan(200_000);
  expect(allowance.heldBytes).toBe(lines.bytes);
  lines.release();
  expect(lines.bytes).toBe(0);
  expect(allowance.heldBytes).toBe(0);
  expect(mapWith(lines, `${blockA}x\ny\nz\nw\n`, `x\ny\nz\nw\n${blockA}`)).toEqual([0, 1, 2]);
});

/** One line of either side, by what the rule says about it. */
interface Line {
  readonly text: string;
  readonly file: number;
  readonly number: number;
}

function linesOf(texts: readonly Buffer[]): Line[] {
  return texts.flatMap((text, file) => splitLines(text).map((line, number) => ({ text: line, file, number })));
}

/** How many lines from these two on are equal, unused, and below each other in their files. */
function commonCount(old: readonly Line[], newer: readonly Line[], i: number, j: number, used: Set<Line>): number {
  let count = 0;
  for (;;) {
    const [a, b] = [old[i + count], newer[j + count]];
    if (a === undefined || b === undefined || a.text !== b.text || used.has(a) || used.has(b)) return count;
    if (a.file !== old[i]!.file || b.file !== newer[j]!.file) return count;
    count += 1;
  }
}

/** The rule word for word: look at every pair of lines for the best block, until there is none. */
function slowOrigins(old: readonly Line[], newer: readonly Line[]): (string | undefined)[] {
  const found: (string | undefined)[] = newer.map(() => undefined);
  const used = new Set<Line>();
  for (;;) {
    let best = { count: 0, i: 0, j: 0 };
    for (let j = 0; j < newer.length; j += 1) {
      for (let i = 0; i < old.length; i += 1) {
        const count = commonCount(old, newer, i, j, used);
        const text = newer.slice(j, j + count).map((line) => line.text);
        const isBlock = count >= 3 && text.join('').replaceAll(/[^0-9A-Za-z]/g, '').length >= 20;
        if (isBlock && count > best.count) best = { count, i, j };
      }
    }
    if (best.count === 0) return found;
    for (let k = 0; k < best.count; k += 1) {
      const line = old[best.i + k]!;
      used.add(line).add(newer[best.j + k]!);
      found[best.j + k] = `${line.file}:${line.number}`;
    }
  }
}

test('match() finds what the rule says, for random changes of a few files', () => {
  const lines = new MovedLines();
  let movedCount = 0;
  for (let seed = 1; seed <= 400; seed += 1) {
    const maker = new TextMaker(seed);
    const kinds = [2, 4, 12, 40][maker.below(4)]!;
    const side = (): Buffer[] => Array.from({ length: 3 }, () => maker.text(maker.lines(maker.below(14), kinds)));
    const [old, newer] = [side(), side()];
    const block = maker.lines(3 + maker.below(6), kinds);
    for (const texts of [old, newer]) {
      const at = maker.below(3);
      const around = splitLines(texts[at]!);
      around.splice(maker.below(around.length + 1), 0, ...block);
      texts[at] = maker.text(around);
    }
    lines.start();
    for (const file of [0, 1, 2]) addWhole(lines, file, old[file]!.toString(), newer[file]!.toString());
    lines.match();
    expect(origins(lines), `seed ${seed}`).toEqual(slowOrigins(linesOf(old), linesOf(newer)));
    movedCount += lines.movedCount;
  }
  expect(movedCount).toBeGreaterThan(1_000);
});

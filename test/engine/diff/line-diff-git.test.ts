import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LineDiff } from '../../../engine/diff/index.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { makeBlocks, makeFarApart, makePair, makeTails } from './pair-maker.ts';

const pairCount = 400;

type Pair = readonly [string, Buffer, Buffer];

function* makePairs(): Generator<Pair> {
  for (let seed = 1; seed <= pairCount; seed += 1) {
    yield [`pair-${seed}`, ...makePair(seed)];
    yield [`blocks-${seed}`, ...makeBlocks(seed)];
    yield [`tails-${seed}`, ...makeTails(seed)];
  }
}

/** With texts of which the counts are not git's, since a bound fires there that fires in git alone. */
function* makePairsForLines(): Generator<Pair> {
  yield* makePairs();
  for (let seed = 1; seed <= pairCount / 10; seed += 1) yield [`far-${seed}`, ...makeFarApart(seed)];
}

/** What git says about all pairs, as files of two directories. */
function gitDiff(pairs: Iterable<Pair>, words: readonly string[]): string {
  using fixture = GitFixture.init();
  mkdirSync(join(fixture.root, 'old'));
  mkdirSync(join(fixture.root, 'new'));
  for (const [name, old, newer] of pairs) {
    writeFileSync(join(fixture.root, 'old', name), old);
    writeFileSync(join(fixture.root, 'new', name), newer);
  }
  const command = ['diff', '--no-index', '--no-color', '--no-ext-diff', '--no-renames', ...words, 'old', 'new'];
  return fixture.gitBytes(command, { cwd: fixture.root, allowFailure: true }).toString('latin1');
}

test('LineDiff.run() gives the numbers of git diff --numstat', () => {
  const own: string[] = [];
  const diff = new LineDiff();
  for (const [name, old, newer] of makePairs()) {
    diff.run(old, old.length, newer, newer.length, 'counts');
    if (!old.equals(newer)) own.push(`${diff.added}\t${diff.removed}\t${name}`);
  }
  const output = gitDiff(makePairs(), ['--numstat', '-z']);
  const git = output.split('\0').filter((line) => /^\d/.test(line) || line.startsWith('new/'));
  expect(gitCounts(git)).toEqual(own.sort());
});

/** `-z` puts the counts and both names into records of their own. */
function gitCounts(records: readonly string[]): string[] {
  const counts: string[] = [];
  for (let i = 0; i + 1 < records.length; i += 2) {
    counts.push(`${records[i]}${records[i + 1]!.slice('new/'.length)}`);
  }
  return counts.sort();
}

test('LineDiff.run() with want "lines" gives the hunks of git diff -U0 and the counts of numstat', () => {
  const own: Record<string, number[]> = {};
  const counting = new LineDiff();
  const diff = new LineDiff();
  let moved = 0;
  for (const [name, old, newer] of makePairsForLines()) {
    counting.run(old, old.length, newer, newer.length, 'edits');
    diff.run(old, old.length, newer, newer.length, 'lines');
    expect(countsOf(diff), name).toEqual(countsOf(counting));
    if (old.equals(newer)) continue;
    own[name] = hunksOf(diff);
    if (own[name].join() !== hunksOf(counting).join()) moved += 1;
  }
  expect(moved).toBeGreaterThan(pairCount / 4);
  expect(gitHunks(gitDiff(makePairsForLines(), ['-U0']))).toEqual(own);
});

function countsOf(diff: LineDiff): unknown[] {
  const { added, removed, changed, isCapped, isCoarse, oldLineCount, newLineCount } = diff;
  return [added, removed, changed, isCapped, isCoarse, oldLineCount, newLineCount];
}

function hunksOf({ hunks, hunkCount }: LineDiff): number[] {
  return [...hunks.subarray(0, hunkCount * 4)];
}

/** Hunks by file name; lines count from zero, as in LineDiff. */
function gitHunks(output: string): Record<string, number[]> {
  const hunks: Record<string, number[]> = {};
  let ofFile: number[] = [];
  for (const line of output.split('\n')) {
    if (line.startsWith('diff --git ')) hunks[line.slice(line.lastIndexOf('/') + 1)] = ofFile = [];
    const header = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (header === null) continue;
    const [oldLine, oldCount, newLine, newCount] = header.slice(1).map((text) => Number(text ?? 1));
    // A side without lines is named by the line before it.
    const oldStart = oldLine! - (oldCount === 0 ? 0 : 1);
    ofFile.push(oldStart, oldCount!, newLine! - (newCount === 0 ? 0 : 1), newCount!);
  }
  return hunks;
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LineDiff } from '../../../engine/diff/index.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { TextMaker } from './text-maker.ts';

const pairCount = 600;

/** A pair of related texts: from a few lines to some thousands, of few or of many kinds of line. */
function makePair(seed: number): [Buffer, Buffer] {
  const maker = new TextMaker(seed);
  if (seed % 3 === 0) return makeSources(maker, seed);
  const kinds = [3, 30, 300, 30_000][maker.below(4)]!;
  const lines = maker.lines(maker.below(seed % 10 === 0 ? 3_000 : 200), kinds);
  const editCount = maker.below(seed % 7 === 0 ? 400 : 12);
  const newer = maker.edited(lines, editCount, kinds);
  return [maker.text(lines), maker.text(newer)];
}

/**
 * Texts like source code: lines of their own between a few frequent ones, in stretches that were
 * rewritten.
 */
function makeSources(maker: TextMaker, seed: number): [Buffer, Buffer] {
  const frequent = ['', '}', '{', 'end'];
  const own = 2 + maker.below(12);
  const line = (): string =>
    maker.below(own) === 0 ? `${frequent[maker.below(4)]}\n` : `own ${maker.below(1e9)}\n`;
  const stretch = (countMax: number): string[] =>
    Array.from({ length: maker.below(countMax) }, line);
  const old: string[] = [];
  const newer: string[] = [];
  const rounds = seed % 60 === 0 ? 120 : 6;
  for (let i = 0; i < rounds; i += 1) {
    const shared = stretch(40);
    old.push(...shared, ...stretch(60));
    newer.push(...shared, ...stretch(60));
  }
  return [maker.text(old), maker.text(newer)];
}

test('LineDiff.run() gives the numbers of git diff --numstat', () => {
  using fixture = GitFixture.init();
  mkdirSync(join(fixture.root, 'old'));
  mkdirSync(join(fixture.root, 'new'));
  const own: string[] = [];
  const diff = new LineDiff();
  for (let seed = 1; seed <= pairCount; seed += 1) {
    const [old, newer] = makePair(seed);
    writeFileSync(join(fixture.root, 'old', String(seed)), old);
    writeFileSync(join(fixture.root, 'new', String(seed)), newer);
    diff.run(old, old.length, newer, newer.length, 'counts');
    if (!old.equals(newer)) own.push(`${diff.added}\t${diff.removed}\tSEED=${seed}`);
  }
  const words = ['diff', '--no-index', '--numstat', '--no-renames', '-z', 'old', 'new'];
  const output = fixture.gitBytes(words, { cwd: fixture.root, allowFailure: true }).toString();
  const git = output.split('\0').filter((line) => /^\d/.test(line) || line.startsWith('new/'));
  expect(gitCounts(git)).toEqual(own.sort());
});

/** `-z` puts the counts and both names into records of their own. */
function gitCounts(records: readonly string[]): string[] {
  const counts: string[] = [];
  for (let i = 0; i + 1 < records.length; i += 2) {
    counts.push(`${records[i]}SEED=${records[i + 1]!.slice('new/'.length)}`);
  }
  return counts.sort();
}

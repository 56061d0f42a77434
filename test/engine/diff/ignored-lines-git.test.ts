import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { IgnoredLines } from '../../../engine/diff/index.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { SourceMaker } from './source-maker.ts';
import { TextMaker } from './text-maker.ts';

const fileCount = 150;
const mergedFileCount = 60;
const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];
const mapper = new IgnoredLines();

type Texts = ReadonlyMap<string, Buffer>;
/** Per line of a file: the commit that git blames and the line's number there, from 0. */
type Origins = readonly (readonly [commit: string, line: number])[];

function pathOf(seed: number): string {
  return `file-${seed}`;
}

function commitTexts(fixture: GitFixture, texts: Texts, parents: readonly string[]): string {
  for (const [path, text] of texts) writeFileSync(join(fixture.path, path), text);
  fixture.git('add', '-A');
  const tree = fixture.git('write-tree');
  const words = parents.flatMap((parent) => ['-p', parent]);
  return fixture.git(...identity, 'commit-tree', tree, '-m', 'change', ...words);
}

/** The hunks that git's own diff finds, four numbers each, by path. */
function hunksBetween(fixture: GitFixture, old: string, newer: string): Map<string, number[]> {
  const words = ['diff', '-U0', '--text', '--no-renames', '--no-prefix', old, newer];
  const hunks = new Map<string, number[]>();
  let current: number[] = [];
  for (const line of fixture.gitBytes(words).toString('latin1').split('\n')) {
    const file = /^diff --git (\S+) /.exec(line);
    if (file !== null) {
      current = [];
      hunks.set(file[1]!, current);
    }
    const hunk = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (hunk === null) continue;
    const [oldStart, oldCount, newStart, newCount] = hunk.slice(1).map((word) => Number(word ?? 1));
    // An empty side is named by the line above it.
    current.push(oldStart! - (oldCount === 0 ? 0 : 1), oldCount!);
    current.push(newStart! - (newCount === 0 ? 0 : 1), newCount!);
  }
  return hunks;
}

function blame(fixture: GitFixture, commit: string, parents: readonly string[], path: string): Origins {
  const not = parents.map((parent) => `^${parent}`);
  const words = ['blame', '--ignore-rev', commit, '-p', commit, ...not, '--', path];
  const output = fixture.gitBytes(words).toString('latin1');
  const found = output.matchAll(/^([0-9a-f]{40}) (\d+) \d+(?: \d+)?$/gm);
  return Array.from(found, ([, id, line]) => [id!, Number(line) - 1] as const);
}

/** Per new line its old line: by position outside hunks; inside as `matches` says, or `undefined`. */
function oldLines(lineCount: number, hunks: readonly number[], matches?: Int32Array): (number | undefined)[] {
  const lines: (number | undefined)[] = [];
  let offset = 0;
  let matched = 0;
  for (let at = 0; at < hunks.length; at += 4) {
    const [oldStart, oldCount, newStart, newCount] = hunks.slice(at, at + 4) as [number, number, number, number];
    while (lines.length < newStart) lines.push(lines.length + offset);
    for (let i = 0; i < newCount; i += 1, matched += 1) {
      const match = matches?.[matched] ?? -1;
      lines.push(match < 0 ? undefined : match);
    }
    offset = oldStart + oldCount - newStart - newCount;
  }
  while (lines.length < lineCount) lines.push(lines.length + offset);
  return lines;
}

function matchesOf(old: Buffer, newer: Buffer, hunks: readonly number[]): Int32Array {
  return mapper.map(old, old.length, newer, newer.length, Int32Array.from(hunks), hunks.length / 4).slice();
}

test('IgnoredLines.map() passes lines on as git blame --ignore-rev does', () => {
  using fixture = GitFixture.init();
  const old = new Map<string, Buffer>();
  const newer = new Map<string, Buffer>();
  for (let seed = 1; seed <= fileCount; seed += 1) {
    const maker = new SourceMaker(seed);
    const lines = maker.lines(maker.maker.below(seed % 10 === 0 ? 400 : 60));
    old.set(pathOf(seed), maker.text(lines));
    newer.set(pathOf(seed), maker.text(maker.reformatted(lines)));
  }
  const parent = commitTexts(fixture, old, []);
  const commit = commitTexts(fixture, newer, [parent]);
  const hunks = hunksBetween(fixture, parent, commit);
  let passedCount = 0;
  let keptCount = 0;
  for (const [path, fileHunks] of hunks) {
    const git = blame(fixture, commit, [parent], path);
    const matches = matchesOf(old.get(path)!, newer.get(path)!, fileHunks);
    const own = oldLines(git.length, fileHunks, matches).map((line, at) =>
      line === undefined ? [commit, at] : [parent, line],
    );
    expect(own, path).toEqual(git);
    passedCount += matches.filter((line) => line >= 0).length;
    keptCount += matches.filter((line) => line < 0).length;
  }
  expect(passedCount).toBeGreaterThan(2_000);
  expect(keptCount).toBeGreaterThan(100);
});

test('IgnoredLines.map() of each parent in turn gives the blame of an ignored merge', () => {
  using fixture = GitFixture.init();
  const texts = [new Map<string, Buffer>(), new Map<string, Buffer>(), new Map<string, Buffer>()] as const;
  for (let seed = 1; seed <= mergedFileCount; seed += 1) {
    const maker = new SourceMaker(seed);
    const picker = new TextMaker(seed);
    const base = maker.lines(10 + picker.below(40));
    const first = maker.reformatted(base);
    const second = [...maker.reformatted(base), ...maker.lines(5)];
    // What both have, the first one's middle, and the second one's end, all of it reformatted.
    const merged = maker.reformatted([...first.slice(0, first.length - 4), ...second.slice(-9)]);
    for (const [at, lines] of [first, second, merged].entries()) texts[at]!.set(pathOf(seed), maker.text(lines));
  }
  const parents = [commitTexts(fixture, texts[0], []), commitTexts(fixture, texts[1], [])] as const;
  const commit = commitTexts(fixture, texts[2], parents);
  const hunks = parents.map((parent) => hunksBetween(fixture, parent, commit));
  const uses = [0, 0];
  for (const [path, newer] of texts[2]) {
    // A parent with the same text takes the whole file.
    if (hunks.some((ofParent) => !ofParent.has(path))) continue;
    const git = blame(fixture, commit, parents, path);
    const same = hunks.map((ofParent) => oldLines(git.length, ofParent.get(path)!));
    const passed = hunks.map((ofParent, at) => {
      const fileHunks = ofParent.get(path)!;
      return oldLines(git.length, fileHunks, matchesOf(texts[at]!.get(path)!, newer, fileHunks));
    });
    const own = git.map((_, line) => {
      const places = [...same, ...passed].map((lines) => lines[line]);
      const at = places.findIndex((place) => place !== undefined);
      if (at >= 2) uses[at - 2]! += 1;
      return at < 0 ? [commit, line] : [parents[at % 2]!, places[at]!];
    });
    expect(own, path).toEqual(git);
  }
  expect(uses[0]).toBeGreaterThan(100);
  expect(uses[1]).toBeGreaterThan(5);
});

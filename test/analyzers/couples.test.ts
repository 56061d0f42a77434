import { describe, expect, test } from 'vitest';
import { couples } from '../../analyzers/couples/index.ts';
import type { OptionValues } from '../../engine/index.ts';
import { analyze } from '../support/analyzer-harness.ts';
import {
  added,
  type ChangeSpec,
  CommitStory,
  deleted,
  modified,
  renamed,
  type StoryCommit,
} from '../support/commit-story.ts';
import { randomStory } from '../support/random-story.ts';

const allPairs = { 'min-shared': 1 };

const edited = (path: string): ChangeSpec => modified(path, [0, 1, 0, 1]);

function smallStory(): CommitStory {
  return new CommitStory()
    .commit({ person: 0 }, added('a', 5), added('b', 5), added('c', 5))
    .commit({ person: 1 }, edited('a'), edited('b'))
    .commit({ person: 1 }, edited('a'), edited('c'))
    .commit({ person: 0 }, deleted('c'));
}

describe('couples', () => {
  test('pairs, people and files of a small history', () => {
    const analysis = analyze(couples, smallStory(), { options: allPairs });
    expect(analysis.table('file_coupling')).toEqual([
      { file1: 'a', file2: 'b', co_changes: 2, coupling_strength: 0.8 },
    ]);
    expect(analysis.table('developer_coupling')).toEqual([
      {
        developer1: 'Ada',
        developer2: 'Bob',
        developer1_id: 0,
        developer2_id: 1,
        shared_file_changes: 3,
        coupling_strength: 0.75,
      },
    ]);
    expect(analysis.table('file_ownership')).toEqual([
      { file: 'a', lines: 5, contributors: 2 },
      { file: 'b', lines: 5, contributors: 2 },
    ]);
    expect(analysis.record('aggregate')).toEqual({
      total_files: 2,
      total_developers: 2,
      total_co_changes: 2,
      avg_coupling_strength: 0.8,
      highly_coupled_pairs: 0,
      total_pairs: 1,
      omitted_pairs: 0,
    });
    expect(analysis.gaps).toEqual({ couples_skipped_commits: 0 });
  });

  test('rows are ordered by common commits, then by the paths as bytes', () => {
    const story = new CommitStory()
      .commit({}, added('é', 1), added('z', 1), added('B', 1), added('a', 1))
      .commit({}, edited('z'), edited('a'));
    const rows = analyze(couples, story, { options: allPairs }).table('file_coupling');
    expect(rows.map(({ file1, file2, co_changes }) => `${file1} ${file2} ${co_changes}`)).toEqual([
      'a z 2',
      'B a 1',
      'B z 1',
      'B é 1',
      'a é 1',
      'z é 1',
    ]);
  });

  test.each([1, 2, 1000])('commits over max-files are left out and counted, %i a slice', (slice) => {
    const options = { ...allPairs, 'max-files': 2 };
    const analysis = analyze(couples, smallStory(), { options, changesPerSlice: slice });
    expect(analysis.gaps).toEqual({ couples_skipped_commits: 1 });
    expect(analysis.table('file_coupling')).toEqual([
      { file1: 'a', file2: 'b', co_changes: 1, coupling_strength: 1 / 1.5 },
    ]);
    expect(analysis.table('file_ownership').map((row) => row['contributors'])).toEqual([1, 1]);
  });

  test('pairs of one common commit are counted and not listed, unless asked for', () => {
    const story = smallStory().commit({ person: 0 }, added('d', 1), edited('a'));
    const listed = (options: OptionValues): unknown => {
      const analysis = analyze(couples, story, { options });
      const { total_co_changes, total_pairs, omitted_pairs } = analysis.record('aggregate');
      return [analysis.table('file_coupling').map(pairOf), total_co_changes, total_pairs, omitted_pairs];
    };
    expect(listed({})).toEqual([['a b 2'], 3, 2, 1]);
    expect(listed(allPairs)).toEqual([['a b 2', 'a d 1'], 3, 2, 0]);
    expect(listed({ 'min-shared': 3 })).toEqual([[], 3, 2, 2]);
  });

  test('a file keeps its history through a rename', () => {
    const story = new CommitStory().commit({}, added('a', 5), added('x', 5)).commit({}, renamed('a', 'y'), edited('x'));
    expect(analyze(couples, story).table('file_coupling')).toEqual([
      { file1: 'x', file2: 'y', co_changes: 2, coupling_strength: 1 },
    ]);
  });

  test('parallel renames make one file of two paths: a row for each, none between them', () => {
    const story = new CommitStory()
      .commit({}, added('a', 5), added('x', 5))
      .commit({ isMainline: false }, renamed('a', 'b'))
      .commit({}, renamed('a', 'c'))
      .commit({ isMerge: true }, added('b', 5))
      .commit({}, edited('b'), edited('c'), edited('x'));
    // The file: added, renamed twice, edited once under both names. x: added, edited.
    expect(analyze(couples, story).table('file_coupling')).toEqual([
      { file1: 'b', file2: 'x', co_changes: 2, coupling_strength: 2 / 3 },
      { file1: 'c', file2: 'x', co_changes: 2, coupling_strength: 2 / 3 },
    ]);
  });

  test('a pair is one pair, in small commits and large ones', () => {
    const many = Array.from({ length: 40 }, (_, at) => `a${at}`);
    const story = new CommitStory()
      .commit({}, added('m', 1))
      .commit({}, ...many.map((path) => added(path, 1)))
      .commit({}, edited('a0'), edited('m'))
      .commit({}, edited('a0'), edited('m'))
      .commit({}, ...many.map(edited), edited('m'));
    const rows = analyze(couples, story).table('file_coupling');
    expect(rows.filter(({ file1, file2 }) => file1 === 'a0' && file2 === 'm')).toEqual([
      { file1: 'a0', file2: 'm', co_changes: 3, coupling_strength: 0.75 },
    ]);
  });

  test('ten common commits make a pair highly coupled', () => {
    const story = new CommitStory().commit({}, added('a', 5), added('b', 5));
    for (let more = 1; more < 10; more += 1) story.commit({}, edited('a'), edited('b'));
    expect(analyze(couples, story).record('aggregate')['highly_coupled_pairs']).toBe(1);
  });

  test.each([11, 12, 13])('equals sums over sets, seed %i', (seed) => {
    const story = randomStory(seed, 150);
    const analysis = analyze(couples, story, { options: { ...allPairs, 'max-files': 4 }, changesPerSlice: 3 });
    expect(analysis.table('file_coupling').map(pairOf)).toEqual(expect.arrayContaining(pairsModel(story)));
    expect(analysis.table('file_coupling')).toHaveLength(pairsModel(story).length);
    const people = analysis.table('developer_coupling');
    expect(people.map((row) => [row['developer1_id'], row['developer2_id'], row['shared_file_changes']])).toEqual(
      peopleModel(story),
    );
  });
});

const pairOf = (row: Readonly<Record<string, unknown>>): string =>
  `${row['file1']} ${row['file2']} ${row['co_changes']}`;

/** The files of each commit that counts. */
function contextsOf(story: CommitStory): { readonly person: number; readonly files: Set<number> }[] {
  const counts = ({ isMerge, changes }: StoryCommit): boolean => !isMerge && changes.length <= 4;
  return story.commits.filter(counts).map(({ person, changes }) => ({
    person,
    files: new Set(changes.map(({ fileId }) => fileId)),
  }));
}

function pairsModel(story: CommitStory): string[] {
  const contexts = contextsOf(story);
  const paths = Array.from(story.tree.keys()).sort((a, b) => (a < b ? -1 : 1));
  const fileOf = (path: string): number => story.identity.fileOf(story.pathId(path));
  const rows: string[] = [];
  for (const file1 of paths) {
    for (const file2 of paths) {
      if (file1 >= file2 || fileOf(file1) === fileOf(file2)) continue;
      const both = contexts.filter(({ files }) => files.has(fileOf(file1)) && files.has(fileOf(file2)));
      if (both.length > 0) rows.push(`${file1} ${file2} ${both.length}`);
    }
  }
  return rows;
}

function peopleModel(story: CommitStory): number[][] {
  const contexts = contextsOf(story);
  const touches = (person: number, file: number): number =>
    contexts.filter((context) => context.person === person && context.files.has(file)).length;
  const rows: number[][] = [];
  for (let one = 0; one < story.personCount; one += 1) {
    for (let other = one + 1; other < story.personCount; other += 1) {
      let shared = 0;
      for (let file = 0; file < story.identity.count; file += 1) {
        shared += Math.min(touches(one, file), touches(other, file));
      }
      if (shared > 0) rows.push([one, other, shared]);
    }
  }
  return rows.sort((a, b) => b[2]! - a[2]! || a[0]! - b[0]! || a[1]! - b[1]!);
}

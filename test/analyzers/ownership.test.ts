import { describe, expect, test } from 'vitest';
import { concentrationOf } from '../../analyzers/ownership/concentration.ts';
import { ownership } from '../../analyzers/ownership/index.ts';
import { analyze, type Row } from '../support/analyzer-harness.ts';
import { added, addedBinary, CommitStory, deleted, modified } from '../support/commit-story.ts';
import { randomStory } from '../support/random-story.ts';

/** Ada writes 8 lines of src/a.ts, Bob 2 more; `old` was there before; Bob takes a line of `src/gone`, and it goes. */
function smallStory(): CommitStory {
  return new CommitStory()
    .startFrom(added('old', 4))
    .commit({ person: 0 }, added('src/a.ts', 8), added('src/gone', 5), addedBinary('src/logo.png'))
    .commit({ person: 1 }, modified('src/a.ts', [8, 0, 8, 2]), modified('src/gone', [0, 1, 0, 0]))
    .commit({ person: 1 }, deleted('src/gone'))
    .commit({ person: 0 }, modified('old', [0, 1, 0, 1]));
}

const only = (rows: readonly Row[], scope: string, basis: string, key?: string): unknown[] =>
  rows
    .filter((row) => row['scope'] === scope && row['basis'] === basis && (key === undefined || row['key'] === key))
    .map(({ person, value, share, rank }) => [person, value, share, rank]);

describe('ownership', () => {
  test('who owns everything, with what is nobody’s at the end', () => {
    const rows = analyze(ownership, smallStory()).table('ownership');
    expect(only(rows, 'all', 'alive')).toEqual([
      ['Ada', 9, 9 / 14, 1],
      ['Bob', 2, 2 / 14, 2],
      [null, 3, 3 / 14, null],
    ]);
    expect(only(rows, 'all', 'added')).toEqual([
      ['Ada', 14, 14 / 16, 1],
      ['Bob', 2, 2 / 16, 2],
    ]);
    expect(only(rows, 'all', 'commits')).toEqual([
      ['Ada', 2, 0.5, 1],
      ['Bob', 2, 0.5, 2],
    ]);
  });

  test('files of the tree count in their folder, a commit once', () => {
    const rows = analyze(ownership, smallStory()).table('ownership');
    expect(only(rows, 'folder', 'commits', 'src')).toEqual([
      ['Ada', 1, 0.5, 1],
      ['Bob', 1, 0.5, 2],
    ]);
    expect(only(rows, 'folder', 'alive', '.')).toEqual([
      ['Ada', 1, 1 / 4, 1],
      [null, 3, 3 / 4, null],
    ]);
    expect(only(rows, 'file', 'alive', 'src/a.ts')).toEqual([
      ['Ada', 8, 0.8, 1],
      ['Bob', 2, 0.2, 2],
    ]);
    expect(only(rows, 'file', 'commits', 'src/logo.png')).toEqual([['Ada', 1, 1, 1]]);
  });

  test('measures by hand: shares of 1/2, 1/4 and 1/4', () => {
    const { hhi, gini, entropyNorm, minor, major } = concentrationOf([2, 1, 1]);
    expect(hhi).toBe(0.375);
    // Σ(2i − n − 1)x_i = −2·1 + 0·1 + 2·2 = 2, by n·Σx = 12.
    expect(gini).toBeCloseTo(1 / 6, 12);
    expect(entropyNorm).toBeCloseTo(1.5 / Math.log2(3), 12);
    expect([minor, major]).toEqual([0, 3]);
    expect(concentrationOf([7])).toMatchObject({ hhi: 1, gini: 0, entropyNorm: 0, minor: 0, major: 1 });
    expect(concentrationOf([])).toMatchObject({ hhi: null, gini: null, entropyNorm: null });
    expect(concentrationOf([96, 4])).toMatchObject({ minor: 1, major: 1 });
  });

  test('the summary says how it is shared', () => {
    const [summary] = analyze(ownership, smallStory()).table('ownership_summary');
    expect(summary).toMatchObject({ scope: 'all', key: '*', basis: 'alive', total: 14, people: 2, unattributed: 3 });
    expect(summary).toMatchObject({ top_person: 'Ada', top_share: 9 / 14, hhi: 85 / 121, fractal: 1 - 85 / 121 });
    expect(summary!['effective_people']).toBeCloseTo(121 / 85, 12);
  });

  test.each([1, 2, 3, 4])('everything, languages and files add up to the lines of the tree, seed %i', (seed) => {
    const story = randomStory(seed, 150);
    const analysis = analyze(ownership, story);
    const lines = [...story.tree.values()].reduce((sum, file) => sum + file.lines, 0);
    const sumOf = (scope: string): number =>
      only(analysis.table('ownership'), scope, 'alive').reduce<number>((sum, row) => {
        return sum + Number((row as [unknown, number])[1]);
      }, 0);
    expect(lines).toBeGreaterThan(100);
    for (const scope of ['all', 'language', 'file']) expect(sumOf(scope), scope).toBe(lines);
  });
});

describe('islands', () => {
  const day = CommitStory.tickSeconds === 86_400 ? 1 : 86_400 / CommitStory.tickSeconds;

  test('one person alone, until somebody else has a tenth or two commits', () => {
    const story = new CommitStory()
      .commit({ person: 0, tick: 0 }, added('alone', 100), added('backed', 80), added('helped', 100))
      .commit({ person: 1, tick: day }, modified('backed', [0, 0, 0, 20]), modified('helped', [0, 0, 0, 1]))
      .commit({ person: 1, tick: 2 * day }, modified('helped', [0, 1, 0, 1]));
    const rows = analyze(ownership, story).table('islands');
    expect(rows.map(({ key, status, owner, changes_365d }) => [key, status, owner, changes_365d])).toEqual([
      ['alone', 'island', 'Ada', 1],
    ]);
    expect(rows[0]!['risk']).toBeCloseTo(100 * Math.log(2), 9);
  });

  test('an owner who made no commit for more than 90 days leaves an orphan', () => {
    const after = (days: number): unknown => {
      const story = new CommitStory()
        .commit({ person: 0, tick: 0 }, added('alone', 10))
        .commit({ person: 1, tick: days * day }, added('other', 10));
      return analyze(ownership, story)
        .table('islands')
        .find(({ key }) => key === 'alone')!['status'];
    };
    expect([after(89), after(92)]).toEqual(['island', 'orphaned']);
  });
});

describe('what is lost when people leave', () => {
  const story = smallStory();

  test('only that is reported, with successors', () => {
    const analysis = analyze(ownership, story, { options: { leaves: ['ada@example.org'] } });
    expect(analysis.sections.map(({ section }) => section.name)).toEqual(['what_if', 'what_if_factors']);
    const [all] = analysis.table('what_if');
    expect(all).toMatchObject({ scope: 'all', lines: 14, orphaned_lines: 9, files: 2, successors: ['Bob'] });
    // Nobody but Ada changed a line of what was old; nobody knows lines of the picture.
    expect(all!['orphaned_files']).toBe(1);
    const factor = analysis.table('what_if_factors').find(({ definition }) => definition === 'lines50')!;
    expect([factor['before'], factor['after']]).toEqual([1, 0]);
  });

  test('somebody unknown is refused', () => {
    const run = (): unknown => analyze(ownership, story, { options: { leaves: ['eve@example.org'] } });
    expect(run).toThrow(/Cannot let "eve@example.org" leave/);
  });
});

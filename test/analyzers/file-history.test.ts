import { describe, expect, test } from 'vitest';
import { fileHistory } from '../../analyzers/file-history/index.ts';
import { analyze } from '../support/analyzer-harness.ts';
import { added, CommitStory, deleted, modified, renamed } from '../support/commit-story.ts';

function smallStory(): CommitStory {
  return new CommitStory()
    .commit({ person: 0 }, added('a', 10), added('b', 7), added('gone', 99))
    .commit({ person: 1 }, modified('a', [0, 2, 0, 5]), deleted('gone'))
    .commit({ person: 1 }, modified('b', [0, 7, 0, 0]))
    .commit({ person: 2, isMerge: true }, added('merged', 3));
}

describe('file-history', () => {
  test('files by churn score, with those that only a merge brought', () => {
    const analysis = analyze(fileHistory, smallStory());
    expect(analysis.table('file_churn')).toEqual([
      churn('a', 2, 2, [15, 2, 2], 2.19),
      churn('b', 2, 2, [7, 7, 0], 2.14),
      churn('merged', 0, 0, [0, 0, 0], 0),
    ]);
    expect(analysis.table('hotspots')).toEqual([]);
    expect(analysis.record('aggregate')).toEqual({
      total_files: 3,
      total_commits: 4,
      total_contributors: 2,
      avg_commits_per_file: 4 / 3,
      avg_contributors_per_file: 4 / 3,
      high_churn_files: 0,
      file_changes: 4,
      history_commits: 4,
    });
  });

  test('commits of each file by quarter of the calendar, quiet ones between as 0', () => {
    const at = (day: string): { person: number; seconds: number } => ({ person: 0, seconds: Date.parse(day) / 1000 });
    const story = new CommitStory()
      .commit(at('2020-03-31T23:59:59Z'), added('a', 3), added('gone', 1))
      .commit(at('2020-04-01T00:00:00Z'), modified('a', [0, 0, 0, 1]))
      .commit(at('2020-06-30T23:00:00Z'), modified('a', [0, 0, 0, 1]), deleted('gone'))
      .commit(at('2021-01-01T00:00:00Z'), renamed('a', 'b'), added('c', 1));
    expect(analyze(fileHistory, story).table('file_activity')).toEqual([
      { path: 'b', first_quarter_at: '2020-01-01T00:00:00Z', commits: [1, 2, 0, 0, 1] },
      { path: 'c', first_quarter_at: '2021-01-01T00:00:00Z', commits: [1] },
    ]);
  });

  test('who only worked on files that are gone is not counted', () => {
    const story = new CommitStory()
      .commit({ person: 0 }, added('a', 1))
      .commit({ person: 1 }, added('gone', 1))
      .commit({ person: 1 }, deleted('gone'));
    expect(analyze(fileHistory, story).record('aggregate')['total_contributors']).toBe(1);
  });

  test('contributors by lines added and changed, ties to the smaller id', () => {
    const story = smallStory().commit({ person: 2 }, modified('b', [0, 0, 0, 7]));
    expect(analyze(fileHistory, story).table('file_contributors')).toEqual([
      {
        path: 'a',
        contributors: {
          0: { added: 10, removed: 0, changed: 0 },
          1: { added: 5, removed: 2, changed: 2 },
        },
        top_contributor_id: 0,
        top_contributor_name: 'Ada',
        top_contributor_lines: 10,
      },
      {
        path: 'b',
        contributors: {
          0: { added: 7, removed: 0, changed: 0 },
          1: { added: 0, removed: 7, changed: 0 },
          2: { added: 7, removed: 0, changed: 0 },
        },
        top_contributor_id: 0,
        top_contributor_name: 'Ada',
        top_contributor_lines: 7,
      },
      {
        path: 'merged',
        contributors: {},
        top_contributor_id: null,
        top_contributor_name: null,
        top_contributor_lines: 0,
      },
    ]);
  });

  test('hotspots begin at 15, 30 and 50 commits, and are told apart by rank', () => {
    const story = new CommitStory();
    for (const commits of [14, 15, 29, 30, 49, 50, 51]) {
      story.commit({}, added(`f${commits}`, 1));
      for (let more = 1; more < commits; more += 1) story.commit({}, modified(`f${commits}`, [0, 1, 0, 1]));
    }
    const hotspots = (): string[] =>
      analyze(fileHistory, story)
        .table('hotspots')
        .map((row) => `${row['path']} ${row['risk_level']}`);
    expect(hotspots()).toEqual(['f51 CRITICAL', 'f50 HIGH', 'f49 HIGH', 'f30 MEDIUM', 'f29 MEDIUM', 'f15 MEDIUM']);
    const analysis = analyze(fileHistory, story);
    expect(analysis.table('hotspots')[1]!['risk_reason']).toBe('rank 2 of 7 files, 50 commits by one person');
    expect(analysis.record('aggregate')['high_churn_files']).toBe(6);
    story.commit({}, ...Array.from({ length: 94 }, (_, at) => added(`cold${at}`, 1)));
    // 101 files: the first 2 can be critical, the first 6 high.
    expect(hotspots().slice(0, 4)).toEqual(['f51 CRITICAL', 'f50 CRITICAL', 'f49 HIGH', 'f30 HIGH']);
  });

  test('equal scores go by path as bytes', () => {
    const story = new CommitStory().commit({}, added('b', 1), added('a', 1), added('C', 1), added('é', 1));
    const paths = analyze(fileHistory, story)
      .table('file_churn')
      .map((row) => row['path']);
    expect(paths).toEqual(['C', 'a', 'b', 'é']);
  });

  test('a rename keeps the history of a file', () => {
    const story = smallStory().commit({ person: 2 }, renamed('a', 'z', [0, 1, 0, 1]));
    expect(analyze(fileHistory, story).table('file_churn')[0]).toEqual(churn('z', 3, 3, [16, 3, 3], 3.22));
  });

  test('a commit that changes one file under two names counts once', () => {
    const story = new CommitStory()
      .commit({}, added('a', 5))
      .commit({ isMainline: false }, renamed('a', 'b'))
      .commit({}, renamed('a', 'c'))
      .commit({ isMerge: true }, added('b', 5))
      .commit({}, modified('b', [0, 0, 0, 1]), modified('c', [0, 0, 0, 1]));
    const expected = [churn('b', 4, 1, [7, 0, 0], 4.07), churn('c', 4, 1, [7, 0, 0], 4.07)];
    expect(analyze(fileHistory, story).table('file_churn')).toEqual(expected);
    expect(analyze(fileHistory, story, { changesPerSlice: 1 }).table('file_churn')).toEqual(expected);
  });

  test('scores beyond 2^32 keep their order and their last line', () => {
    const huge = 2 ** 31 - 2;
    const story = new CommitStory().commit({}, added('a', huge), added('b', huge));
    for (let more = 0; more < 4; more += 1) {
      story.commit({}, modified('a', [0, huge, 0, huge]), modified('b', [0, huge, 0, huge]));
    }
    story.commit({}, modified('b', [0, 0, 0, 1]), modified('a', [0, 0, 0, 0]));
    const rows = analyze(fileHistory, story).table('file_churn');
    expect(rows.map((row) => [row['path'], row['total_lines_changed'], row['total_lines_added']])).toEqual([
      ['b', 4 * huge, 5 * huge + 1],
      ['a', 4 * huge, 5 * huge],
    ]);
  });
});

function churn(
  path: string,
  commits: number,
  people: number,
  [plus, minus, both]: readonly [number, number, number],
  score: number,
): object {
  return {
    path,
    commit_count: commits,
    contributor_count: people,
    total_lines_added: plus,
    total_lines_removed: minus,
    total_lines_changed: both,
    churn_score: score,
  };
}

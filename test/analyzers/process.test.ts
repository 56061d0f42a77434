import { describe, expect, test } from 'vitest';
import { processMetrics } from '../../analyzers/process/index.ts';
import { FolderCounter } from '../../analyzers/process/folder-counter.ts';
import { SlidingRank } from '../../analyzers/process/sliding-rank.ts';
import { commitFlag } from '../../engine/index.ts';
import { analyze, type Row } from '../support/analyzer-harness.ts';
import { added, CommitStory, modified, renamed, type StoryCommit } from '../support/commit-story.ts';
import { randomFrom } from '../support/random.ts';
import { randomStory } from '../support/random-story.ts';

describe('process', () => {
  test('has the fourteen measures of a story worked out by hand', () => {
    const story = new CommitStory()
      .commit({ tick: 0, person: 0 }, added('src/a.c', 30), added('readme', 10))
      .commit({ tick: 10, person: 1 }, modified('src/a.c', [0, 2, 0, 4]))
      .commit({ tick: 400, person: 0 }, modified('readme', [0, 1, 0, 1]));
    story.commit(
      { tick: 410, person: 0 },
      modified('src/a.c', [0, 1, 0, 5]),
      modified('readme', [0, 0, 0, 2]),
      added('src/x/b.c', 8),
    );
    const notes = { flags: (place: number) => (place === 3 ? commitFlag.fix : commitFlag.docs) };
    const rows = analyze(processMetrics, story, { notes }).table('commits');
    expect(rows.map(({ fix }) => fix)).toEqual([false, false, false, true]);
    expect(rows[0]).toMatchObject({ ns: 2, nd: 2, nf: 2, la: 40, ld: 0, lt: 0, ndev: 0, age: null, nuc: 0, exp: 0 });
    expect(rows[1]).toMatchObject({ ns: 1, nd: 1, nf: 1, entropy: 0, la: 4, ld: 2, lt: 30, ndev: 1, age: 10, nuc: 1 });
    const last = rows[3]!;
    // Files of 6, 2 and 8 lines changed: 3/8, 1/8 and 1/2.
    const bits = -(3 / 8) * Math.log2(3 / 8) + 3 / 8 + 1 / 2;
    expect(last).toMatchObject({ ns: 2, nd: 3, nf: 3, la: 15, ld: 1, lt: 42 / 3, fix: true, ndev: 2, nuc: 2 });
    expect(last['entropy']).toBeCloseTo(bits / Math.log2(3), 12);
    // src/a.c was changed 400 days before, the readme 10 days before.
    expect(last['age']).toBe(205);
    // Both earlier commits: one a year and 45 days ago, the other 10 days ago. Each subsystem once or twice.
    expect(last).toMatchObject({ exp: 2, rexp: 1 / 2 + 1, sexp: 3, risk_rank: null });
  });

  test.each([1, 2, 3])('measures are those of a slow count, seed %i', (seed) => {
    const story = randomStory(seed, 200);
    const rows = analyze(processMetrics, story, { changesPerSlice: 2, restartEvery: 3 }).table('commits');
    const expected = slowCommits(story);
    expect(rows).toHaveLength(expected.length);
    rows.forEach((row, at) => {
      for (const [name, value] of Object.entries(expected[at]!)) {
        if (typeof value === 'number') expect(row[name], `${name} of ${at}`).toBeCloseTo(value, 9);
        else expect(row[name], `${name} of ${at}`).toEqual(value);
      }
    });
  });

  test.each([1, 2])('metrics of files are those of a slow count, means not rounded, seed %i', (seed) => {
    const story = randomStory(seed, 200);
    const analysis = analyze(processMetrics, story, { options: { 'window-days': 0 } });
    const rows = analysis.table('file_metrics');
    expect(rows.length).toBeGreaterThan(20);
    for (const row of rows) expect(pick(row)).toEqual(slowFile(story, String(row['path'])));
    const means = rows.map((row) => Number(row['lines_added_avg']));
    expect(means.some((mean) => !Number.isInteger(mean))).toBe(true);
  });

  test('a rename joins both histories, whichever is the older name', () => {
    const story = new CommitStory()
      .commit({ person: 0 }, added('a', 10))
      .commit({ person: 1 }, renamed('a', 'b'))
      .commit({ person: 2 }, renamed('b', 'c', [0, 1, 0, 3]));
    const [row] = analyze(processMetrics, story).table('file_metrics');
    expect(row).toMatchObject({ path: 'c', commits: 3, contributors: 3, minor_contributors: 1, lines_added: 13 });
    expect(row).toMatchObject({ lines_removed: 1, top_contributor_share: 10 / 14, code_churn_max: 10 });
    expect(
      analyze(processMetrics, story)
        .table('commits')
        .map(({ lt }) => lt),
    ).toEqual([0, 10, 10]);
  });

  test('the window leaves out what is older', () => {
    const story = new CommitStory()
      .commit({ tick: 0 }, added('old', 1), added('both', 1))
      .commit({ tick: 500, person: 1 }, modified('both', [0, 0, 0, 2]));
    const rows = analyze(processMetrics, story).table('file_metrics');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ path: 'both', commits: 1, contributors: 1, lines_added: 2, change_set_max: 1 });
  });

  test('entropy of a period is the one of Hassan; history complexity is its share', () => {
    const story = new CommitStory()
      .commit({ tick: 0 }, added('a', 1), added('b', 1), added('c', 2))
      .commit({ tick: 70 }, modified('a', [0, 0, 0, 4]));
    const analysis = analyze(processMetrics, story);
    const periods = analysis.table('entropy');
    expect(periods.map(({ entropy, files, commits }) => [entropy, files, commits])).toEqual([
      [1.5, 3, 1],
      [0, 0, 0],
      [0, 1, 1],
    ]);
    expect(periods[0]!['entropy_normalised']).toBeCloseTo(1.5 / Math.log2(3), 12);
    const file = analysis.table('file_metrics').find(({ path }) => path === 'c')!;
    const share = 50 * (1.5 / Math.log2(3));
    expect(file['history_complexity']).toBeCloseTo(share, 10);
    expect(file['history_complexity_decayed']).toBeCloseTo(share * Math.exp(-10), 10);
  });

  test('a commit of more than 1,000 files is left out of the entropy and counted', () => {
    const files = Array.from({ length: 1001 }, (_, at) => added(`f${at}`, 1));
    const story = new CommitStory().commit({}, ...files).commit({}, modified('f0', [0, 0, 0, 1]));
    const analysis = analyze(processMetrics, story, { changesPerSlice: 400 });
    expect(analysis.record('aggregate')).toMatchObject({ commits: 2, change_set_max: 1001, skipped_commits: 1 });
    expect(analysis.table('entropy')[0]).toMatchObject({ commits: 1, skipped_commits: 1, files: 1, lines_changed: 1 });
  });

  test('folders are counted by the last path alone', () => {
    const counter = new FolderCounter();
    const paths = ['a.c', 'a/b.c', 'a/b/c.c', 'a/z.c', 'b/c/d/e.c', 'b/c/x.c', 'z.c'];
    paths.forEach((path) => counter.add(path));
    expect([counter.folders, counter.subsystems]).toEqual([5, 3]);
  });

  test('a sliding rank is the one of a sort', () => {
    const random = randomFrom(5);
    const sliding = new SlidingRank(40);
    const values: number[] = [];
    for (let at = 0; at < 300; at += 1) {
      const value = Math.floor(random() * 10);
      const window = values.slice(-40);
      const below = window.filter((other) => other < value).length;
      const equal = window.filter((other) => other === value).length;
      expect(sliding.rank(value)).toBe(window.length < 30 ? null : (below + equal / 2) / window.length);
      values.push(value);
    }
  });
});

const daySeconds = 86_400;

/** The measures by their definitions, everything before looked through anew for each commit. */
function slowCommits(story: CommitStory): Row[] {
  const commits = story.commits.filter(({ isMerge, changes }) => !isMerge && changes.length > 0);
  return commits.map((commit, at) => slowCommit(story, commit, commits.slice(0, at)));
}

function slowCommit(story: CommitStory, { changes, person, seconds }: StoryCommit, earlier: StoryCommit[]): Row {
  const pathsOf = (commit: Pick<StoryCommit, 'changes'>): string[] =>
    commit.changes.map(({ pathId }) => story.paths[pathId]!);
  const subsystem = (path: string): string => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '');
  const own = new Set(pathsOf({ changes }).map(subsystem));
  const files = new Set(changes.map(({ fileId }) => fileId));
  const touching = (file: number): StoryCommit[] =>
    earlier.filter((commit) => commit.changes.some(({ fileId }) => fileId === file));
  const lasts = Array.from(files, (file) => touching(file).at(-1)).filter((last) => last !== undefined);
  const ages = lasts.map((last) => (seconds - last.seconds) / daySeconds);
  const mine = earlier.filter((commit) => commit.person === person);
  const years = mine.map((commit) => Math.floor((seconds - commit.seconds) / (365 * daySeconds)));
  const inOwn = mine.map(
    (commit) =>
      new Set(
        pathsOf(commit)
          .map(subsystem)
          .filter((name) => own.has(name)),
      ).size,
  );
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return {
    ns: own.size,
    nd: new Set(pathsOf({ changes }).map((path) => path.split('/').slice(0, -1).join('/'))).size,
    nf: changes.length,
    entropy: slowEntropy(changes.map((change) => change.added + change.removed)),
    la: sum(changes.map((change) => change.added)),
    ld: sum(changes.map((change) => change.removed)),
    ndev: new Set(Array.from(files).flatMap((file) => touching(file).map((commit) => commit.person))).size,
    age: ages.length === 0 ? null : sum(ages) / ages.length,
    nuc: new Set(lasts).size,
    exp: mine.length,
    rexp: sum(years.map((year) => 1 / (year + 1))),
    sexp: sum(inOwn),
  };
}

function slowEntropy(lines: readonly number[]): number {
  const total = lines.reduce((sum, count) => sum + count, 0);
  if (lines.length < 2 || total === 0) return 0;
  const bits = lines.map((count) => (count === 0 ? 0 : -(count / total) * Math.log2(count / total)));
  return bits.reduce((sum, bit) => sum + bit, 0) / Math.log2(lines.length);
}

const picked = ['commits', 'contributors', 'minor_contributors', 'lines_added', 'lines_added_max', 'lines_added_avg'];
picked.push('lines_removed', 'lines_removed_max', 'code_churn', 'code_churn_max', 'change_set_max', 'change_set_avg');

function pick(row: Row): Row {
  return Object.fromEntries(picked.map((name) => [name, row[name]!] as const));
}

function slowFile(story: CommitStory, path: string): Row {
  const id = story.identity.fileOf(story.pathId(path));
  const commits = story.commits.filter(
    ({ isMerge, changes }) => !isMerge && changes.some(({ fileId }) => fileId === id),
  );
  const changes = commits.flatMap((commit) => commit.changes.filter(({ fileId }) => fileId === id));
  const plus = changes.map((change) => change.added);
  const minus = changes.map((change) => change.removed);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const byPerson = new Map<number, number>();
  for (const { person, changes: all } of commits) {
    const lines = all.filter(({ fileId }) => fileId === id).map((change) => change.added + change.removed);
    byPerson.set(person, (byPerson.get(person) ?? 0) + sum(lines));
  }
  const total = sum(plus) + sum(minus);
  const sets = commits.map((commit) => commit.changes.length);
  return {
    commits: commits.length,
    contributors: byPerson.size,
    minor_contributors: total === 0 ? null : Array.from(byPerson.values()).filter((own) => own < total / 20).length,
    lines_added: sum(plus),
    lines_added_max: Math.max(...plus),
    lines_added_avg: sum(plus) / commits.length,
    lines_removed: sum(minus),
    lines_removed_max: Math.max(...minus),
    code_churn: sum(plus) - sum(minus),
    code_churn_max: Math.max(...changes.map((change) => change.added - change.removed)),
    change_set_max: Math.max(...sets),
    change_set_avg: sum(sets) / commits.length,
  };
}

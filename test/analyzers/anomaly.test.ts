import { describe, expect, test } from 'vitest';
import { anomaly } from '../../analyzers/anomaly/index.ts';
import { topContributors } from '../../analyzers/anomaly/top-contributors.ts';
import { analyze, type Row } from '../support/analyzer-harness.ts';
import { added, type ChangeSpec, CommitStory, deleted, modified } from '../support/commit-story.ts';
import { randomStory } from '../support/random-story.ts';

const daySeconds = 86_400;

/** One commit a week for 30 weeks, and another list of commits in one of them. */
function weeklyStory(specialWeek: number, special: readonly (readonly ChangeSpec[])[]): CommitStory {
  const story = new CommitStory();
  story.commit({ tick: 0 }, added('a.c', 10));
  for (let week = 1; week < 31; week += 1) {
    const by = { tick: week * 7, person: week % 2 };
    story.commit(by, modified('a.c', [0, 0, 0, 1]));
    if (week === specialWeek) special.forEach((specs) => story.commit({ ...by, person: 2 }, ...specs));
  }
  return story;
}

describe('anomaly', () => {
  test('finds nothing in a steady history, and leaves the week of the last commit out', () => {
    const analysis = analyze(anomaly, weeklyStory(-1, []));
    expect(analysis.table('anomalies')).toEqual([]);
    expect(analysis.table('time_series')).toHaveLength(30);
    const aggregate = analysis.record('aggregate');
    expect(aggregate).toMatchObject({ total_ticks: 30, total_anomalies: 0, partial_tick_at: '2020-07-29T00:00:00Z' });
    // Weeks 12 to 29 of the nine series that have values; merges, rework and old deaths have none or are zero.
    expect(aggregate['judged_values']).toBeGreaterThan(18 * 8);
  });

  test('explains an import: commits, people and files with shares, by class', () => {
    const files = Array.from({ length: 40 }, (_, at) => added(`lib/${at}.c`, at === 0 ? 610 : 10));
    const analysis = analyze(anomaly, weeklyStory(20, [files]));
    const rows = analysis.table('anomalies');
    expect(rows.map(({ tick, series }) => `${String(tick)} ${String(series)}`)).toEqual(
      expect.arrayContaining(['20 added', '20 files']),
    );
    expect(new Set(rows.map(({ tick }) => tick))).toEqual(new Set([20]));
    const lines = rows.find(({ series }) => series === 'added')!;
    expect(lines).toMatchObject({ value: 1001, expected: 1, class: 'bulk_import' });
    expect(lines['commits']).toEqual([(21).toString(16).padStart(40, '0'), (20).toString(16).padStart(40, '0')]);
    expect(lines['commit_shares']).toEqual([1000 / 1001, 1 / 1001]);
    expect((lines['files'] as string[])[0]).toBe('lib/0.c');
    expect((lines['file_shares'] as number[])[0]).toBe(610 / 1001);
    expect(lines['files']).toHaveLength(10);
  });

  test('names a mass deletion, of lines that were young and of files', () => {
    const files = Array.from({ length: 30 }, (_, at) => `lib/${at}.c`);
    const story = weeklyStory(20, [files.map((path) => added(path, 50)), files.map((path) => deleted(path))]);
    const rows = analyze(anomaly, story).table('anomalies');
    const ofSeries = (name: string): Row => rows.find(({ series }) => series === name)!;
    expect(ofSeries('deleted_files')).toMatchObject({ value: 30, expected: 0, class: 'mass_deletion' });
    expect(ofSeries('deleted_files')['people_shares']).toEqual([1]);
    const week = analyze(anomaly, story).table('time_series')[20]!;
    expect(week).toMatchObject({ rework: 1500, old_deaths: 0, added: 1501, removed: 1500, net: 1, is_anomaly: true });
  });

  test('the series are those of a slow count over the commits', () => {
    const story = randomStory(11, 300);
    const rows = analyze(anomaly, story, { changesPerSlice: 2 }).table('time_series');
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.map(countsOf)).toEqual(rows.map((row) => slowCounts(story, Number(row['tick']))));
  });

  test('ticks may be longer, and windows shorter', () => {
    const analysis = analyze(anomaly, randomStory(11, 300), { options: { 'tick-days': 30, window: 12 } });
    const last = analysis.table('time_series').at(-1)!;
    expect(Date.parse(String(last['time'])) / 1000).toBe(
      CommitStory.originSeconds + Number(last['tick']) * 30 * daySeconds,
    );
    expect(analysis.record('aggregate')).toMatchObject({ tick_days: 30, window_size: 12 });
  });
});

const counted = ['commits', 'added', 'removed', 'net', 'files', 'authors', 'languages', 'new_authors', 'merges'];

function countsOf(row: Row): unknown {
  return Object.fromEntries([...counted, 'deleted_files'].map((name) => [name, row[name]]));
}

function slowCounts(story: CommitStory, tick: number): unknown {
  const weekOf = (seconds: number): number => Math.floor((seconds - CommitStory.originSeconds) / (7 * daySeconds));
  const all = story.commits.filter(({ seconds }) => weekOf(seconds) === tick);
  const commits = all.filter(({ isMerge }) => !isMerge);
  const earlier = story.commits.filter(({ seconds, isMerge }) => !isMerge && weekOf(seconds) < tick);
  const changes = commits.flatMap((commit) => commit.changes);
  const sum = (name: 'added' | 'removed'): number => changes.reduce((total, change) => total + change[name], 0);
  const authors = new Set(commits.map(({ person }) => person));
  const known = new Set(earlier.map(({ person }) => person));
  return {
    commits: commits.length,
    added: sum('added'),
    removed: sum('removed'),
    net: sum('added') - sum('removed'),
    files: new Set(changes.map(({ pathId }) => pathId)).size,
    authors: authors.size,
    languages: new Set(changes.map(({ languageId }) => languageId)).size,
    new_authors: Array.from(authors).filter((person) => !known.has(person)).length,
    merges: all.length - commits.length,
    deleted_files: changes.filter(({ kind }) => kind === 1).length,
  };
}

test('files that contribute alike stand in the order of their paths, whatever their ids', () => {
  const paths = ['z', 'b', 'a'];
  const facts = paths.map((_, id) => ({ what: 2, id, amount: id === 0 ? 2 : 1 }));
  const group = Object.assign([...facts], { key: 0 });
  const top = topContributors(group, { pathBytes: (id) => Buffer.from(paths[id]!) });
  expect(top.paths.map(({ id }) => paths[id])).toEqual(['z', 'a', 'b']);
});

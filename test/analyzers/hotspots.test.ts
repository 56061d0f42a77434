import { describe, expect, test } from 'vitest';
import { hotspots } from '../../analyzers/hotspots/index.ts';
import { PercentileRank } from '../../analyzers/hotspots/percentile-rank.ts';
import { commitFlag } from '../../engine/index.ts';
import { pathClassOf } from '../../engine/source/index.ts';
import { analyze, type Row } from '../support/analyzer-harness.ts';
import { added, addedBinary, type ChangeSpec, CommitStory, modified, renamed } from '../support/commit-story.ts';
import { randomStory } from '../support/random-story.ts';

const edited = (path: string): ChangeSpec => modified(path, [0, 1, 0, 1]);
const daySeconds = 86_400;

/** Day 0: a and b. Days 100, 200: a. Day 380: b and c. Day 400: c, beside files of other classes. */
function smallStory(): CommitStory {
  return new CommitStory()
    .commit({ person: 0 }, added('src/a.c', 100), added('src/b.c', 50), added('yarn.lock', 900))
    .commit({ person: 0, tick: 100 }, edited('src/a.c'))
    .commit({ person: 1, tick: 200 }, modified('src/a.c', [1, 2, 1, 4]), addedBinary('logo.png'))
    .commit({ person: 1, tick: 380 }, edited('src/b.c'), added('src/sub/c.c', 10), edited('yarn.lock'))
    .commit({ person: 0, tick: 400 }, edited('src/sub/c.c'), addedBinary('src/blob.c'), edited('yarn.lock'));
}

const halved = (...days: number[]): number => days.reduce((sum, age) => sum + 2 ** (-age / 180), 0);

describe('hotspots', () => {
  test('a small history by hand', () => {
    const analysis = analyze(hotspots, smallStory());
    const rows = analysis.table('hotspots');
    // Decayed: a 0.21 + 0.31 + 0.46, b 0.21 + 0.93, c 0.93 + 1. Lines: 102, 50, 10.
    expect(rows.map(({ file, score }) => [file, score])).toEqual([
      ['src/b.c', (2 / 3) * (2 / 3)],
      ['src/a.c', 1 / 3],
      ['src/sub/c.c', 1 / 3],
    ]);
    expect(rows[1]).toEqual({
      file: 'src/a.c',
      class: 'code',
      language: expect.any(String),
      lines: 102,
      changes: 3,
      changes_90d: 0,
      people: 2,
      effective_people: 9 / 5,
      added: 105,
      removed: 3,
      age_days: 200,
      last_change: '2020-07-19T01:00:00Z',
      fixes: 0,
      complexity: 102,
      complexity_source: 'lines',
      score: 1 / 3,
      rank: 2,
      trend: 'steady',
      changes_decayed: halved(400, 300, 200),
    });
    expect(rows[2]).toMatchObject({ changes_90d: 2, trend: 'new', changes_decayed: halved(20, 0) });
  });

  test('fixes are commits whose subjects speak of one, and many of them are a reason', () => {
    const story = new CommitStory();
    story.commit({}, ...['a.c', 'b.c', 'c.c'].map((name) => added(name, 10)));
    for (let more = 0; more < 6; more += 1) story.commit({ tick: 1 }, edited('a.c'), edited('b.c'));
    for (let more = 0; more < 6; more += 1) story.commit({ tick: 2 }, edited('b.c'), edited('c.c'));
    const notes = { flags: (place: number) => (place >= 7 ? commitFlag.fix : 0) };
    const analysis = analyze(hotspots, story, { notes });
    expect(analysis.table('hotspots').map(({ file, fixes }) => [file, fixes])).toEqual([
      ['b.c', 6],
      ['c.c', 6],
      ['a.c', 0],
    ]);
    const reasons = analysis.table('file_risk').filter(({ reasons: all }) => JSON.stringify(all).includes('fix-dense'));
    expect(reasons.map(({ file }) => file)).toEqual(['c.c']);
  });

  test('ranks half a year ago are those of the files that were there, by what was done till then', () => {
    const rows = analyze(hotspots, smallStory()).table('hotspot_velocity');
    // Day 220: a had changed on days 0, 100 and 200, b on day 0.
    expect(rows).toEqual([
      velocity('src/b.c', [1, 2, 1], [4 / 9, 0.25], 'steady'),
      velocity('src/a.c', [2, 1, 2], [1 / 3, 1], 'steady'),
      {
        ...velocity('src/sub/c.c', [3, 0, 0], [1 / 3, 0], 'new'),
        rank_before: null,
        rank_of_older: null,
        score_before: null,
      },
    ]);
  });

  test('a file rises by a third of its rank and 3 places, and others fall', () => {
    const story = new CommitStory();
    const names = Array.from({ length: 12 }, (_, at) => `f${String(at).padStart(2, '0')}.c`);
    story.commit({}, ...names.map((name) => added(name, 10)));
    names.forEach((name, at) => {
      for (let more = at; more < 12; more += 1) story.commit({ tick: 1 }, edited(name));
    });
    for (let more = 0; more < 9; more += 1) story.commit({ tick: 300 }, edited('f11.c'));
    const rows = analyze(hotspots, story).table('hotspot_velocity');
    const trendOf = (file: string): unknown => rows.find((row) => row['file'] === file)!['trend'];
    expect(rows[0]).toMatchObject({ file: 'f11.c', rank_before: 12, rank_of_older: 1, trend: 'rising' });
    expect(trendOf('f00.c')).toBe('steady');
    expect(rows.filter(({ trend }) => trend === 'falling')).toEqual([]);
  });

  test('a file older than the walk is not new', () => {
    const story = new CommitStory().startFrom(added('old.c', 5)).commit({ tick: 0 }, added('x.c', 1));
    story.commit({ tick: 400 }, edited('old.c'), added('new.c', 1));
    const rows = analyze(hotspots, story).table('hotspots');
    expect(Object.fromEntries(rows.map(({ file, trend }) => [file, trend]))).toEqual({
      'old.c': 'steady',
      'x.c': 'steady',
      'new.c': 'new',
    });
  });

  test('classes are chosen by an option', () => {
    const rows = analyze(hotspots, smallStory(), { options: { class: ['bookkeeping'] } }).table('hotspots');
    expect(rows.map(({ file, class: name, score }) => [file, name, score])).toEqual([['yarn.lock', 'bookkeeping', 1]]);
  });

  test('folders add up what is in them', () => {
    const rows = analyze(hotspots, smallStory()).table('hotspot_folders');
    const everything = halved(400, 300, 200) + halved(400, 20) + halved(20, 0);
    expect(rows).toEqual([
      folder('.', 0, [3, 162, 7, 3], 1, (102 / 3 + (50 * 4) / 9 + 10 / 3) / 162),
      folder('src', 1, [3, 162, 7, 3], 1, (102 / 3 + (50 * 4) / 9 + 10 / 3) / 162),
      {
        ...folder('src/sub', 2, [1, 10, 2, 2], halved(20, 0) / everything, 1 / 3),
        hottest_file: 'src/sub/c.c',
        hottest_score: 1 / 3,
      },
    ]);
  });

  test.each([41, 42, 43])('equals what lists of commits give, seed %i', (seed) => {
    const story = randomStory(seed, 200);
    const rows = analyze(hotspots, story, { changesPerSlice: 2 }).table('hotspots');
    const model = filesModel(story);
    expect(rows.map(({ file }) => file).sort()).toEqual(model.map(({ file }) => file).sort());
    for (const expected of model) expect(rows.find(({ file }) => file === expected['file'])).toMatchObject(expected);
  });

  test.each([44, 45])('folders are sums over the files below them, seed %i', (seed) => {
    const analysis = analyze(hotspots, randomStory(seed, 200));
    const files = analysis.table('hotspots');
    const folders = analysis.table('hotspot_folders');
    const names = new Set(files.flatMap(({ file }) => foldersAbove(String(file))));
    expect(folders.map((row) => row['folder']).sort()).toEqual([...names].sort());
    for (const row of folders) {
      const below = files.filter(({ file }) => foldersAbove(String(file)).includes(String(row['folder'])));
      const sum = (column: string): number => below.reduce((total, one) => total + Number(one[column]), 0);
      expect(row).toMatchObject({ files: below.length, lines: sum('lines'), changes: sum('changes') });
    }
  });

  test('reasons say what stands out', () => {
    const story = new CommitStory();
    for (let at = 0; at < 20; at += 1) story.commit({ person: at % 3 }, added(`f${at}.c`, 10));
    for (let more = 0; more < 30; more += 1) story.commit({ person: 3, tick: 1 }, edited('f7.c'));
    story.commit({ person: 2, tick: 800 }, edited('f2.c'));
    const rows = analyze(hotspots, story).table('file_risk');
    expect(rows).toEqual([
      {
        file: 'f7.c',
        rank: 1,
        score: expect.any(Number),
        reason_count: 3,
        reasons: ['changes-often', 'one-person', 'owner-gone'],
        explanation:
          '31 commits, worth 1.4 of today: more than 9 of 10 files; nearly all commits are by Dan; ' +
          'Dan, who made most commits, has none anywhere in the last 799 days',
      },
      {
        file: 'f2.c',
        rank: 2,
        score: expect.any(Number),
        reason_count: 1,
        reasons: ['rising'],
        explanation: 'rank 2, 14 half a year before, of the same files',
      },
    ]);
  });

  test('a file keeps its commits through a rename', () => {
    const story = new CommitStory()
      .commit({}, added('a.c', 9))
      .commit({}, renamed('a.c', 'b.c'))
      .commit({}, edited('b.c'));
    expect(analyze(hotspots, story).table('hotspots')).toMatchObject([{ file: 'b.c', changes: 3, score: 1 }]);
  });
});

test('percentile ranks: equal values have the mean of their places', () => {
  const rank = new PercentileRank(Float64Array.of(5, 1, 3, 3));
  expect([1, 3, 5].map((value) => rank.of(value))).toEqual([0.25, 0.625, 1]);
  expect([0.1, 0.5, 0.9].map((share) => rank.valueAt(share))).toEqual([1, 3, 5]);
});

function velocity(file: string, ranks: number[], scores: number[], trend: string): Row {
  const [rank, rank_before, rank_of_older] = ranks as [number, number, number];
  const [score, score_before] = scores as [number, number];
  return { file, rank, rank_before, rank_of_older, score, score_before, trend };
}

function folder(name: string, depth: number, sums: number[], share: number, score: number): Row {
  const [files, lines, changes, changes_90d] = sums as [number, number, number, number];
  return {
    folder: name,
    depth,
    files,
    lines,
    changes,
    changes_90d,
    changes_share: expect.closeTo(share, 5) as unknown as number,
    score: expect.closeTo(score, 5) as unknown as number,
    hottest_file: 'src/b.c',
    hottest_score: 4 / 9,
  };
}

function foldersAbove(file: string): string[] {
  const parts = file.split('/').slice(0, -1);
  return ['.', ...parts.map((_, at) => parts.slice(0, at + 1).join('/'))];
}

/** From the list of commits of each file; percentile ranks by counting. */
function filesModel(story: CommitStory): Row[] {
  const last = story.commits.at(-1)!.seconds;
  const files = [...story.tree]
    .filter(([path, { isBinary }]) => !isBinary && pathClassOf(path) === 'code')
    .map(([path, { lines }]) => {
      const fileId = story.identity.fileOf(story.pathId(path));
      const commits = story.commits.filter(
        ({ isMerge, changes }) => !isMerge && changes.some((change) => change.fileId === fileId),
      );
      const decayed = commits.reduce((sum, { seconds }) => sum + 2 ** ((seconds - last) / (180 * daySeconds)), 0);
      return { path, lines, commits, decayed };
    });
  const rankAmong = (values: number[], value: number): number => {
    const places = values.toSorted((a, b) => a - b).flatMap((one, at) => (one === value ? [at + 1] : []));
    return places.reduce((sum, place) => sum + place, 0) / places.length / values.length;
  };
  const changes = files.map(({ decayed }) => decayed);
  const sizes = files.map(({ lines }) => lines);
  return files.map(({ path, lines, commits, decayed }) => {
    const people = new Map<number, number>();
    for (const { person } of commits) people.set(person, (people.get(person) ?? 0) + 1);
    const squares = [...people.values()].reduce((sum, count) => sum + (count / commits.length) ** 2, 0);
    return {
      file: path,
      lines,
      changes: commits.length,
      changes_90d: commits.filter(({ seconds }) => last - seconds < 90 * daySeconds).length,
      people: people.size,
      effective_people: expect.closeTo(squares === 0 ? 0 : 1 / squares, 9) as unknown as number,
      changes_decayed: expect.closeTo(decayed, 9) as unknown as number,
      score: expect.closeTo(rankAmong(changes, decayed) * rankAmong(sizes, lines), 9) as unknown as number,
    };
  });
}

import { describe, expect, test } from 'vitest';
import { burndown } from '../../analyzers/burndown/index.ts';
import { analyze } from '../support/analyzer-harness.ts';
import {
  added,
  addedBinary,
  becameBinary,
  becameText,
  CommitStory,
  deleted,
  modified,
  renamed,
} from '../support/commit-story.ts';
import { randomStory } from '../support/random-story.ts';
import { burndownModel, type ModelOptions } from './burndown-model.ts';

const byTwo = { granularity: 2, sampling: 2 };

function smallStory(): CommitStory {
  return new CommitStory()
    .commit({ tick: 0, person: 0 }, added('a.c', 10))
    .commit({ tick: 1, person: 1 }, modified('a.c', [2, 3, 2, 1]))
    .commit({ tick: 5, person: 1 }, modified('a.c', [0, 4, 0, 6]), added('b.c', 5))
    .commit({ tick: 6, person: 0 }, deleted('b.c'));
}

const oid = (index: number): string => index.toString(16).padStart(40, '0');

describe('burndown', () => {
  test('samples carry lines by band; intervals without a commit repeat the last', () => {
    const analysis = analyze(burndown, smallStory(), { options: byTwo });
    expect(analysis.table('global_survival')).toEqual([
      sample(0, '2020-01-03T00:00:00Z', 1, 8, [8]),
      sample(1, '2020-01-05T00:00:00Z', 1, 8, [8, 0]),
      sample(2, '2020-01-07T00:00:00Z', 2, 15, [4, 0, 11]),
      sample(3, '2020-01-07T01:00:00Z', 3, 10, [4, 0, 6, 0]),
    ]);
    expect(analysis.record('aggregate')).toEqual({
      total_current_lines: 10,
      total_peak_lines: 19,
      overall_survival_rate: 10 / 19,
      analysis_period_days: 6,
      num_bands: 4,
      num_samples: 4,
      tracked_files: 1,
      tracked_developers: 2,
    });
    expect(analysis.table('bands').at(-1)).toEqual({
      index: 3,
      from: '2020-01-07T00:00:00Z',
      to: '2020-01-09T00:00:00Z',
    });
  });

  test('people are ranked by lines, and whose lines went is told', () => {
    const analysis = analyze(burndown, smallStory(), { options: byTwo });
    expect(analysis.table('developer_survival')).toEqual([developer(1, 'Bob', 6, 11), developer(0, 'Ada', 4, 7)]);
    expect(analysis.table('interactions')).toEqual([
      interaction(0, 'Ada', 1, 'Bob', 6),
      interaction(1, 'Bob', 0, 'Ada', 5),
      interaction(1, 'Bob', 1, 'Bob', 1),
    ]);
    expect(analysis.table('file_survival')).toEqual([
      {
        path: 'a.c',
        current_lines: 10,
        ownership: { 0: 4, 1: 6 },
        top_owner_id: 1,
        top_owner_name: 'Bob',
        top_owner_percentage: 60,
      },
    ]);
  });

  test('lines of people are told at each sample, of whoever ever had most first', () => {
    const analysis = analyze(burndown, smallStory(), { options: byTwo });
    const rows = analysis.table('developer_lines').map(({ sample_index, name, lines }) => [sample_index, name, lines]);
    expect(rows).toEqual([
      ...[
        [0, 'Bob', 1],
        [0, 'Ada', 7],
      ],
      ...[
        [1, 'Bob', 1],
        [1, 'Ada', 7],
      ],
      ...[
        [2, 'Bob', 11],
        [2, 'Ada', 4],
      ],
      ...[
        [3, 'Bob', 6],
        [3, 'Ada', 4],
      ],
    ]);
    const times = new Map(analysis.table('global_survival').map((row) => [row['sample_index'], row['sampled_at']]));
    for (const row of analysis.table('developer_lines')) {
      expect(row['sampled_at']).toBe(times.get(row['sample_index']!));
    }
  });

  test('at most 20 people are told over time, and they end with the lines that they have', () => {
    const story = new CommitStory();
    for (let person = 0; person < 30; person += 1) {
      story.commit({ tick: person, person }, added(`${person}.c`, 10 + ((person * 7) % 30)));
    }
    const analysis = analyze(burndown, story, { options: byTwo });
    const last = analysis.table('global_survival').at(-1)!['sample_index'];
    const found = analysis.table('developer_lines').filter((row) => row['sample_index'] === last);
    const wanted = analysis.table('developer_survival').slice(0, 20);
    const linesOf = (row: (typeof found)[number]): unknown => [row['id'], row['lines'] ?? row['current_lines']];
    expect(found.map(linesOf)).toEqual(wanted.map(linesOf));
  });

  test('with people and files off their sections stay and are empty', () => {
    const options = { ...byTwo, people: false, files: false };
    const analysis = analyze(burndown, smallStory(), { options });
    for (const name of ['file_survival', 'developer_survival', 'interactions', 'developer_lines']) {
      expect(analysis.table(name)).toEqual([]);
    }
    const folders = analysis.table('folder_lines').map((row) => [row['sample_index'], row['folder'], row['lines']]);
    expect(folders).toEqual([8, 8, 15, 10].map((lines, index) => [index, '.', lines]));
    expect(analysis.record('aggregate')).toMatchObject({ tracked_files: 0, tracked_developers: 0 });
    expect(analysis.table('global_survival').map((row) => row['total_lines'])).toEqual([8, 8, 15, 10]);
  });

  test('with people off files have lines and no owners', () => {
    const analysis = analyze(burndown, smallStory(), { options: { ...byTwo, people: false } });
    expect(analysis.table('file_survival')).toEqual([
      {
        path: 'a.c',
        current_lines: 10,
        ownership: {},
        top_owner_id: null,
        top_owner_name: null,
        top_owner_percentage: 0,
      },
    ]);
  });

  test('lines older than the walk are in band 0 and belong to nobody', () => {
    const story = new CommitStory()
      .startFrom(added('old.c', 4))
      .commit({ tick: 0, person: 0 })
      .commit({ tick: 3, person: 0 }, modified('old.c', [0, 1, 0, 2]));
    const analysis = analyze(burndown, story, { options: byTwo });
    expect(analysis.table('global_survival').map((row) => [row['commit'], row['band_breakdown']])).toEqual([
      [oid(0), [4]],
      [oid(1), [3, 2]],
    ]);
    expect(analysis.table('file_survival')[0]).toMatchObject({
      current_lines: 5,
      ownership: { 0: 2 },
      top_owner_percentage: 40,
    });
    expect(analysis.table('developer_survival')).toEqual([developer(0, 'Ada', 2, 2)]);
    expect(analysis.table('interactions')).toEqual([]);
  });

  test('lines move with a rename, and keep their age and author', () => {
    const story = new CommitStory()
      .commit({ tick: 0, person: 0 }, added('z.c', 6), ...manyFiles())
      .commit({ tick: 2, person: 1 }, renamed('z.c', 'a.c'))
      .commit({ tick: 4, person: 1 }, renamed('a.c', 'q.c', [5, 1, 5, 2]), added('a.c', 1));
    const analysis = analyze(burndown, story, { options: byTwo });
    const owners = analysis.table('file_survival').map((row) => [row['path'], row['ownership']]);
    expect(owners.filter(([path]) => /^[aq]\.c$/.test(String(path)))).toEqual([
      ['a.c', { 1: 1 }],
      ['q.c', { 0: 5, 1: 2 }],
    ]);
    expect(analysis.table('interactions')).toEqual([interaction(0, 'Ada', 1, 'Bob', 1)]);
  });

  test('a name that a rename freed may come again, whatever hibernated meanwhile', () => {
    const story = new CommitStory()
      .commit({ person: 0 }, added('z.c', 6), ...manyFiles(200))
      .commit({ person: 0 }, renamed('z.c', 'a.c'))
      .commit({ person: 0 }, deleted('zz/70'), deleted('zz/170'))
      .commit({ person: 1 }, added('z.c', 2));
    const owners = analyze(burndown, story).table('file_survival');
    const wanted = owners.filter((row) => /^[az]\.c$/.test(String(row['path'])));
    expect(wanted.map((row) => row['ownership'])).toEqual([{ 0: 6 }, { 1: 2 }]);
  });

  test('of owners with as many lines the smaller id is on top', () => {
    const story = new CommitStory()
      .commit({ person: 1 }, added('a', 4))
      .commit({ person: 0 }, modified('a', [0, 2, 0, 2]));
    expect(analyze(burndown, story).table('file_survival')[0]).toMatchObject({ top_owner_id: 0 });
  });

  test('a binary file has no lines, and turns to text and back', () => {
    const story = new CommitStory()
      .commit({ tick: 0, person: 0 }, addedBinary('a'), added('b', 7))
      .commit({ tick: 2, person: 1 }, becameText('a', 3), becameBinary('b'))
      .commit({ tick: 4, person: 1 }, modified('a'));
    const analysis = analyze(burndown, story, { options: byTwo });
    expect(analysis.table('global_survival').map((row) => row['band_breakdown'])).toEqual([[7], [0, 3], [0, 3, 0]]);
    expect(analysis.table('file_survival').map((row) => row['path'])).toEqual(['a']);
  });

  test('ticks behind the last sample fall into it and are counted', () => {
    const story = new CommitStory()
      .commit({ tick: 0, person: 0 }, added('a', 1))
      .commit({ tick: 20_000, person: 0 }, added('b', 2));
    const options = { sampling: 1, granularity: 1_000_000 };
    const analysis = analyze(burndown, story, { options });
    expect(analysis.table('global_survival')).toHaveLength(10_000);
    expect(analysis.table('global_survival').at(-1)).toMatchObject({
      total_lines: 3,
      commit: oid(1),
    });
    expect(analysis.gaps).toEqual({ burndown_late_commits: 1 });
    const byDay = { sampling: 1_000_000, granularity: 1 };
    expect(analyze(burndown, story, { options: byDay }).table('bands').at(-1)).toEqual({
      index: 9_999,
      from: '2047-05-18T00:00:00Z',
      to: '2074-10-05T00:00:00Z',
    });
  });

  test('a tree at the end with other lines breaks an invariant that names both numbers', () => {
    const total = () => analyze(burndown, smallStory(), { files: { textLines: 11 } });
    expect(total).toThrow(expect.objectContaining({ code: 'INVARIANT' }));
    expect(total).toThrow(/10 lines.* 11/);
  });

  test('a band below zero breaks an invariant that names it', () => {
    const event = { place: 3, origin: 2, file: 0, lines: -7 };
    const run = () => analyze(burndown, smallStory(), { options: byTwo, extraEvents: [event] });
    expect(run).toThrow(expect.objectContaining({ code: 'INVARIANT' }));
    expect(run).toThrow(/band 2 of sample 3 has -1 lines/);
    const people = () => {
      // Of another band: bands are as before, and the person of place 2 has less than nothing.
      const events = [
        { ...event, lines: 7 - 14 },
        { ...event, origin: -1, lines: 7 },
      ];
      return analyze(burndown, smallStory(), { options: { granularity: 90, sampling: 2 }, extraEvents: events });
    };
    expect(people).toThrow(/developer 1 has -1 lines at sample 3/);
  });

  /** A merge brings at tick 5 what a branch wrote at tick 1, and takes away a line of the first commit. */
  function branchStory(): CommitStory {
    return new CommitStory()
      .commit({ tick: 0, person: 0 }, added('src/a.c', 10))
      .commit({ tick: 1, person: 1, isMainline: false }, modified('src/a.c', [2, 1, 2, 3]), added('b.go', 4))
      .commit({ tick: 5, person: 2, isMerge: true, writer: 1 }, modified('src/a.c', [2, 1, 2, 3]), added('b.go', 4));
  }

  test('lines of a branch are of whoever wrote them, and come with the merge', () => {
    const analysis = analyze(burndown, branchStory(), { options: byTwo });
    const bands = analysis.table('global_survival').map((row) => row['band_breakdown']);
    expect(bands).toEqual([[10], [10, 0], [16, 0, 0]]);
    expect(analysis.table('developer_survival')).toEqual([developer(0, 'Ada', 9, 10), developer(1, 'Bob', 7, 7)]);
    expect(analysis.table('interactions')).toEqual([interaction(0, 'Ada', 1, 'Bob', 1)]);
    expect(analysis.table('file_survival').map((row) => row['ownership'])).toEqual([{ 1: 4 }, { 0: 9, 1: 3 }]);
    expect(analysis.commits).toEqual([[10], [0], [6]]);
  });

  test('age counts from the commit that wrote a line, or from when the mainline got it', () => {
    const options = { ...byTwo, birth: 'landed' };
    const bands = analyze(burndown, branchStory(), { options }).table('global_survival');
    expect(bands.map((row) => row['band_breakdown'])).toEqual([[10], [10, 0], [9, 0, 7]]);
  });

  test('folders and languages have the lines of their files at each sample, the largest first', () => {
    const story = branchStory().commit({ tick: 6, person: 0 }, renamed('b.go', 'src/b.go'), added('b.ts', 20));
    const analysis = analyze(burndown, story, { options: byTwo });
    const rowsOf = (section: string, name: string): unknown[] => {
      return analysis.table(section).map((row) => [row['sample_index'], row[name], row['lines']]);
    };
    expect(rowsOf('folder_lines', 'folder')).toEqual([
      ...[
        [0, 'src', 10],
        [1, 'src', 10],
        [2, 'src', 16],
      ],
      ...[
        [3, '.', 20],
        [3, 'src', 16],
      ],
    ]);
    expect(rowsOf('language_lines', 'language')).toEqual([
      ...[
        [0, 'C', 10],
        [1, 'C', 10],
      ],
      ...[
        [2, 'C', 12],
        [2, 'Go', 4],
      ],
      ...[
        [3, 'TypeScript', 20],
        [3, 'C', 12],
        [3, 'Go', 4],
      ],
    ]);
  });

  test.each([1, 2, 3, 4, 5, 6])('equals a model of single lines, seed %i', (seed) => {
    const story = randomStory(seed, 120);
    const birth = seed % 2 === 0 ? 'landed' : 'written';
    const options: ModelOptions = { granularity: 1 + seed * 3, sampling: 31 - seed * 5, birth };
    const analysis = analyze(burndown, story, { options: { ...options }, changesPerSlice: 2 });
    const model = burndownModel(story, options);
    expect(analysis.table('global_survival').map((row) => row['band_breakdown'])).toEqual(model.bands);
    const owners = analysis.table('file_survival').map((row) => [row['path'], row['ownership']]);
    expect(Object.fromEntries(owners)).toEqual(model.owners);
    const byPerson: { [path: string]: { [id: string]: unknown } } = {};
    for (const row of analysis.table('file_owners'))
      (byPerson[String(row['path'])] ??= {})[String(row['id'])] = row['lines'];
    const owned = Object.entries(model.owners).filter(([, lines]) => Object.keys(lines as object).length > 0);
    expect(byPerson).toEqual(Object.fromEntries(owned));
    const met = analysis.table('interactions').map((row) => [row['author_id'], row['modifier_id']].join());
    const lines = analysis.table('interactions').map((row) => row['lines_modified']);
    expect(Object.fromEntries(met.map((key, at) => [key, lines[at]]))).toEqual(model.interactions);
    const layers = (section: string, name: string): unknown => {
      const rows = analysis.table(section);
      return Object.fromEntries(rows.map((row) => [[row['sample_index'], row[name]].join(), row['lines']]));
    };
    expect(layers('developer_lines', 'id')).toEqual(model.people);
    expect(layers('folder_lines', 'folder')).toEqual(model.folders);
    expect(layers('language_lines', 'language')).toEqual(model.languages);
  });
});

function sample(index: number, at: string, commit: number, total: number, bands: number[]): object {
  return {
    sample_index: index,
    sampled_at: at,
    commit: oid(commit),
    total_lines: total,
    survival_rate: total / 19,
    band_breakdown: bands,
  };
}

function developer(id: number, name: string, current: number, peak: number): object {
  const email = `${name.toLowerCase()}@example.org`;
  const lines = { current_lines: current, peak_lines: peak, survival_rate: current / peak };
  return { id, name, email, ...lines };
}

function interaction(authorId: number, author: string, modifierId: number, modifier: string, lines: number): object {
  return {
    author_id: authorId,
    author_name: author,
    modifier_id: modifierId,
    modifier_name: modifier,
    lines_modified: lines,
    is_self_modify: authorId === modifierId,
  };
}

/** Enough paths that the next one is in another part. */
function manyFiles(length = 70): ReturnType<typeof added>[] {
  return Array.from({ length }, (_, at) => added(`zz/${at}`, 1));
}

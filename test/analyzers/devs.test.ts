import { describe, expect, test } from 'vitest';
import { shareOut } from '../../analyzers/devs/contribution-share.ts';
import { devs } from '../../analyzers/devs/index.ts';
import { analyze } from '../support/analyzer-harness.ts';
import { added, addedBinary, CommitStory, deleted, modified } from '../support/commit-story.ts';

function smallStory(): CommitStory {
  return new CommitStory()
    .commit({ tick: 0, person: 0 }, added('a.c', 10), added('b.ts', 90))
    .commit({ tick: 0, person: 1 }, modified('a.c', [0, 4, 0, 6]))
    .commit({ tick: 3, person: 1 }, addedBinary('logo'))
    .commit({ tick: 100, person: 2, isMerge: true }, added('merged.c', 50))
    .commit({ tick: 100, person: 1 })
    .commit({ tick: 101, person: 1 }, deleted('a.c'));
}

describe('devs', () => {
  test('developers by commits; merges and empty commits count for nobody', () => {
    expect(analyze(devs, smallStory()).table('developers')).toEqual([
      {
        id: 1,
        name: 'Bob',
        email: 'bob@example.org',
        commits: 3,
        lines_added: 6,
        lines_removed: 16,
        lines_changed: 4,
        net_lines: -10,
        languages: { C: { added: 6, removed: 16, changed: 4 } },
        first_tick: 0,
        last_tick: 101,
        active_ticks: 3,
        first_tick_at: '2020-01-01T00:00:00Z',
        last_tick_at: '2020-04-11T00:00:00Z',
      },
      {
        id: 0,
        name: 'Ada',
        email: 'ada@example.org',
        commits: 1,
        lines_added: 100,
        lines_removed: 0,
        lines_changed: 0,
        net_lines: 100,
        languages: {
          C: { added: 10, removed: 0, changed: 0 },
          TypeScript: { added: 90, removed: 0, changed: 0 },
        },
        first_tick: 0,
        last_tick: 0,
        active_ticks: 1,
        first_tick_at: '2020-01-01T00:00:00Z',
        last_tick_at: '2020-01-01T00:00:00Z',
      },
    ]);
  });

  test('languages and their bus factors', () => {
    const analysis = analyze(devs, smallStory());
    expect(analysis.table('languages')).toEqual([
      {
        name: 'TypeScript',
        total_lines: 90,
        total_contribution: 90,
        contributors: { 0: 90 },
        lines_added: 90,
        current_lines: 90,
      },
      {
        name: 'C',
        total_lines: 16,
        total_contribution: 32,
        contributors: { 0: 10, 1: 22 },
        lines_added: 16,
        current_lines: 50,
      },
    ]);
    expect(analysis.table('busfactor')).toEqual([
      {
        language: 'TypeScript',
        bus_factor: 1,
        total_contributors: 1,
        primary_dev_id: 0,
        primary_dev_name: 'Ada',
        primary_percentage: 100,
        secondary_dev_id: null,
        secondary_dev_name: null,
        secondary_percentage: 0,
        risk_level: 'CRITICAL',
        share_percentage: 9000 / 122,
        risk_reason: 'one person made 100.0 % of the lines',
      },
      {
        language: 'C',
        bus_factor: 1,
        total_contributors: 2,
        primary_dev_id: 1,
        primary_dev_name: 'Bob',
        primary_percentage: 68.75,
        secondary_dev_id: 0,
        secondary_dev_name: 'Ada',
        secondary_percentage: 31.25,
        risk_level: 'MEDIUM',
        share_percentage: 3200 / 122,
        risk_reason: 'one person made 68.8 % of the lines',
      },
    ]);
  });

  test('a language with a small share of the lines is no risk, and comes last', () => {
    const story = new CommitStory()
      .commit({ person: 0 }, added('a.c', 600), added('b.ts', 9))
      .commit({ person: 1 }, added('b.c', 391));
    const rows = analyze(devs, story).table('busfactor');
    expect(rows.map((row) => [row['language'], row['risk_level'], row['risk_reason']])).toEqual([
      ['C', 'MEDIUM', 'one person made 60.5 % of the lines'],
      ['TypeScript', 'LOW', '0.90 % of all lines'],
    ]);
  });

  test('activity, churn and sums over ticks', () => {
    const analysis = analyze(devs, smallStory());
    expect(analysis.table('activity')).toEqual([
      { tick: 0, by_developer: { 0: 1, 1: 1 }, total_commits: 2, tick_at: '2020-01-01T00:00:00Z' },
      { tick: 3, by_developer: { 1: 1 }, total_commits: 1, tick_at: '2020-01-04T00:00:00Z' },
      { tick: 101, by_developer: { 1: 1 }, total_commits: 1, tick_at: '2020-04-11T00:00:00Z' },
    ]);
    expect(analysis.table('churn')).toEqual([
      { tick: 0, lines_added: 106, lines_removed: 4, net_change: 102, tick_at: '2020-01-01T00:00:00Z' },
      { tick: 3, lines_added: 0, lines_removed: 0, net_change: 0, tick_at: '2020-01-04T00:00:00Z' },
      { tick: 101, lines_added: 0, lines_removed: 12, net_change: -12, tick_at: '2020-04-11T00:00:00Z' },
    ]);
    // Ada was last seen more than 90 days before the end.
    expect(analysis.record('aggregate')).toEqual({
      total_commits: 4,
      total_lines_added: 106,
      total_lines_removed: 16,
      total_developers: 2,
      active_developers: 1,
      analysis_period_ticks: 101,
      project_bus_factor: 1,
      total_languages: 2,
    });
  });

  test('ties in commits go to the smaller id', () => {
    const story = new CommitStory();
    for (const person of [2, 0, 1]) story.commit({ person }, added(`of-${person}`, 1));
    expect(
      analyze(devs, story)
        .table('developers')
        .map((row) => row['id']),
    ).toEqual([0, 1, 2]);
  });

  test('the languages of a developer are in the order of their names', () => {
    const story = new CommitStory().commit({}, added('a', 1), added('b.ts', 1), added('c.c', 1));
    const languages = analyze(devs, story).table('developers')[0]!['languages'];
    expect(Object.keys(languages as object)).toEqual(['C', 'Other', 'TypeScript']);
  });

  test('anonymize is a rule of the run, and no business of the analyzer', () => {
    expect(devs.options.map(({ name, aliasOf }) => [name, aliasOf])).toEqual([['anonymize', 'anonymize']]);
  });
});

describe('shareOut()', () => {
  test('takes the fewest people who made half, ties to the first', () => {
    const share = (...lines: number[]) => shareOut({ ids: lines.map((_, at) => at), lines });
    expect(share()).toEqual({ busFactor: 0, total: 0, primary: -1, secondary: -1 });
    expect(share(5)).toEqual({ busFactor: 1, total: 5, primary: 0, secondary: -1 });
    expect(share(1, 1)).toEqual({ busFactor: 1, total: 2, primary: 0, secondary: 1 });
    expect(share(1, 2, 2, 1)).toEqual({ busFactor: 2, total: 6, primary: 1, secondary: 2 });
    expect(share(10, 10, 10, 10, 9).busFactor).toBe(3);
  });
});

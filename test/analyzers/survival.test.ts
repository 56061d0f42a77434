import { describe, expect, test } from 'vitest';
import { ledger } from '../../analyzers/ledger/index.ts';
import { survival } from '../../analyzers/survival/index.ts';
import { type Analysis, analyze, type Row } from '../support/analyzer-harness.ts';
import { added, CommitStory, modified } from '../support/commit-story.ts';
import { randomStory } from '../support/random-story.ts';
import { livesOf, modelCurve, type ModelStep } from './survival-model.ts';

/** Twelve lines: 6 of day 0, 4 of day 5, 2 of day 10; two die at 10 days of age, one at 10, three at 20. */
function twelveLines(): CommitStory {
  return new CommitStory()
    .commit({ tick: 0, person: 0 }, added('a.c', 6))
    .commit({ tick: 5, person: 1 }, added('b.c', 4))
    .commit({ tick: 10, person: 0 }, added('c.go', 2), modified('a.c', [0, 2, 0, 0]))
    .commit({ tick: 15, person: 1 }, modified('b.c', [0, 1, 0, 0]))
    .commit({ tick: 20, person: 1 }, modified('a.c', [0, 3, 0, 0]))
    .commit({ tick: 30, person: 1 });
}

const by = (...kinds: string[]): { options: { by: string[] } } => ({ options: { by: kinds } });

function rowsOf(analysis: Analysis, section: string, kind: string, label: string): Row[] {
  return analysis.table(section).filter((row) => row['label_kind'] === kind && row['label'] === label);
}

describe('survival', () => {
  test('twelve lines by hand: deaths come before censoring, what is alive is censored at the end', () => {
    const analysis = analyze(survival, twelveLines(), by());
    const points = analysis
      .table('survival_curves')
      .map((row) => [...[row['age_days'], row['at_risk'], row['deaths'], row['censored'], row['survival']]]);
    expect(points).toHaveLength(31);
    expect(points[9]).toEqual([9, 12, 0, 0, 1]);
    expect(points[10]).toEqual([10, 12, 3, 0, 0.75]);
    expect(points[20]).toEqual([20, 9, 3, 2, 0.5]);
    expect(points[25]).toEqual([25, 4, 0, 3, 0.5]);
    expect(points[30]).toEqual([30, 1, 0, 1, 0.5]);
    const summary = analysis.record('survival_summary');
    // 3 x 10 + 3 x 20 days until death, 30 + 3 x 25 + 2 x 20 until the end: 6 deaths in 235 days.
    expect(summary).toMatchObject({
      ...{ label_kind: 'all', label: 'all', lines_born: 12, lines_died: 6, commits: 3 },
      ...{ s30: 0.5, s90: null, s365: null, median_days: 20, median_low: null, rmst365: null },
      half_life_days: Number(((Math.LN2 * 235) / 6).toPrecision(6)),
    });
    const hazard = analysis.table('hazard').map((row) => Object.values(row).slice(2));
    const years = (days: number): number => Number((days / 365.25).toPrecision(6));
    expect(hazard[0]).toEqual([0, 7, 0, years(96), 0]);
    expect(hazard[1]).toEqual([8, 30, 6, years(139), Number((6000 / (139 / 365.25)).toPrecision(6))]);
    expect(hazard[2]).toEqual([31, 90, 0, 0, null]);
    expect(analysis.record('aggregate')).toEqual({ lines_born: 12, commits: 3, left_truncated: 0, lines_at_end: 6 });
  });

  test('labels of a kind share out all lines, those with most lines first', () => {
    const analysis = analyze(survival, twelveLines(), by('language', 'author'));
    const labels = analysis.table('survival_summary').map((row) => Object.values(row).slice(0, 4));
    expect(labels).toEqual([
      ['all', 'all', 12, 6],
      ['author', 'Ada', 8, 5],
      ['author', 'Bob', 4, 1],
      ['language', 'C', 10, 6],
      ['language', 'Go', 2, 0],
    ]);
    expect(analysis.table('survival_comparison')).toEqual([]);
  });

  test('lines that are older than the walk are left out, and counted', () => {
    const story = new CommitStory()
      .startFrom(added('old.c', 9))
      .commit({ tick: 0 }, added('a.c', 2))
      .commit({ tick: 3 }, modified('old.c', [0, 9, 0, 1]));
    const analysis = analyze(survival, story, by());
    expect(analysis.record('aggregate')).toMatchObject({ lines_born: 3, left_truncated: 9, lines_at_end: 3 });
    expect(analysis.gaps).toEqual({ survival_left_truncated: 9 });
    expect(analysis.record('survival_summary')).toMatchObject({ lines_born: 3, lines_died: 0 });
  });

  test('an empty history has no labels, and files of a class can be left out', () => {
    expect(analyze(survival, new CommitStory()).table('survival_summary')).toEqual([]);
    const story = new CommitStory().commit({}, added('a.c', 2), added('test/a.c', 3));
    const options = { ...by().options, 'exclude-class': ['test'] };
    expect(analyze(survival, story, { options }).record('aggregate')).toMatchObject({ lines_born: 2 });
  });

  test.each([1, 2, 3, 4, 5, 6])('a slow model of the ledger has the same curves, seed %i', (seed) => {
    const story = randomStory(seed, 150);
    const analysis = analyze(survival, story, by('author', 'cohort', 'folder'));
    const tables = analyze(ledger, story);
    const place = (oid: unknown): number => Number.parseInt(oid as string, 16);
    const seconds = (oid: unknown): number => story.commits[place(oid)]!.seconds;
    const births = tables.table('line_births').filter((row) => row['commit'] !== null);
    const deaths = tables.table('line_deaths').filter((row) => row['intro_commit'] !== null);
    const alive = tables.table('lines_alive').filter((row) => row['intro_commit'] !== null);
    const landed = new Map<string, number>();
    for (const row of births) {
      const origin = row['commit'] as string;
      landed.set(origin, Math.min(landed.get(origin) ?? Number.POSITIVE_INFINITY, seconds(row['landed_commit'])));
    }
    const names = ['Ada', 'Bob', 'Cyd', 'Dan', 'Person 4'];
    const selections: [kind: string, label: string, (origin: string) => boolean][] = [
      ['all', 'all', () => true],
      ...names.map((name, id): [string, string, (origin: string) => boolean] => [
        ...(['author', name] as const),
        (origin) => story.commits[place(origin)]!.person === id,
      ]),
      ...['2020', '2021', '2022'].map((year): [string, string, (origin: string) => boolean] => [
        ...(['cohort', year] as const),
        (origin) => new Date(landed.get(origin)! * 1000).toISOString().startsWith(year),
      ]),
    ];
    let checked = 0;
    for (const [kind, label, wanted] of selections) {
      const step = (origin: unknown, at: unknown, lines: number): ModelStep[] =>
        wanted(origin as string) ? [{ origin: origin as string, at: at as string, seconds: seconds(at), lines }] : [];
      const steps = [
        ...births.flatMap((row) => step(row['commit'], row['landed_commit'], Number(row['lines']))),
        ...deaths.flatMap((row) => step(row['intro_commit'], row['landed_commit'], -Number(row['lines']))),
      ].sort((a, b) => place(a.at) - place(b.at));
      const left = new Map<string, number>();
      for (const row of alive) {
        const origin = row['intro_commit'] as string;
        if (wanted(origin)) left.set(origin, (left.get(origin) ?? 0) + Number(row['lines']));
      }
      const lives = livesOf(steps, left, (origin) => landed.get(origin)!, story.commits.at(-1)!.seconds);
      const curve = modelCurve(lives);
      for (const row of rowsOf(analysis, 'survival_curves', kind, label)) {
        const age = Number(row['age_days']);
        expect(row['at_risk'], `${label} at ${age}`).toBe(curve.atRisk(age));
        expect(row['survival'], `${label} at ${age}`).toBeCloseTo(curve.share(age), 5);
        checked += 1;
      }
    }
    expect(checked).toBeGreaterThan(100);
  });

  test.each([7, 8])('files share out all lines, and what moves between them does not die, seed %i', (seed) => {
    const analysis = analyze(survival, randomStory(seed, 150), by('folder', 'language', 'class'));
    const all = analysis.record('survival_summary');
    for (const kind of ['folder', 'language', 'class']) {
      const rows = analysis.table('survival_summary').filter((row) => row['label_kind'] === kind);
      const sum = (column: string): number => rows.reduce((total, row) => total + Number(row[column]), 0);
      expect(sum('lines_died')).toBe(all['lines_died']);
    }
    for (const label of analysis.table('survival_summary')) {
      const rows = rowsOf(analysis, 'survival_curves', String(label['label_kind']), String(label['label']));
      const sum = (column: string): number => rows.reduce((total, row) => total + Number(row[column]), 0);
      expect(sum('deaths') + sum('censored')).toBe(label['lines_born']);
      expect(sum('deaths')).toBe(label['lines_died']);
    }
  });

  test('a tree at the end with other lines breaks an invariant', () => {
    const story = twelveLines();
    const extraEvents = [{ place: 5, origin: 0, file: 0, lines: -1, remover: 5 }];
    const run = (): unknown => analyze(survival, story, { ...by(), extraEvents });
    expect(run).toThrow(expect.objectContaining({ code: 'INVARIANT' }));
  });
});

import { describe, expect, test } from 'vitest';
import { ledger } from '../../analyzers/ledger/index.ts';
import { analyze } from '../support/analyzer-harness.ts';
import { added, CommitStory, modified, renamed } from '../support/commit-story.ts';
import { randomStory } from '../support/random-story.ts';

const oid = (place: number): string => place.toString(16).padStart(40, '0');

/** A branch takes a line away and writes two; its merge is place 2. */
function branchStory(): CommitStory {
  return new CommitStory()
    .startFrom(added('old', 2))
    .commit({ person: 0 }, added('f', 5))
    .commit({ person: 1, isMainline: false }, modified('f', [1, 1, 1, 2]))
    .commit({ person: 2, isMerge: true, writer: 1 }, modified('f', [1, 1, 1, 2]))
    .commit({ person: 0 }, renamed('f', 'g', [0, 1, 0, 0]), modified('old', [0, 1, 0, 1]));
}

describe('ledger', () => {
  test('lists what came, what went and what is there, by the commits that did it', () => {
    const analysis = analyze(ledger, branchStory());
    const rowsOf = (name: string): unknown[] => analysis.table(name).map((row) => Object.values(row));
    expect(rowsOf('line_births')).toEqual([
      [null, null, 'old', 2],
      [oid(0), oid(0), 'g', 5],
      [oid(1), oid(2), 'g', 2],
      [oid(3), oid(3), 'old', 1],
    ]);
    expect(rowsOf('line_deaths')).toEqual([
      [oid(0), oid(1), oid(2), 'g', 1],
      [null, oid(3), oid(3), 'old', 1],
      [oid(0), oid(3), oid(3), 'g', 1],
    ]);
    expect(rowsOf('lines_alive')).toEqual([
      ['g', oid(0), 3],
      ['g', oid(1), 2],
      ['old', null, 1],
      ['old', oid(3), 1],
    ]);
    expect(analysis.record('aggregate')).toEqual({
      ...{ lines_born: 10, lines_died: 3, lines_alive: 7 },
      ...{ baseline_lines: 2, deaths_on_branches: 1, files: 2 },
    });
  });

  test.each([1, 2, 3])('births less deaths of each commit are its lines that are alive, seed %i', (seed) => {
    const analysis = analyze(ledger, randomStory(seed, 120));
    const sums = new Map<unknown, number>();
    const count = (section: string, column: string, sign: number): void => {
      for (const row of analysis.table(section)) {
        sums.set(row[column], (sums.get(row[column]) ?? 0) + sign * Number(row['lines']));
      }
    };
    count('line_births', 'commit', 1);
    count('line_deaths', 'intro_commit', -1);
    count('lines_alive', 'intro_commit', -1);
    expect(sums.size).toBeGreaterThan(20);
    expect(new Set(sums.values())).toEqual(new Set([0]));
  });

  test('a tree at the end with other lines breaks an invariant that names the numbers', () => {
    const run = (): unknown => analyze(ledger, branchStory(), { files: { textLines: 9 } });
    expect(run).toThrow(expect.objectContaining({ code: 'INVARIANT' }));
    expect(run).toThrow(/10 lines were born, 3 died, the tree at the end has 9/);
  });
});

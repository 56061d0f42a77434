import { describe, expect, test } from 'vitest';
import { szz } from '../../analyzers/szz/index.ts';
import { type CommitNotes, commitFlag } from '../../engine/index.ts';
import { analyze } from '../support/analyzer-harness.ts';
import { added, CommitStory, modified, renamed } from '../support/commit-story.ts';
import { randomStory } from '../support/random-story.ts';
import { StoryLines } from '../support/story-lines.ts';

const oid = (place: number): string => place.toString(16).padStart(40, '0');

/** The commits at these places say that they fix something. */
function fixesAt(...places: readonly number[]): Partial<CommitNotes> {
  return { flags: (place) => (places.includes(place) ? commitFlag.fix : 0) };
}

describe('szz', () => {
  test('links a fix to who wrote the lines that it removed, over a rename and on a branch', () => {
    const story = new CommitStory()
      .startFrom(added('old.c', 2))
      .commit({ tick: 0, person: 0 }, added('f.c', 5))
      .commit({ tick: 10, person: 1 }, modified('f.c', [0, 0, 0, 2]))
      .commit({ tick: 20, person: 2 }, renamed('f.c', 'g.c'))
      .commit({ tick: 30, person: 2 }, modified('g.c', [0, 3, 0, 3]), modified('old.c', [0, 1, 0, 0]))
      .commit({ tick: 40, person: 0, isMainline: false }, modified('g.c', [5, 1, 5, 0]))
      .commit({ tick: 41, person: 1, isMerge: true, writer: 4 }, modified('g.c', [5, 1, 5, 0]));
    const analysis = analyze(szz, story, { notes: fixesAt(3, 4) });
    const links = analysis.table('szz').map((row) => Object.values(row));
    expect(links.map((cells) => cells.slice(0, 5))).toEqual([
      [oid(3), null, 'old.c', 1, null],
      [oid(3), oid(0), 'g.c', 1, 30],
      [oid(3), oid(1), 'g.c', 2, 20],
      [oid(4), oid(0), 'g.c', 1, 40],
    ]);
    // The first and last lines were written by one person.
    expect(links[0]![5]).toBeNull();
    expect(links[1]![5]).toBe(links[3]![5]);
    expect(links[1]![5]).not.toBe(links[2]![5]);
    expect(analysis.record('fix_latency')).toEqual({
      ...{ fix_commits: 2, linked_fixes: 2, intro_commits: 2, fixed_lines: 4 },
      ...{ days_p10: 20, days_p25: 20, days_p50: 20, days_p75: 30, days_p90: 40 },
    });
    const density = analysis.table('bug_density');
    expect(density[0]).toEqual({ scope: 'all', label: '', fixed_lines: 5, born_lines: 12, rate: 5 / 12 });
    expect(density.filter(({ scope }) => scope === 'file')).toHaveLength(2);
  });

  test('merges are no fixes, and without fixes there is nothing', () => {
    const story = randomStory(3, 100);
    const isMergeToo = { flags: () => commitFlag.fix | commitFlag.merge };
    for (const notes of [isMergeToo, { flags: () => 0 }]) {
      const analysis = analyze(szz, story, { notes });
      expect(analysis.table('szz')).toEqual([]);
      expect(analysis.table('bug_density')).toEqual([]);
      expect(analysis.record('fix_latency')).toMatchObject({ fix_commits: 0, fixed_lines: 0, days_p50: null });
    }
  });

  test.each([1, 2, 3])('the rows are the deaths in fixes, whichever they are, seed %i', (seed) => {
    const story = randomStory(seed, 150);
    const isFix = (place: number): boolean => place % 3 === 0;
    const analysis = analyze(szz, story, { notes: { flags: (place) => (isFix(place) ? commitFlag.fix : 0) } });
    let lines = 0;
    for (const death of new StoryLines(story).deaths()) if (isFix(death.remover)) lines += death.lines;
    const rows = analysis.table('szz');
    expect(rows.reduce((sum, row) => sum + Number(row['lines']), 0)).toBe(lines);
    expect(lines).toBeGreaterThan(50);
    expect(analysis.table('bug_density')[0]).toMatchObject({ fixed_lines: lines });
  });
});

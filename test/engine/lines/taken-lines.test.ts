import { describe, expect, test } from 'vitest';
import type { Cursor } from '../../../engine/base/index.ts';
import type { LineEvent } from '../../../engine/contract.ts';
import { eventSpec, keyShift, removalSpec } from '../../../engine/lines/index.ts';
import { landedPlaces } from '../../../engine/lines/landed-places.ts';
import { removalsByLanding, TakenLines } from '../../../engine/lines/taken-lines.ts';
import { type EngineRun, runEngine } from '../../support/engine-run.ts';
import { type FixturePerson, GitFixture } from '../../support/git-fixture.ts';
import { makeWalk } from '../../support/made-walk.ts';
import { MemoryFacts } from '../../support/memory-facts.ts';

type Removal = readonly [place: number, origin: number, file: number, lines: number];

interface Story {
  readonly parents: readonly (readonly number[])[];
  /** Place, origin, file, and lines that came or, negative, went. */
  readonly events: readonly Removal[];
  readonly removals: readonly Removal[];
}

/** `remover: lines of origin in file at place` of each death. */
function deathsOf({ parents, events, removals }: Story): string[] {
  const walk = makeWalk(parents);
  const [booked, taken] = [new MemoryFacts(eventSpec), new MemoryFacts(removalSpec)];
  for (const [place, origin, file, lines] of events) booked.add(place, origin + keyShift, file, lines);
  for (const [place, origin, file, lines] of removals) taken.add(place, origin + keyShift, file + keyShift, lines);
  const byLanding = removalsByLanding(taken, landedPlaces(walk), (spec) => new MemoryFacts(spec));
  const deaths = new TakenLines(eventsOf(booked), byLanding, walk);
  const found: string[] = [];
  while (deaths.next()) {
    found.push(`${deaths.remover}: ${deaths.lines} of ${deaths.origin} in ${deaths.file} at ${deaths.place}`);
  }
  deaths.close();
  expect([booked.openCursorCount, taken.openCursorCount]).toEqual([0, 0]);
  return found;
}

function eventsOf(facts: MemoryFacts): LineEvent & Cursor {
  const cursor = facts.scan();
  return {
    next: () => cursor.next(),
    get place() {
      return cursor.a;
    },
    get origin() {
      return cursor.b - keyShift;
    },
    get file() {
      return cursor.c;
    },
    get lines() {
      return cursor.value(0);
    },
    close: () => cursor.close(),
  };
}

/** 0 and 4 are the mainline, which merges 1 and 2, and then 3, which left from 2; 5 goes on. */
const parents = [[], [0], [1], [2], [0, 2], [4, 3]];

describe('TakenLines', () => {
  test('what a commit of the mainline takes, it takes itself, whatever branches did', () => {
    const linear = { parents: [[], [0], [0], [1, 2], [3]], removals: [[2, 0, 0, 5]] as const };
    const events = [
      [0, 0, 0, 9],
      [1, 0, 0, -2],
      [4, 0, 0, -3],
    ] as const;
    expect(deathsOf({ ...linear, events })).toEqual(['1: 2 of 0 in 0 at 1', '4: 3 of 0 in 0 at 4']);
  });

  test('what a merge takes, the earliest commit took that it brings, of the same file if there is one', () => {
    const events = [[4, 0, 7, -4]] as const;
    const removals = [
      [1, 0, 3, 9],
      [1, 0, 7, 1],
      [2, 0, 7, 2],
      [2, 1, 7, 5],
    ] as const;
    expect(deathsOf({ parents, events, removals })).toEqual([
      '1: 1 of 0 in 7 at 4',
      '2: 2 of 0 in 7 at 4',
      '1: 1 of 0 in 7 at 4',
    ]);
  });

  test('what nobody on the branch took, the merge did', () => {
    const events = [
      [4, 0, 7, -4],
      [4, 1, 7, -1],
    ] as const;
    expect(deathsOf({ parents, events, removals: [[1, 0, 7, 3]] })).toEqual([
      '1: 3 of 0 in 7 at 4',
      '4: 1 of 0 in 7 at 4',
      '4: 1 of 1 in 7 at 4',
    ]);
  });

  test('a removal counts once, and for the merge that brings it', () => {
    const events = [
      [4, 0, 1, -2],
      [4, 0, 2, -2],
      [5, 0, 1, -2],
    ] as const;
    const removals = [
      [2, 0, 1, 3],
      [3, 0, 1, 1],
    ] as const;
    expect(deathsOf({ parents, events, removals })).toEqual([
      '2: 2 of 0 in 1 at 4',
      // The branch had another name for the file.
      '2: 1 of 0 in 2 at 4',
      '4: 1 of 0 in 2 at 4',
      '3: 1 of 0 in 1 at 5',
      '5: 1 of 0 in 1 at 5',
    ]);
  });

  test('what came is no death, and lines older than the walk are nobody’s', () => {
    const events = [
      [4, -1, 0, -3],
      [4, 2, 0, 5],
      [5, 2, 0, -1],
    ] as const;
    const removals = [[1, -1, 0, 2]] as const;
    expect(deathsOf({ parents, events, removals })).toEqual([
      ...['1: 2 of -1 in 0 at 4', '4: 1 of -1 in 0 at 4'],
      '5: 1 of 2 in 0 at 5',
    ]);
  });

  test('merges that take nothing, keep what comes after in step', () => {
    const linear = [[], [0], [0], [1, 2], [3], [3], [4, 5]];
    const removals = [
      [2, 0, 0, 1],
      [5, 0, 0, 1],
    ] as const;
    expect(deathsOf({ parents: linear, events: [[6, 0, 0, -1]], removals })).toEqual(['5: 1 of 0 in 0 at 6']);
  });
});

const person = (name: string): FixturePerson => ({ name, email: `${name.toLowerCase()}@example.org` });

describe('lines of three people', () => {
  /** Ann writes `a b c`; on a branch Bob changes b and Cid adds d; it is merged; Ann deletes a. */
  async function run(renames: 'off' | 'exact'): Promise<EngineRun> {
    using fixture = GitFixture.init();
    fixture.commit({ files: { f: 'a\nb\nc\n' }, author: person('Ann') });
    fixture.git('checkout', '-q', '-b', 'side');
    fixture.commit({ files: { f: 'a\nB\nc\n' }, author: person('Bob') });
    fixture.commit({ files: { f: 'a\nB\nc\nd\n' }, author: person('Cid') });
    fixture.git('checkout', '-q', 'main');
    fixture.merge('side', { author: person('Eve') });
    fixture.commit({ files: { f: 'B\nc\nd\n' }, author: person('Ann') });
    return await runEngine({ repository: fixture.path, rules: { renames }, analyzers: ['burndown', 'ledger'] });
  }

  test.each(['off', 'exact'] as const)('are written and taken by who did it, renames %s', async (renames) => {
    const { report, history } = await run(renames);
    const place = (row: Readonly<Record<string, unknown>>, column: string): number => {
      return Array.from(history.order).findIndex((index) => history.table.oidHex(index) === row[column]);
    };
    const { line_births: births, line_deaths: deaths, lines_alive: alive } = report.analyzers['history/ledger']!;
    const rowsOf = (rows: typeof births, ...columns: readonly string[]): unknown[] => {
      return rows!.map((row) => [...columns.map((column) => place(row, column)), row['lines']]);
    };
    expect(rowsOf(births, 'commit', 'landed_commit')).toEqual([
      [0, 0, 3],
      [1, 3, 1],
      [2, 3, 1],
    ]);
    expect(rowsOf(deaths, 'intro_commit', 'death_commit', 'landed_commit')).toEqual([
      [0, 1, 3, 1],
      [0, 4, 4, 1],
    ]);
    expect(rowsOf(alive, 'intro_commit')).toEqual([
      [0, 1],
      [1, 1],
      [2, 1],
    ]);
    const { interactions, developer_survival: survival } = report.analyzers['history/burndown']!;
    expect(interactions!.map((row) => [row['author_name'], row['modifier_name'], row['lines_modified']])).toEqual([
      ...[
        ['Ann', 'Ann', 1],
        ['Ann', 'Bob', 1],
      ],
    ]);
    const lines = survival!.map((row) => [row['name'], row['current_lines'], row['peak_lines']]);
    expect(lines).toEqual([
      ['Ann', 1, 1],
      ['Bob', 1, 1],
      ['Cid', 1, 1],
    ]);
  });
});

describe('a merge beside the mainline', () => {
  const f = 'f1\nf2\nf3\n';
  const g = 'g1\ng2\ng3\ng4\ng5\n';

  /** Who took which lines, by messages of commits. */
  async function deaths(fixture: GitFixture): Promise<string[]> {
    const rules = { renames: { similarPercent: 50 } } as const;
    const { report } = await runEngine({ repository: fixture.path, rules, analyzers: ['ledger'] });
    const name = (oid: unknown): string => fixture.git('log', '-1', '--format=%s', String(oid));
    return report.analyzers['history/ledger']!['line_deaths']!.map((row) => {
      return `${row['lines']} of ${name(row['intro_commit'])} by ${name(row['death_commit'])} in ${row['path']}`;
    });
  }

  test('takes nothing that one of its parents took before', async () => {
    using fixture = GitFixture.init();
    fixture.commit({ files: { f, g }, message: 'first' });
    fixture.git('checkout', '-q', '-b', 'side');
    fixture.commit({ files: { x: 'x\n' }, message: 'x' });
    fixture.git('checkout', '-q', 'main');
    fixture.commit({ files: { f: null }, message: 'no f' });
    fixture.git('checkout', '-q', 'side');
    fixture.merge('main', { message: 'catch up' });
    fixture.commit({ files: { g: null, h: g }, message: 'rename' });
    fixture.commit({ files: { h: 'g1\ng2\ng3\n' }, message: 'shorten' });
    fixture.git('checkout', '-q', 'main');
    fixture.merge('side', { message: 'merge' });
    expect(await deaths(fixture)).toEqual(['3 of first by no f in f', '2 of first by shorten in h']);
  });

  const owners = ['all of its parents have', 'one parent has and the other never had'];
  test.each(owners)('takes a file that %s', async (how) => {
    using fixture = GitFixture.init();
    const isNew = how.startsWith('one');
    fixture.commit({ files: isNew ? { g } : { f, g }, message: 'first' });
    fixture.git('checkout', '-q', '-b', 'other');
    fixture.commit({ files: { y: 'y\n' }, message: 'y' });
    fixture.git('checkout', '-q', '-b', 'side', 'main');
    fixture.commit({ files: { x: 'x\n' }, message: 'x' });
    if (isNew) fixture.git('checkout', '-q', 'main');
    fixture.commit({ files: isNew ? { f } : { g: null, h: g }, message: 'second' });
    if (isNew) {
      fixture.git('checkout', '-q', 'side');
      fixture.merge('main', { message: 'catch up' });
    }
    fixture.git('merge', '-q', '--no-commit', '--no-ff', 'other');
    fixture.git('rm', '-q', '-f', 'f');
    fixture.commit({ message: 'drop' });
    fixture.git('checkout', '-q', 'main');
    fixture.merge('side', { message: 'merge' });
    expect(await deaths(fixture)).toEqual([`3 of ${isNew ? 'second' : 'first'} by drop in f`]);
  });
});

import { describe, expect, test } from 'vitest';
import { AssertionFailure } from '../../../engine/base/index.ts';
import type { FactSpec } from '../../../engine/contract.ts';
import { FactTable, factTableBytesMin, NamedFacts, SpillFiles } from '../../../engine/spill/index.ts';
import { MemoryFacts } from '../../support/memory-facts.ts';
import { openDescriptorCount, randomBelow, randomFrom, ScratchDirectory } from './scratch.ts';

const work = { name: 'work', keys: ['file', 'person'], columns: { commits: 'sum', latest: 'max' } } as const;

function inMemory<Key extends string, Column extends string>(
  spec: FactSpec<Key, Column>,
): { facts: NamedFacts<Key | Column>; openCursors: () => number } {
  const store = new MemoryFacts(spec);
  return { facts: new NamedFacts(spec, store), openCursors: () => store.openCursorCount };
}

/** Files 1, 2 and 4, with two people, one, and three. */
function sample(): ReturnType<typeof inMemory<'file' | 'person', 'commits' | 'latest'>> {
  const made = inMemory(work);
  for (const [file, people] of [
    [1, 2],
    [2, 1],
    [4, 3],
  ] as const) {
    for (let person = 0; person < people; person += 1) made.facts.add(file, person, 0, 10 * file + person, file);
  }
  return made;
}

describe('reading facts', () => {
  test('facts have the names of keys and columns, and can be read again', () => {
    const { facts, openCursors } = sample();
    facts.add(2, 0, 0, 5, 1);
    for (let time = 0; time < 2; time += 1) {
      const rows: unknown[] = [];
      for (const { file, person, commits, latest } of facts) rows.push([file, person, commits, latest]);
      expect(rows).toEqual([
        [1, 0, 10, 1],
        [1, 1, 11, 1],
        [2, 0, 25, 2],
        [4, 0, 40, 4],
        [4, 1, 41, 4],
        [4, 2, 42, 4],
      ]);
    }
    expect(openCursors()).toBe(0);
  });

  test('two loops over the same table do not disturb each other', () => {
    const { facts } = sample();
    let pairs = 0;
    for (const { file } of facts) for (const other of facts) if (other.file === file) pairs += 1;
    expect(pairs).toBe(4 + 1 + 9);
  });

  test('a fact is the same object at each step: nothing is allocated for it', () => {
    const { facts } = sample();
    expect(new Set(facts).size).toBe(1);
    const steps = facts[Symbol.iterator]();
    expect(steps.next()).toBe(steps.next());
    steps.return!();
  });

  test.each([
    ['a loop over facts', (facts: Iterable<unknown>) => facts],
    ['a loop over groups', (facts: NamedFacts<'file'>) => facts.groups()],
    ['a loop over counted groups', (facts: NamedFacts<'file'>) => facts.groups(5)],
  ])('%s that is left by break or by an error leaves nothing open', (_name, loopOf) => {
    const { facts, openCursors } = sample();
    for (const _step of loopOf(facts)) {
      expect(openCursors()).toBe(1);
      break;
    }
    expect(openCursors()).toBe(0);
    const failing = (): void => {
      for (const _step of loopOf(facts)) throw new Error('in the loop');
    };
    expect(failing).toThrow('in the loop');
    expect(openCursors()).toBe(0);
  });

  test('a step that fails closes the cursor', () => {
    let closed = 0;
    const next = (): boolean => {
      throw new Error('the disk is gone');
    };
    const cursor = { next, a: 0, b: 0, c: 0, value: () => 0, close: () => (closed += 1) };
    const facts = new NamedFacts<'file'>(work, { add() {}, scan: () => cursor });
    expect(() => Array.from(facts)).toThrow('the disk is gone');
    expect(closed).toBe(1);
    expect(() => Array.from(facts.groups())).toThrow('the disk is gone');
    expect(closed).toBe(2);
  });

  test('a name is given once', () => {
    for (const name of ['file', 'cursor']) {
      const { facts } = inMemory({ name: 'twice', keys: ['file'], columns: { [name]: 'sum' } });
      expect(() => Array.from(facts)).toThrow(AssertionFailure);
    }
  });
});

describe('groups', () => {
  test('facts come by their first key', () => {
    const groups: unknown[] = [];
    for (const group of sample().facts.groups()) {
      groups.push([group.key, Array.from(group, ({ person }) => person)]);
    }
    expect(groups).toEqual([
      [1, [0, 1]],
      [2, [0]],
      [4, [0, 1, 2]],
    ]);
  });

  test('with a count, keys without facts have empty groups', () => {
    const sizes: number[] = [];
    for (const group of sample().facts.groups(6)) sizes.push(Array.from(group).length);
    expect(sizes).toEqual([0, 2, 1, 0, 3, 0]);
    expect(Array.from(sample().facts.groups(0))).toEqual([]);
    expect(Array.from(inMemory(work).facts.groups())).toEqual([]);
  });

  test('facts that are left unread, all or some of them, are skipped', () => {
    expect(Array.from(sample().facts.groups(), ({ key }) => key)).toEqual([1, 2, 4]);
    const firsts: number[] = [];
    for (const group of sample().facts.groups(5)) {
      for (const { commits } of group) {
        firsts.push(commits);
        break;
      }
    }
    expect(firsts).toEqual([10, 20, 40]);
  });

  test('a loop that goes on within a group reads what is left', () => {
    for (const group of sample().facts.groups()) {
      for (const { person } of group) if (person === 0) break;
      if (group.key === 4) expect(Array.from(group, ({ person }) => person)).toEqual([1, 2]);
    }
  });
});

describe('the first key', () => {
  const spec = { name: 'ranking', keys: ['score', 'id'], columns: { count: 'sum' } } as const;
  const read = (facts: NamedFacts<'score' | 'id'>): unknown[] => Array.from(facts, ({ score, id }) => [score, id]);

  test('descends when the spec says so; the second key ascends', () => {
    const { facts } = inMemory({ ...spec, order: 'descending' });
    for (const [score, id] of [
      [7, 2],
      [0, 9],
      [2 ** 32 - 1, 0],
      [7, 1],
    ] as const)
      facts.add(score, id, 0, 1);
    expect(read(facts)).toEqual([
      [2 ** 32 - 1, 0],
      [7, 1],
      [7, 2],
      [0, 9],
    ]);
    expect(Array.from(facts.groups(), ({ key }) => key)).toEqual([2 ** 32 - 1, 7, 0]);
    expect(() => facts.groups(3)).toThrow(AssertionFailure);
  });

  test.each(['ascending', 'descending'] as const)('is wide when the spec says so, %s', (order) => {
    const { facts } = inMemory({ ...spec, order, isWide: true });
    const scores = [0, 1, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 52, Number.MAX_SAFE_INTEGER];
    for (const score of scores.toReversed()) for (const id of [3, 2 ** 32 - 1]) facts.add(score, id, 0, 1);
    const expected = scores.flatMap((score) => [
      [score, 3],
      [score, 2 ** 32 - 1],
    ]);
    if (order === 'descending') expected.sort(([a], [b]) => b! - a!);
    expect(read(facts)).toEqual(expected);
    expect(Array.from(facts.groups(), ({ key }) => key)).toHaveLength(scores.length);
  });

  test.each([
    ['narrow', {}, [-1, 0.5, 2 ** 32]],
    ['descending', { order: 'descending' }, [-1, 0.5, 2 ** 32]],
    ['wide', { isWide: true }, [-1, 0.5, 2 ** 53]],
    ['wide descending', { isWide: true, order: 'descending' }, [-1, 0.5, 2 ** 53]],
  ] as const)('is refused out of its range, %s', (_name, more, keys) => {
    using scratch = new ScratchDirectory();
    const facts = tableIn(scratch, { ...spec, ...more });
    for (const key of keys) expect(() => facts.add(key, 0, 0, 1), `${key}`).toThrow(AssertionFailure);
  });

  test('a wide key leaves room for one more', () => {
    const keys = ['score', 'one', 'two'];
    expect(() => NamedFacts.storeShape({ ...spec, keys, isWide: true })).toThrow(AssertionFailure);
  });
});

function tableIn(scratch: ScratchDirectory, spec: FactSpec): NamedFacts {
  const shape = NamedFacts.storeShape(spec);
  const bytesMax = factTableBytesMin(shape.keyCount, shape.columns.length);
  const spillTo = new SpillFiles({ path: scratch.path });
  return new NamedFacts(spec, new FactTable({ name: spec.name, ...shape, bytesMax, spillTo }));
}

describe('over spilled runs', () => {
  test('facts and groups are those of a table in memory, and files are closed', () => {
    using scratch = new ScratchDirectory();
    const before = openDescriptorCount();
    const spilled = tableIn(scratch, { ...work, order: 'descending' });
    const { facts: kept } = inMemory<string, string>({ ...work, order: 'descending' });
    const random = randomFrom(5);
    for (let at = 0; at < 20_000; at += 1) {
      const [file, person] = [randomBelow(random, 4000), randomBelow(random, 3)];
      for (const facts of [spilled, kept]) facts.add(file, person, 0, 1, at);
    }
    const rowsOf = (facts: NamedFacts): unknown[] =>
      Array.from(facts, (fact) => [fact['file'], fact['person'], fact['commits'], fact['latest']]);
    expect(rowsOf(spilled)).toEqual(rowsOf(kept));
    const groupsOf = (facts: NamedFacts): unknown[] =>
      Array.from(facts.groups(), (group) => [group.key, Array.from(group, (fact) => fact['person'])]);
    expect(groupsOf(spilled)).toEqual(groupsOf(kept));
    for (const _fact of spilled) break;
    for (const _group of spilled.groups()) break;
    expect(openDescriptorCount()).toBe(before);
  });
});

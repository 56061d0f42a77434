import { describe, expect, test } from 'vitest';
import {
  IdentTable,
  Mailmap,
  PeopleDictionary,
  PeopleDirectory,
  type IdentityPolicy,
} from '../../../engine/history/index.ts';
import { randomFrom } from '../../support/random.ts';

const noMailmap: IdentityPolicy = { kind: 'mailmap', mailmap: Mailmap.empty };

describe('PeopleDirectory by mailmap', () => {
  test('one person per e-mail, ASCII case aside, numbered in order first seen', () => {
    const { people, ids } = walk(noMailmap, ['B|b@x', 'A|a@x', 'A2|A@X', 'B|b@x', 'C|\xc9@x', 'C|\xe9@x']);
    expect(ids).toEqual([0, 1, 1, 0, 2, 3]);
    expect(people.count).toBe(4);
    expect(people.email(1)).toBe('a@x');
  });

  test('shown under the name most commits bear, ties by first seen', () => {
    const tied = walk(noMailmap, ['Old|a', 'New|a', 'New|a', 'Old|A']);
    expect(tied.people.name(0)).toBe('Old');
    tied.people.observe(tied.table.internLine(Buffer.from('New <a>'), 0, 7));
    expect(tied.people.name(0)).toBe('New');
  });

  test('names are counted after the map was applied', () => {
    const mailmap = Mailmap.parse(Buffer.from('Ada <ada@new> <a1>\nAda <ada@new> <a2>\n'));
    const commits = ['x|a1', 'y|a2', 'Z|ADA@new', 'Z|ada@new'];
    const { people, ids } = walk({ kind: 'mailmap', mailmap }, commits);
    expect(ids).toEqual([0, 0, 0, 0]);
    expect(people.name(0)).toBe('Ada');
    expect(people.email(0)).toBe('ada@new');
  });

  test('an empty name is no name, an empty e-mail is one', () => {
    const { people, ids } = walk(noMailmap, ['|', '|', '|a', '|b', '|b', 'B|b', 'N|', ':|c']);
    expect(ids).toEqual([0, 0, 1, 2, 2, 2, 0, 3]);
    expect([0, 1, 2, 3].map((id) => people.name(id))).toEqual(['N', 'a', 'B', ':']);
    expect(walk(noMailmap, ['|']).people.name(0)).toBe('(no name)');
  });

  test('bytes that are not UTF-8 become U+FFFD, control characters stay', () => {
    const { people } = walk(noMailmap, ['J\xf6\x1b[1m|\xff@x']);
    expect(people.name(0)).toBe('J\ufffd\x1b[1m');
    expect(people.email(0)).toBe('\ufffd@x');
  });

  test.each([7, 8, 9])('equals a naive model, seed %i', (seed) => {
    const random = randomFrom(seed);
    const commits = Array.from({ length: 4000 }, () => {
      const email = `${random() < 0.5 ? 'E' : 'e'}${Math.floor(random() * 700)}`;
      return `n${Math.floor(random() * 4)}|${email}`;
    });
    const { people, ids } = walk(noMailmap, commits);
    const model = new Map<string, Map<string, number>>();
    for (const commit of commits) {
      const [name, email] = commit.split('|') as [string, string];
      const names = model.get(email.toLowerCase()) ?? new Map<string, number>();
      model.set(email.toLowerCase(), names.set(name, (names.get(name) ?? 0) + 1));
    }
    const emails = Array.from(model.keys());
    expect(ids).toEqual(commits.map((commit) => emails.indexOf(commit.split('|')[1]!.toLowerCase())));
    expect(emails.map((_, id) => people.email(id))).toEqual(emails);
    const mostUsed = Array.from(model.values(), (names) => {
      return Array.from(names).reduce((best, next) => (next[1] > best[1] ? next : best))[0];
    });
    expect(emails.map((_, id) => people.name(id))).toEqual(mostUsed);
  });
});

test('PeopleDirectory, exact: one person per pair as written', () => {
  const { people, ids } = walk({ kind: 'exact' }, ['A|a<b', 'A|A<b', 'a|a<b', 'A|a<b', '|e', '|']);
  expect(ids).toEqual([0, 1, 2, 0, 3, 4]);
  expect([0, 1, 2, 3, 4].map((id) => people.name(id))).toEqual(['A', 'A', 'a', 'e', '(no name)']);
  expect([0, 1, 2, 3, 4].map((id) => people.email(id))).toEqual(['a<b', 'A<b', 'a<b', 'e', '']);
});

describe('PeopleDirectory by file', () => {
  const dictionary = PeopleDictionary.parse(
    Buffer.from('\ufeffAda Lovelace | ada@x |  A L|Ada@X\r\n\r\nCharles||cb\n'),
    'people.txt',
  );

  const mailmap = Mailmap.parse(Buffer.from('Other <OTHER@new> <other@old>\nAda Lovelace <mapped@x> <ada@mapped>\n'));
  const policy = { kind: 'file', dictionary, mailmap } as const;

  test('e-mail first, then name; all others are people as by mailmap', () => {
    const commits = [
      'cb|ADA@x',
      'a l|q',
      'Stranger|S@s',
      'CHARLES|',
      '|',
      'one|other@old',
      'stranger|s@S',
      'two|other@NEW',
    ];
    const { people, ids } = walk(policy, commits);
    expect(ids).toEqual([0, 0, 1, 2, 3, 4, 1, 4]);
    const names = [0, 1, 2, 3, 4].map((id) => people.name(id));
    expect(names).toEqual(['Ada Lovelace', 'Stranger', 'Charles', '(no name)', 'Other']);
    expect([0, 1, 2, 3, 4].map((id) => people.email(id))).toEqual(['ada@x', 's@s', '', '', 'other@new']);
    expect(people.listedCount).toBe(2);
  });

  test('what a commit says is looked up before what the mailmap makes of it', () => {
    const { ids } = walk(policy, ['x|ada@mapped', 'Charles|ada@mapped', 'a l|z']);
    expect(ids).toEqual([0, 1, 0]);
  });

  test.each([
    [
      'A|x\nB|X\n',
      'people dictionary "p" line 2: its alias 2 belongs to the person of line 1 already, an alias names one',
    ],
    ['A\n|x\n', 'people dictionary "p" line 2: it has no name, the first alias is the name'],
    ['A'.repeat(PeopleDictionary.bytesMax + 1), 'people dictionary "p": it has 4 MiB, at most 4 MiB'],
  ])('parse() refuses a wrong file', (text, message) => {
    expect(() => PeopleDictionary.parse(Buffer.from(text), 'p')).toThrow(`Cannot read ${message}`);
  });

  test('an anonymous directory numbers people in the order of the walk, and has no e-mail', () => {
    const dictionary = PeopleDictionary.parse(Buffer.from('Ada|a@x\n'), 'p');
    const file = { kind: 'file', dictionary, mailmap: Mailmap.empty } as const;
    const policies = [noMailmap, { kind: 'exact' }, file] as const;
    const names = policies.map((policy) => {
      const { people } = walk(policy, ['Bob|b@x', 'Ada|a@x', '|'], true);
      return Array.from({ length: people.count }, (_, id) => `${people.name(id)}${people.email(id)}`);
    });
    const all = ['Developer 1', 'Developer 2', 'Developer 3'];
    expect(names).toEqual([all, all, all]);
  });

  test('an empty file leaves everybody as by mailmap', () => {
    const empty = PeopleDictionary.parse(Buffer.from('\n'), 'p');
    const { people, ids } = walk({ kind: 'file', dictionary: empty, mailmap: Mailmap.empty }, ['A|a', 'B|b', 'C|A']);
    expect(ids).toEqual([0, 1, 0]);
    expect([people.name(1), people.listedCount]).toEqual(['B', 0]);
  });
});

test('PeopleDirectory.personOf() knows what was observed only', () => {
  const { people, table } = walk(noMailmap, ['A|a', 'A2|a']);
  const unmet = table.internLine(Buffer.from('N <n>'), 0, 5);
  expect([0, 1, unmet, 99_999].map((ident) => people.personOf(ident))).toEqual([0, 0, -1, -1]);
  expect(people.bytes).toBeGreaterThan(4000);
  expect(() => people.name(1)).toThrow('the id came from observe()');
});

/** Observes one commit per `name|e-mail`. */
function walk(
  policy: IdentityPolicy,
  commits: readonly string[],
  isAnonymous = false,
): { people: PeopleDirectory; table: IdentTable; ids: number[] } {
  const table = new IdentTable();
  const people = new PeopleDirectory(table, policy, isAnonymous);
  const ids = commits.map((commit) => {
    const bytes = Buffer.from(commit, 'latin1');
    const bar = bytes.indexOf('|');
    return people.observe(table.intern(bytes, 0, bar, bar + 1, bytes.length));
  });
  return { people, table, ids };
}

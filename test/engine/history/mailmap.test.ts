import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Mailmap } from '../../../engine/history/index.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { randomFrom } from '../../support/random.ts';

let fixture: GitFixture;
beforeAll(() => {
  fixture = GitFixture.init();
});
afterAll(() => fixture.dispose());

describe('Mailmap', () => {
  test('apply() knows the four forms', () => {
    const map = [
      '# Everybody <nobody@example.org> <ada@old.example>',
      'Ada Lovelace <ada@old.example>',
      '<charles@new.example> <charles@old.example>',
      'Grace Hopper <grace@new.example> <grace@old.example>',
      'Alan Turing <alan@new.example> at <shared@example.org>',
      'Joan Clarke <joan@new.example> jc <shared@example.org>',
    ].join('\n');
    const of = applied(map);
    expect(of('x', 'ada@old.example')).toBe('Ada Lovelace <ada@old.example>');
    expect(of('x', 'ADA@Old.Example')).toBe('Ada Lovelace <ADA@Old.Example>');
    expect(of('Charles', 'charles@old.example')).toBe('Charles <charles@new.example>');
    expect(of('g', 'grace@old.example')).toBe('Grace Hopper <grace@new.example>');
    expect(of('AT', 'shared@example.org')).toBe('Alan Turing <alan@new.example>');
    expect(of('jc', 'Shared@example.org')).toBe('Joan Clarke <joan@new.example>');
    expect(of('other', 'shared@example.org')).toBe('other <shared@example.org>');
  });

  test.each([
    ['comments count in column 0 only', ' # A <a> <x>\n#B <b> <y>\n'],
    ['a later line replaces what it says', 'A <a> <x>\nB <x>\n<c> <x>\nD <d> N <x>\n<e> N <x>\n'],
    ['carriage returns and tabs', '\tA\t<a>\t<x>\t\r\n  B b \r<b> n\r <y>\r\n'],
    ['an empty e-mail can be mapped, not be proper', 'A <a> <>\nB <> <x>\nC <c> n <>\n'],
    ['brackets that do not match', 'A a> <x>\nA <a\n<a> > <x>\nA <a> N <x\nA << <x>\nB <b> >n <y> <z>\n'],
    ['a NUL ends the map', 'A <x>\nB\0 <y>\nC <y@z>\n'],
    ['no line feed at the end', 'A <a> n <x>'],
    ['bytes that are not UTF-8', 'J\xf6rg <a\xff> \xe9 <x>\nK <b> <\xe9>\n'],
    ['line feeds alone', '\n\n\nA <x>\n\n'],
  ])('apply() equals git: %s', (_what, map) => {
    expectSameAsGit(map);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('apply() equals git for random maps, seed %i', (seed) => {
    const random = randomFrom(seed);
    const pick = (words: readonly string[]): string => words[Math.floor(random() * words.length)]!;
    const lines = Array.from({ length: 40 }, () => {
      const parts = Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
        const email = pick(brackets).replace('?', pick(emails));
        return `${pick(spaces)}${pick(names)}${pick(spaces)}${email}`;
      });
      return `${random() < 0.1 ? '#' : ''}${parts.join(pick(spaces))}${pick(spaces)}`;
    });
    expectSameAsGit(lines.join('\n'));
  });

  test('empty changes nothing, and hands back the very bytes', () => {
    const name = Buffer.from('A');
    const email = Buffer.from('a');
    const mapped = Mailmap.empty.apply(name, email);
    expect(mapped.name).toBe(name);
    expect(mapped.email).toBe(email);
  });

  test('parse() refuses a map beyond its bound, takes one at it', () => {
    const bytes = Buffer.alloc(Mailmap.bytesMax + 1, '\n');
    expect(() => Mailmap.parse(bytes)).toThrow('Cannot read .mailmap: it has 4 MiB, at most 4 MiB');
    expect(Mailmap.parse(bytes.subarray(1)).bytes).toBeGreaterThan(Mailmap.bytesMax);
  });

  test('parse() holds many entries, and bytes counts them', () => {
    const lines = Array.from({ length: 5000 }, (_, i) => `Person ${i} <p${i}@new> <p${i}@old>\n`).join('');
    const map = Mailmap.parse(Buffer.from(lines));
    expect(map.bytes).toBeGreaterThan(lines.length + 5000 * 16);
    const { name, email } = map.apply(Buffer.from('?'), Buffer.from('P4321@OLD'));
    expect(`${name} ${email}`).toBe('Person 4321 p4321@new');
  });
});

const spaces = ['', ' ', ' ', '\t', '  ', ' \r'];
const names = ['', '', 'A', 'a', 'Bob B', 'n', 'N', 'C # c', 'J\xf6', 'J\xd6'];
const emails = ['', 'x', 'X', 'y@z', 'Y@Z', 'a\xe9', 'A\xc9', ' x', 'x '];
const brackets = ['<?>', '<?>', '<?>', '<?>', '<?', '?>', ''];

/** Asks git about every name with every e-mail. */
function expectSameAsGit(map: string): void {
  const contacts: string[] = [];
  for (const name of ['', 'A', 'a', 'bob b', 'n', 'q', 'j\xf6', '\xe9', '# A', '>n']) {
    for (const email of ['', 'x', 'X', 'y', 'y@z', 'a\xe9', '\xe9', ' x', 'z', 'c']) {
      contacts.push(`${name === '' ? '' : `${name} `}<${email}>`);
    }
  }
  fixture.write('.mailmap', Buffer.from(map, 'latin1'));
  const blob = fixture.git('rev-parse', ':.mailmap');
  // Without the file git reads the blob alone, and without the limit it sets to a line of a file.
  fixture.write('.mailmap', null);
  const input = Buffer.from(`${contacts.join('\n')}\n`, 'latin1');
  const said = fixture.gitBytes(['-c', `mailmap.blob=${blob}`, 'check-mailmap', '--stdin'], {
    input,
  });
  const of = applied(map);
  const ours = contacts.map((contact) => {
    const [, name, email] = /^(?:(.*) )?<(.*)>$/.exec(contact)!;
    return of(name ?? '', email!);
  });
  expect(ours).toEqual(said.toString('latin1').trimEnd().split('\n'));
}

function applied(text: string): (name: string, email: string) => string {
  const map = Mailmap.parse(Buffer.from(text, 'latin1'));
  return (writtenName, writtenEmail) => {
    const mapped = map.apply(Buffer.from(writtenName, 'latin1'), Buffer.from(writtenEmail, 'latin1'));
    const name = mapped.name.toString('latin1');
    return `${name === '' ? '' : `${name} `}<${mapped.email.toString('latin1')}>`;
  };
}

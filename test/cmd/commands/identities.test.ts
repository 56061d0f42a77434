import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GitFixture } from '../../support/git-fixture.ts';

const main = fileURLToPath(new URL('../../../cmd/main.js', import.meta.url));

interface Pair {
  readonly level: string;
  readonly score: number;
  readonly a: { readonly name: string; readonly email: string };
  readonly b: { readonly name: string; readonly email: string };
  readonly evidence: readonly string[];
}

let fixture: GitFixture;
beforeEach(() => {
  fixture = GitFixture.init();
});
afterEach(() => fixture[Symbol.dispose]());

/** Commits by each of them, in this order; `count` commits of the first. */
function commits(count: number, ...people: readonly string[]): void {
  for (const [at, person] of people.entries()) {
    const [name, email] = person.slice(0, -1).split(' <') as [string, string];
    for (let nth = 0; nth < (at === 0 ? count : 1); nth += 1) {
      fixture.commit({ files: { f: `${person} ${nth}\n` }, author: { name, email } });
    }
  }
}

function identities(...words: string[]): {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
} {
  const args = [main, 'identities', '--state-dir', join(fixture.root, 'state'), ...words, fixture.path];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000 });
  return { status, out: stdout, err: stderr };
}

function audit(): {
  readonly pairs: readonly Pair[];
  readonly shared: readonly object[];
  readonly bots: readonly object[];
} {
  const { status, out, err } = identities('--format', 'json');
  expect({ status, err }).toEqual({ status: 0, err: '' });
  return JSON.parse(out) as ReturnType<typeof audit>;
}

function scores(): readonly (readonly [string, number])[] {
  return audit().pairs.map(({ level, score }) => [level, score] as const);
}

describe('codefang identities', () => {
  test.each<[string, readonly string[], readonly (readonly [string, number])[]]>([
    [
      'one account in both forms',
      ['A B <1+ab-c@users.noreply.github.com>', 'Abc <ab-c@users.noreply.github.com>'],
      [['likely', 1]],
    ],
    ['an address but for a tag', ['Jane <jane@x.org>', 'J <Jane+git@X.org>'], [['likely', 0.9]]],
    ['an address but for the dots of Gmail', ['Jane <ja.ne@gmail.com>', 'J <jane@googlemail.com>'], [['likely', 0.9]]],
    ['dots that others do not ignore', ['Ann <ka.te@x.org>', 'Jay <kate@x.org>'], []],
    ['a full name', ['José Gómez <a1@x.org>', 'GOMEZ, Jose <b2@y.org>'], [['likely', 0.8]]],
    ['first names', ['Michael <a1@x.org>', 'Michael <b2@y.org>'], []],
    ['initials', ['J. D. <a1@x.org>', 'J. D. <b2@y.org>'], []],
    ['a name that many have', ['Wei Zhang <a1@x.org>', 'Wei Zhang <b2@y.org>', 'Wei Zhang <c3@z.org>'], []],
    ['two of one name in one company', ['Wei Zhang <wei.zhang@x.org>', 'Wei Zhang <wei.zhang2@x.org>'], []],
    ['an address made of the name', ['John Doe <a1@x.org>', 'box <jdoe@y.org>'], [['possible', 0.5]]],
    ['a login that is the address', ['Box <1+jdoe@users.noreply.github.com>', 'Pen <jdoe@y.org>'], [['possible', 0.5]]],
    ['two letters', ['Sergey Organov <a1@x.org>', 'Sergei Organof <b2@y.org>'], [['possible', 0.5]]],
    ['a slip and an address', ['Sergey Organov <a1@x.org>', 'Sergei Organov <sorganov@y.org>'], [['likely', 1]]],
    ['names of others', ['Jane Roe <a1@x.org>', 'John Doe <b2@y.org>'], []],
    ['programs', ['dependabot[bot] <1+dependabot[bot]@users.noreply.github.com>', 'dependabot[bot] <s@g.com>'], []],
  ])('judges %s', (_, people, expected) => {
    commits(2, ...people);
    expect(scores()).toEqual(expected);
  });

  test('a mailmap patch makes the audit empty, and one person in git', () => {
    fixture.write('.mailmap', 'Jane Roe <jane@x.org> <old@x.org>');
    commits(
      3,
      ...['Jane Roe <jane@x.org>', 'jroe <7+jroe@users.noreply.github.com>', 'J <old@x.org>'],
      ...['Jane R <jroe@users.noreply.github.com>', 'Jane Roe <7+jroe@users.noreply.github.com>'],
      ...['Jane Roe <root@localhost>', 'Bob Ray <root@localhost>', '# Hash Tag <h@a.org>', '# Hash Tag <h@b.org>'],
    );
    const before = audit();
    expect(before.pairs.filter(({ level }) => level === 'likely').length).toBeGreaterThan(1);
    const { out } = identities('--format', 'mailmap');
    const lines = out.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    // The last line of the file had no end.
    expect(out.startsWith('\n#')).toBe(true);
    expect(lines).toContain('Jane Roe <jane@x.org> Jane Roe <root@localhost>');
    expect(lines).toEqual(lines.toSorted());
    fixture.commit({ files: { '.mailmap': `Jane Roe <jane@x.org> <old@x.org>${out}` } });
    expect(audit().pairs.filter(({ level }) => level === 'likely')).toEqual([]);
    expect(identities('--format', 'mailmap').out).toBe('');
    const authors = new Set(fixture.gitBytes(['log', '--format=%aN <%aE>']).toString().trim().split('\n'));
    expect([...authors].filter((author) => /jane|jroe/i.test(author))).toEqual(['Jane Roe <jane@x.org>']);
    expect([...authors].filter((author) => author.includes('root'))).toEqual(['Bob Ray <root@localhost>']);
    expect([...authors].filter((author) => author.includes('Hash'))).toHaveLength(1);
  });

  test('lists addresses that people share, with their commits, and programs', () => {
    commits(3, 'Jane Roe <root@localhost>', 'Bob Ray <root@localhost>', 'renovate[bot] <bot@renovateapp.com>');
    expect(audit()).toMatchObject({
      shared: [
        {
          email: 'root@localhost',
          commits: 4,
          groups: [
            { names: ['Jane Roe'], commits: 3, share: 0.75 },
            { names: ['Bob Ray'], commits: 1, share: 0.25 },
          ],
        },
      ],
      bots: [{ name: 'renovate[bot]', email: 'bot@renovateapp.com', commits: 1 }],
    });
    const { out } = identities();
    expect(out).toContain('1 shared address, 1 bot among');
  });

  test('prints the same with and without a commit-graph', () => {
    commits(2, 'Jane Roe <jane@x.org>', 'Jane Roe <jane@home.net>', 'Bob Ray <b@x.org>', 'Ray Bob <b@y.org>');
    const plain = ['text', 'csv', 'json', 'mailmap'].map((format) => identities('--format', format).out);
    fixture.git('commit-graph', 'write', '--reachable');
    expect(['text', 'csv', 'json', 'mailmap'].map((format) => identities('--format', format).out)).toEqual(plain);
    expect(plain[1]!.split('\n')[0]).toBe('level,score,name_a,email_a,commits_a,name_b,email_b,commits_b,evidence');
  });

  test('keeps names from driving the terminal, and refuses what cannot be', () => {
    commits(2, 'Jane\u001b[31m Roe <jane@x.org>', 'Bob\u001b[31m Ray <b@x.org>', 'x[bot] \u001b <b@bot.org>');
    expect(identities().out).not.toContain('\u001b');
    expect(identities('--format', 'yaml')).toMatchObject({ status: 2, out: '' });
    expect(identities('--memory-budget', '40MiB')).toMatchObject({ status: 3, out: '' });
  });
});

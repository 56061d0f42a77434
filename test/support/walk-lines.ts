import type { History } from '../../engine/index.ts';
import type { GitFixture } from './git-fixture.ts';

/**
 * What a history says of its commits: id, tree, parents, committer time, and the author. Sorted.
 * REQUIRES: identities as written, so that a person is one ident.
 */
export function walkLines(history: History): string[] {
  const { table, order, people, personOfPlace, location } = history;
  const tree = Buffer.alloc(location.oidBytes);
  const lines = Array.from(order, (index, place) => {
    table.copyTree(index, tree, 0);
    const parents = Array.from({ length: table.parentCount(index) }, (_, nth) =>
      table.oidHex(table.parent(index, nth)),
    );
    const person = personOfPlace[place]!;
    const who = `${people.name(person)} <${people.email(person)}>`;
    return [table.oidHex(index), tree.toString('hex'), ...parents, table.seconds(index), who].join(' ');
  });
  return lines.sort();
}

/** The same as `git log` says it; `words` are further options and the revision. */
export function gitLogLines(fixture: GitFixture, ...words: string[]): string[] {
  const format = ['%H', '%T', '%P', '%ct', '%an', '%ae'].join('%x1f');
  const output = fixture.git('log', '-z', `--format=${format}`, ...words);
  const records = output.split('\0').filter((record) => record !== '');
  const lines = records.map((record) => {
    const [oid, tree, parents, seconds, name, email] = record.split('\x1f');
    // Who has no name is called by the e-mail.
    const who = `${name === '' ? email : name} <${email}>`;
    return [oid, tree, ...(parents === '' ? [] : [parents]), seconds, who].join(' ');
  });
  return lines.sort();
}

import { afterAll, describe, expect, test } from 'vitest';
import { changeKind } from '../../../engine/contract.ts';
import { findRepository, ObjectStore } from '../../../engine/git/index.ts';
import { ChangeColumns } from '../../../engine/pipeline/change-columns.ts';
import { RenameJoiner, type RenamePolicy } from '../../../engine/pipeline/rename-joiner.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { smallLimits } from '../../support/read-slices.ts';

const noOid = '0'.repeat(40);

type Row = readonly [path: string, kind: number, oldOid: string, newOid: string];

describe('RenameJoiner', () => {
  const fixture = GitFixture.init({ bare: true });
  const hash = (text: string): string =>
    fixture.gitBytes(['hash-object', '-w', '--stdin'], { input: text }).toString().trim();
  const lines = Array.from({ length: 40 }, (_, at) => `line number ${at}\n`);
  const text = hash(lines.join(''));
  const edited = hash([...lines.slice(0, 39), 'another end\n'].join(''));
  const other = hash('something else\n');
  afterAll(() => fixture.dispose());

  /** Joins the rows behind `start`; returns `kind old > path` and the ids of every row that is left. */
  function join(policy: RenamePolicy, rows: readonly Row[], start = 0): string[] {
    const columns = new ChangeColumns(20);
    for (const [path, kind, oldOid, newOid] of rows) {
      const bytes = Buffer.from(path);
      const row = columns.add(columns.paths.intern(bytes, 0, bytes.length), kind, 0o100644, 0);
      columns.oids.set(Buffer.from(oldOid + newOid, 'hex'), row * 40);
    }
    const store = new ObjectStore(findRepository(fixture.path), smallLimits);
    new RenameJoiner(store, 20, policy).join(columns, start);
    store.close();
    return Array.from({ length: columns.count }, (_, row) => {
      const from = columns.oldPath[row]! < 0 ? '' : `${columns.paths.textOf(columns.oldPath[row]!)} > `;
      const [oldOid, newOid] = [0, 20].map((at) => {
        return Buffer.from(columns.oids.slice(row * 40 + at, row * 40 + at + 20))
          .toString('hex')
          .slice(0, 4);
      });
      return `${columns.kind[row]} ${from}${columns.paths.textOf(columns.path[row]!)} ${oldOid} ${newOid}`;
    });
  }

  const short = (oid: string): string => oid.slice(0, 4);
  const rows: Row[] = [
    ['a', changeKind.deleted, text, noOid],
    ['b', changeKind.modified, other, text],
    ['c', changeKind.added, noOid, text],
    ['d', changeKind.deleted, other, noOid],
  ];

  test('joins equal blobs and closes the gap, the rows around as they were', () => {
    expect(join('exact', rows)).toEqual([
      `2 b ${short(other)} ${short(text)}`,
      `3 a > c ${short(text)} ${short(text)}`,
      `1 d ${short(other)} 0000`,
    ]);
  });

  test('joins nothing when the policy is off, or only one side is there', () => {
    expect(join('off', rows)).toHaveLength(4);
    expect(join('exact', rows.slice(0, 2))).toHaveLength(2);
  });

  test('joins within its commit only', () => {
    expect(join('exact', rows, 1)).toHaveLength(4);
  });

  test('joins alike blobs with both ids when similarity is asked for', () => {
    const alike: Row[] = [
      ['a', changeKind.deleted, text, noOid],
      ['b', changeKind.added, noOid, edited],
    ];
    expect(join('exact', alike)).toHaveLength(2);
    expect(join({ similarPercent: 60 }, alike)).toEqual([`3 a > b ${short(text)} ${short(edited)}`]);
    expect(join({ similarPercent: 100 }, alike)).toHaveLength(2);
  });
});

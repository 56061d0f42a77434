import { describe, expect, test } from 'vitest';
import { canonicalMode, kindOfMode, oidToHex, TreeCursor } from '../../../engine/git/index.ts';
import { GitFixture } from '../../support/git-fixture.ts';

function entriesOf(bytes: Buffer, oidBytes = 20): string[] {
  const cursor = new TreeCursor(oidBytes);
  cursor.open(bytes, bytes.length);
  const entries: string[] = [];
  while (cursor.next()) {
    const name = bytes.toString('utf8', cursor.nameStart, cursor.nameEnd);
    const mode = canonicalMode(cursor.mode).toString(8).padStart(6, '0');
    entries.push(`${mode} ${oidToHex(bytes, cursor.oidStart, oidBytes)} ${name}`);
  }
  return entries;
}

function entry(mode: string, name: string): Buffer {
  return Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.alloc(20, 1)]);
}

describe('TreeCursor', () => {
  test.each(['sha1', 'sha256'] as const)('equals git ls-tree, %s', (objectFormat) => {
    using fixture = GitFixture.init({ objectFormat });
    fixture.commit({
      files: {
        'plain.txt': '1',
        'run.sh': { mode: 'executable', content: '#!' },
        link: { mode: 'symlink', target: 'plain.txt' },
        'dir/in': '2',
        'naïve name': '3',
        sub: { mode: 'gitlink', oid: '1'.repeat(objectFormat === 'sha1' ? 40 : 64) },
      },
    });
    const listed = fixture.git('ls-tree', '-z', 'HEAD').split('\0').slice(0, -1);
    const kind = / (blob|tree|commit) /;
    const expected = listed.map((line) => line.replace(kind, ' ').replace('\t', ' '));
    const bytes = fixture.gitBytes(['cat-file', 'tree', 'HEAD^{tree}']);
    expect(entriesOf(bytes, objectFormat === 'sha1' ? 20 : 32)).toEqual(expected);
  });

  test.each([
    ['100644', 'file'],
    ['100664', 'file'],
    ['100640', 'file'],
    ['100600', 'file'],
    ['100755', 'executable'],
    ['100744', 'executable'],
    ['0100755', 'executable'],
    ['120000', 'symlink'],
    ['40000', 'tree'],
    ['040000', 'tree'],
    ['160000', 'gitlink'],
  ])('takes mode %s for a %s', (mode, kind) => {
    const cursor = new TreeCursor(20);
    const bytes = entry(mode, 'name');
    cursor.open(bytes, bytes.length);
    expect(cursor.next()).toBe(true);
    expect(cursor.kind).toBe(kind);
    expect(kindOfMode(canonicalMode(cursor.mode))).toBe(kind);
    expect(cursor.next()).toBe(false);
  });

  test('refuses every tree cut inside an entry', () => {
    const bytes = Buffer.concat([entry('100644', 'one'), entry('40000', 'two')]);
    for (let length = 1; length < bytes.length; length += 1) {
      const isWhole = length === entry('100644', 'one').length;
      if (isWhole) expect(entriesOf(bytes.subarray(0, length)).length).toBe(1);
      else expect(() => entriesOf(bytes.subarray(0, length))).toThrow(/^Cannot parse tree at byte/);
    }
  });

  const modes = ['', '100844', '10064400'];
  const damages = [...modes.map((mode) => entry(mode, 'x')), entry('100644', '')];
  test.each([...damages, Buffer.alloc(40)])('refuses %j', (bytes) => {
    expect(() => entriesOf(bytes)).toThrow(expect.objectContaining({ code: 'CORRUPT' }));
  });
});

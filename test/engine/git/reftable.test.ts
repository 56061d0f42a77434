import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findRepository } from '../../../engine/git/index.ts';
import { findRef, visitRefs } from '../../../engine/git/refs.ts';
import { historyOf } from '../../support/engine-run.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import {
  makeReftableRepository,
  type TableOptions,
  type TableRef,
  varint,
  withChecksum,
  writeReftable,
  writeTables,
} from '../../support/reftable-writer.ts';
import { gitLogLines, walkLines } from '../../support/walk-lines.ts';

const exact = { identities: 'exact' } as const;
const headRef: TableRef = { name: 'HEAD', target: 'refs/heads/main' };

/** Ids that tell their number. */
function idOf(nth: number, hexLength = 40): string {
  return nth.toString(16).padStart(hexLength, '0');
}

function manyRefs(count: number, hexLength = 40): TableRef[] {
  return Array.from({ length: count }, (_, nth) => ({
    name: `refs/tags/${nth % 7}-${'x'.repeat(nth % 23)}-ü${nth}`,
    hex: idOf(nth, hexLength),
  }));
}

/** What the refs of a repository say, by name. */
function found(fixture: GitFixture, names: readonly string[]): (string | undefined)[] {
  const location = findRepository(fixture.path);
  return names.map((name) => findRef(location, name)?.hex);
}

function visited({ path }: Pick<GitFixture, 'path'>, prefix: string): string[] {
  const lines: string[] = [];
  visitRefs(findRepository(path), prefix, (name, hex) => void lines.push(`${hex} ${name}`));
  return lines;
}

function hexOf(ref: TableRef): string | undefined {
  return 'hex' in ref ? ref.hex : undefined;
}

function expectAllFound(fixture: GitFixture, refs: readonly TableRef[]): void {
  expect(
    found(
      fixture,
      refs.map(({ name }) => name),
    ),
  ).toEqual(refs.map(hexOf));
  expect(found(fixture, ['refs/tags/', 'refs/tags/0', 'refs/tags/9', 'refs/a', 'A', 'refs/zz'])).toEqual(
    Array.from({ length: 6 }),
  );
  const below = refs.filter(({ name }) => name.startsWith('refs/tags/'));
  const lines = below.map((ref) => ({ key: Buffer.from(ref.name), line: `${hexOf(ref)} ${ref.name}` }));
  const sorted = lines.sort((a, b) => Buffer.compare(a.key, b.key)).map(({ line }) => line);
  expect(visited(fixture, 'refs/tags/')).toEqual(sorted);
}

describe('refs in tables, of a repository that git made', () => {
  test('lead to the same histories as before', () => {
    using fixture = GitFixture.init();
    for (let nth = 0; nth < 5; nth += 1) fixture.commit({ message: `${nth}` });
    fixture.git('tag', '-a', 'v1', '-m', 'v1', 'HEAD~1');
    fixture.git('branch', 'grün', 'HEAD~2');
    fixture.git('replace', 'HEAD~3', 'HEAD~4');
    const names = ['HEAD', 'v1', 'grün', 'main~2', 'refs/heads/main'];
    const before = names.map((name) => gitLogLines(fixture, name));
    const format = '--format={"name":"%(refname)","hex":"%(objectname)","peeled":"%(*objectname)"}';
    const lines = fixture.git('for-each-ref', format).replaceAll(',"peeled":""', '').split('\n');
    const refs = [headRef, ...lines.map((line) => JSON.parse(line) as TableRef)];
    expect(refs).toHaveLength(5);
    makeReftableRepository(fixture, [writeReftable(refs, { hasLog: true })]);
    expect(names.map((revision) => walkLines(historyOf(fixture.path, { ...exact, revision })))).toEqual(before);
    expect(() => historyOf(fixture.path, { revision: 'gone' })).toThrow(/no such branch, tag or commit/);
    makeReftableRepository(fixture, [writeReftable([{ name: 'HEAD', target: 'refs/heads/none' }])]);
    expect(() => historyOf(fixture.path)).toThrow(/branch "none" has no commits yet/);
  });

  test('are those of each worktree, and of all', () => {
    using fixture = GitFixture.init();
    const oids = [1, 2, 3].map((nth) => fixture.commit({ message: `${nth}` }));
    const linked = join(fixture.root, 'linked');
    fixture.git('worktree', 'add', '-q', '--detach', linked, 'HEAD');
    const own = join(fixture.gitDir, 'worktrees', 'linked');
    makeReftableRepository(fixture, [
      writeReftable([headRef, { name: 'refs/heads/main', hex: oids[2]! }, { name: 'refs/worktree/x', hex: oids[2]! }]),
    ]);
    writeFileSync(join(own, 'HEAD'), 'ref: refs/heads/.invalid\n');
    writeFileSync(join(own, 'FETCH_HEAD'), `${oids[1]!}\t\tbranch 'x' of y\n`);
    writeTables(own, [
      writeReftable([
        { name: 'HEAD', hex: oids[0]! },
        { name: 'refs/worktree/x', hex: oids[1]! },
      ]),
    ]);
    const headsOf = (path: string, ...names: string[]): string[] =>
      names.map((revision) => historyOf(path, { revision }).head);
    expect(headsOf(fixture.path, 'HEAD', 'refs/worktree/x')).toEqual([oids[2], oids[2]]);
    expect(headsOf(linked, 'HEAD', 'main', 'refs/worktree/x', 'FETCH_HEAD')).toEqual([
      oids[0],
      oids[2],
      oids[1],
      oids[1],
    ]);
    expect(visited(fixture, 'refs/worktree/')).toEqual([`${oids[2]!} refs/worktree/x`]);
    expect(visited({ path: linked }, 'refs/worktree/')).toEqual([`${oids[1]!} refs/worktree/x`]);
    expect(visited({ path: linked }, 'refs/heads/')).toEqual([`${oids[2]!} refs/heads/main`]);
  });
});

describe('refs in tables', () => {
  let fixture: GitFixture;
  beforeEach(() => {
    fixture = GitFixture.init();
  });
  afterEach(() => fixture.dispose());

  const layouts: [string, TableOptions][] = [
    ['blocks filled up', {}],
    ['blocks filled up, a log after them', { blockBytes: 512, hasLog: true }],
    ['blocks filled up, and no index', { blockBytes: 512, topBlocks: 0 }],
    ['blocks filled up, an index of levels', { blockBytes: 256 }],
    ['blocks filled up, an index whose top has blocks', { blockBytes: 256, topBlocks: 3, hasLog: true }],
    ['one large block', { blockBytes: 1 << 20, restartEvery: 1 }],
    ['blocks one after another, and an index', { blockBytes: 0, blockBytesMax: 700 }],
    ['blocks one after another, an index of levels', { blockBytes: 0, blockBytesMax: 200, hasLog: true }],
    ['blocks one after another, and no index', { blockBytes: 0, blockBytesMax: 300, topBlocks: 0, hasLog: true }],
    ['version 2', { version: 2, blockBytes: 512 }],
    ['no keys cut', { restartEvery: 1 }],
    ['keys cut all the way', { restartEvery: 1000 }],
  ];

  test.each(layouts)('are found one by one and all below a prefix: %s', (_, options) => {
    const refs = [headRef, ...manyRefs(300), { name: 'refs/heads/main', hex: idOf(1) }];
    makeReftableRepository(fixture, [writeReftable(refs, options)]);
    expectAllFound(fixture, refs.slice(1));
    expect(found(fixture, ['HEAD'])).toEqual([idOf(1)]);
  });

  test('are found with ids of SHA-256', () => {
    using other = GitFixture.init({ objectFormat: 'sha256' });
    const refs = manyRefs(100, 64);
    makeReftableRepository(other, [writeReftable(refs, { objectFormat: 'sha256', blockBytes: 512 })]);
    expectAllFound(other, refs);
    makeReftableRepository(other, [writeReftable(manyRefs(10), { version: 2 })]);
    expect(() => found(other, ['HEAD'])).toThrow(/its ids are not of sha256, at byte 24/);
  });

  test('say what the newest table says', () => {
    const name = (nth: number): string => `refs/tags/${nth}`;
    const deleted = (nth: number): TableRef => ({ name: name(nth), isDeleted: true });
    const refs = Array.from({ length: 9 }, (_, nth): TableRef => ({ name: name(nth), hex: idOf(nth) }));
    makeReftableRepository(fixture, [
      writeReftable(refs),
      writeReftable([]),
      writeReftable([], { hasLog: true }),
      writeReftable([deleted(1), { name: name(2), hex: idOf(20) }, deleted(3)]),
      writeReftable([{ name: name(3), hex: idOf(30) }, { name: name(4), target: name(5) }, deleted(8)]),
    ]);
    const now = [0, undefined, 20, 30, 5, 5, 6, 7, undefined];
    const ids = now.map((nth) => (nth === undefined ? nth : idOf(nth)));
    expect(
      found(
        fixture,
        refs.map((ref) => ref.name),
      ),
    ).toEqual(ids);
    const lines = now.flatMap((id, nth) => (id === undefined ? [] : [`${idOf(id)} ${name(nth)}`]));
    expect(visited(fixture, 'refs/tags/')).toEqual(lines);
  });

  test('are none where there is no list, and only those directly below a prefix', () => {
    makeReftableRepository(fixture, [
      writeReftable([
        { name: 'refs/a/b/c', hex: idOf(1) },
        { name: 'refs/a/d', hex: idOf(2) },
      ]),
    ]);
    expect(visited(fixture, 'refs/a/')).toEqual([`${idOf(2)} refs/a/d`]);
    rmSync(join(fixture.gitDir, 'reftable'), { recursive: true });
    expect(visited(fixture, 'refs/a/')).toEqual([]);
  });
});

describe('refs in damaged tables', () => {
  let fixture: GitFixture;
  beforeEach(() => {
    fixture = GitFixture.init();
  });
  afterEach(() => fixture.dispose());

  function refusal(table: Buffer): string {
    makeReftableRepository(fixture, [table]);
    try {
      found(fixture, ['refs/tags/0--ü0']);
      visited(fixture, 'refs/tags/');
    } catch (error) {
      expect(error).toMatchObject({ code: 'CORRUPT' });
      return (error as Error).message.replaceAll(fixture.gitDir, '');
    }
    return 'none';
  }

  test('any byte flipped is refused with its place, or changes no more than what one ref says', () => {
    const refs = manyRefs(40);
    const whole = writeReftable(refs, { blockBytes: 256, hasLog: true });
    const usual = refs.map(hexOf);
    makeReftableRepository(fixture, []);
    let refused = 0;
    for (let at = 0; at < whole.length; at += 1) {
      const flipped = Buffer.from(whole);
      flipped[at]! ^= 1 << (at % 8);
      writeTables(fixture.gitDir, [flipped]);
      try {
        const lines = visited(fixture, 'refs/tags/');
        expect(lines.filter((line, nth) => !line.startsWith(usual[nth]!)).length).toBeLessThanOrEqual(usual.length);
        found(fixture, ['refs/tags/0--ü0']);
      } catch (error) {
        refused += 1;
        expect(error).toMatchObject({ code: 'CORRUPT' });
        expect((error as Error).message).toMatch(/^Cannot read (?:reftable ".*\.ref": .*, at byte \d+|ref ")/);
      }
    }
    expect(refused).toBeGreaterThan(whole.length / 10);
    const footBytes = 68;
    for (let at = whole.length - footBytes; at < whole.length; at += 1) {
      const flipped = Buffer.from(whole);
      flipped[at]! ^= 0x40;
      expect(refusal(flipped), `byte ${at}`).toMatch(/the checksum of its footer is wrong/);
    }
  });

  test('any end cut off is refused', () => {
    const whole = writeReftable(manyRefs(40), { blockBytes: 256 });
    for (let length = 0; length < whole.length; length += 13) {
      expect(refusal(whole.subarray(0, length)), `${length} bytes`).not.toBe('none');
    }
  });

  /** One block of bytes that are no table's, with a right footer. */
  function tableOf(block: Buffer, blockBytes = 0, refIndexAt = 0): Buffer {
    const head = writeReftable([], { blockBytes }).subarray(0, 24);
    const positions = Buffer.alloc(40);
    positions.writeBigUInt64BE(BigInt(refIndexAt));
    return withChecksum(Buffer.concat([head, block, head, positions]), 64);
  }

  /** Records in a block of a type, with one restart point. */
  function blockOf(type: string, ...records: Buffer[]): Buffer {
    const body = Buffer.concat(records);
    const start = Buffer.from(`${type}000`);
    start.writeUIntBE(24 + 4 + body.length + 5, 1, 3);
    return Buffer.concat([start, body, Buffer.from([0, 0, 28, 0, 1])]);
  }

  function record(prefix: number, suffix: string, type: number, value: Buffer = Buffer.alloc(21)): Buffer {
    const bytes = Buffer.from(suffix);
    return Buffer.concat([varint(prefix), varint(bytes.length * 8 + type), bytes, value]);
  }

  /** An index of one entry. */
  function indexBlock(key: string, at: number): Buffer {
    const row = record(0, key, 0, varint(at));
    const start = Buffer.from([0x69, 0, 0, 4 + row.length + 5]);
    return Buffer.concat([start, row, Buffer.from([0, 0, 4, 0, 1])]);
  }

  const name = 'refs/tags/a';
  test('what follows a block at once is none of its refs, whatever lies a block further on', () => {
    const block = blockOf('r', record(0, name, 1));
    const log = Buffer.concat([Buffer.from('g'), Buffer.alloc(400, 'r')]);
    makeReftableRepository(fixture, [tableOf(Buffer.concat([block, log]), 100)]);
    expect(visited(fixture, 'refs/tags/')).toEqual([`${'0'.repeat(40)} ${name}`]);
  });

  test.each<[string, () => Buffer, RegExp]>([
    ['no restart point', () => tableOf(Buffer.from([0x72, 0, 0, 30, 0, 0])), /no restart point, at byte 28/],
    ['restart points beyond', () => tableOf(Buffer.from([0x72, 0, 0, 30, 9, 9])), /2313 restart points do not fit/],
    ['a block beyond the end', () => tableOf(Buffer.from([0x72, 1, 0, 0, 0, 1])), /cannot have 65536 bytes, at byte 0/],
    ['a block of no bytes', () => tableOf(Buffer.from([0x72, 0, 0, 3, 0, 1])), /cannot have 3 bytes, at byte 0/],
    ['a block above its size', () => tableOf(blockOf('r', record(0, name, 1)), 30), /cannot have 67 bytes/],
    ['a key cut from none', () => tableOf(blockOf('r', record(3, name, 1))), /takes 3 bytes of the key before/],
    ['a key beyond the end', () => tableOf(blockOf('r', record(0, name, 1).subarray(0, 9))), /goes beyond its end/],
    ['an id beyond the end', () => tableOf(blockOf('r', record(0, name, 1, Buffer.alloc(20)))), /20 bytes more goes/],
    ['a kind of value to come', () => tableOf(blockOf('r', record(0, name, 4))), /value type 4 is not known/],
    ['keys that fall', () => tableOf(blockOf('r', record(0, name, 1), record(10, 'A', 1))), /not ascend, at byte 62/],
    ['a key twice', () => tableOf(blockOf('r', record(0, name, 0, varint(0)), record(11, '', 1))), /do not ascend/],
    ['a huge number', () => tableOf(blockOf('r', Buffer.alloc(9, 0xff), record(0, name, 1))), /number is too large/],
    ['a huge key', () => tableOf(blockOf('r', Buffer.concat([varint(0), varint(2 ** 40)]))), /goes beyond its end/],
    [
      'a huge target',
      () => {
        const value = Buffer.concat([varint(0), varint(2 ** 40)]);
        return tableOf(blockOf('r', record(0, name, 3, value)));
      },
      /1099511627776 bytes more goes beyond/,
    ],
    ['a long name', () => tableOf(blockOf('r', record(0, 'x'.repeat(9000), 1))), /9000 bytes, at most 8192/],
    [
      'a long target',
      () => {
        const value = Buffer.concat([varint(0), varint(9000), Buffer.alloc(9000, ' ')]);
        return tableOf(blockOf('r', record(0, name, 3, value)));
      },
      /a name has 9000 bytes/,
    ],
    ['an index that leads to itself', () => tableOf(indexBlock('refs/zzz', 24), 0, 24), /leads forward, at byte 24/],
    [
      'an index that ends before it should',
      () => {
        const lower = indexBlock('refs/a', 3);
        const table = Buffer.concat([lower, indexBlock('refs/zzz', 24)]);
        return tableOf(table, 0, 24 + lower.length);
      },
      /its index leads to a block that ends before, at byte 24/,
    ],
    ['an index beyond the end', () => tableOf(blockOf('r', record(0, name, 1)), 0, 2 ** 40), /index lies beyond/],
    ['an index that is none', () => tableOf(blockOf('g', record(0, name, 1)), 0, 24), /to something that is not one/],
  ])('are refused: %s', (_, make, message) => {
    expect(refusal(make())).toMatch(message);
    expect(refusal(make())).toMatch(/^Cannot read reftable "\/reftable\/.*ref": .*, at byte \d+$/);
  });

  test('are refused where the list is not one, or names what is not there', () => {
    makeReftableRepository(fixture, [writeReftable(manyRefs(3))]);
    const list = join(fixture.gitDir, 'reftable', 'tables.list');
    writeFileSync(list, '../../elsewhere.ref\n');
    expect(() => visited(fixture, 'refs/tags/')).toThrow(/tables.list": line 1 is not the name of a table/);
    writeFileSync(list, 'gone.ref\n');
    expect(() => visited(fixture, 'refs/tags/')).toThrow(/it names a table that is missing/);
    writeFileSync(list, 'x.ref\n'.repeat(257));
    expect(() => visited(fixture, 'refs/tags/')).toThrow(/257 tables, at most 256 are read/);
    writeFileSync(list, '');
    truncateSync(list, 65 * 1024);
    expect(() => visited(fixture, 'refs/tags/')).toThrow(/expected a file of at most 64 KiB/);
  });

  test('are refused where their blocks together are too large', () => {
    const names = Array.from({ length: 160_000 }, (_, nth) => `refs/tags/${1e9 + nth}${idOf(nth)}`);
    const table = tableOf(blockOf('r', Buffer.concat(names.map((one) => record(0, one, 1)))));
    expect(table.length).toBeGreaterThan(12 << 20);
    makeReftableRepository(fixture, [table, table]);
    expect(found(fixture, ['refs/tags/x'])).toEqual([undefined]);
    writeTables(fixture.gitDir, [table, table, table]);
    expect(() => visited(fixture, 'refs/tags/')).toThrow(/blocks of its tables need more than 32 MiB at once/);
  });
});

test('refs in tables, are found while tables are joined', async () => {
  using fixture = GitFixture.init();
  const refs = manyRefs(30);
  makeReftableRepository(fixture, [writeReftable(refs)]);
  const folder = join(fixture.gitDir, 'reftable');
  const mover = `
    const fs = require('node:fs');
    const list = ${JSON.stringify(join(folder, 'tables.list'))};
    const folder = ${JSON.stringify(folder)};
    let last = fs.readFileSync(list, 'latin1').trim();
    for (let nth = 0; nth < 400; nth += 1) {
      const next = 'table-' + nth + '.ref';
      fs.copyFileSync(folder + '/' + last, folder + '/' + next);
      fs.writeFileSync(list + '.lock', next + '\\n');
      fs.renameSync(list + '.lock', list);
      fs.rmSync(folder + '/' + last);
      last = next;
    }`;
  const child = spawn(process.execPath, ['-e', mover], { stdio: 'inherit' });
  const ended = once(child, 'exit');
  let isOver = false;
  void ended.then(() => (isOver = true));
  let reads = 0;
  for (; !isOver; reads += 1) {
    expect(visited(fixture, 'refs/tags/')).toHaveLength(refs.length);
    if (reads % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await ended).toEqual([0, null]);
  expect(reads).toBeGreaterThan(20);
});

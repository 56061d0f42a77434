import { expect, test } from 'vitest';
import { TreeDiff, type TreeChangeSink } from '../../../engine/diff/index.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { TextMaker } from './text-maker.ts';
import { entry, isLeaf, TreeStore, type Folder, type Leaf } from './tree-store.ts';

const zero = '0'.repeat(40);
const idA = 'aa'.repeat(20);
const idB = 'bb'.repeat(20);

/** Changes as `git diff-tree --raw` prints them: ":old-mode new-mode old-id new-id path". */
class RawLines implements TreeChangeSink {
  readonly lines: string[] = [];

  change(
    path: Uint8Array,
    pathLength: number,
    oldMode: number,
    oldOid: Uint8Array,
    oldAt: number,
    newMode: number,
    newOid: Uint8Array,
    newAt: number,
  ): void {
    const name = Buffer.from(path.subarray(0, pathLength)).toString();
    const ids = `${hex(oldOid, oldAt)} ${hex(newOid, newAt)}`;
    this.lines.push(`:${octal(oldMode)} ${octal(newMode)} ${ids} ${name}`);
  }
}

function hex(oid: Uint8Array, at: number): string {
  return Buffer.from(oid.subarray(at, at + 20)).toString('hex');
}

function octal(mode: number): string {
  return mode.toString(8).padStart(6, '0');
}

function diffFolders(old: Folder | undefined, newer: Folder | undefined): string[] {
  const store = new TreeStore();
  const sink = new RawLines();
  const oldTree = old === undefined ? undefined : store.add(old);
  const newTree = newer === undefined ? undefined : store.add(newer);
  new TreeDiff(store, 20).run(oldTree, 0, newTree, 0, sink);
  return sink.lines;
}

const file = (oid: string): Leaf => ['100644', oid];

test('TreeDiff.run() reports adds, deletes and changes in path order', () => {
  const old = { same: file(idA), gone: file(idA), edit: file(idA), dir: { x: file(idA) } };
  const newer = { same: file(idA), came: file(idB), edit: file(idB), dir: { x: file(idB) } };
  expect(diffFolders(old, newer)).toEqual([
    `:000000 100644 ${zero} ${idB} came`,
    `:100644 100644 ${idA} ${idB} dir/x`,
    `:100644 100644 ${idA} ${idB} edit`,
    `:100644 000000 ${idA} ${zero} gone`,
  ]);
});

test('TreeDiff.run() takes an absent or zero tree for the empty one', () => {
  const store = new TreeStore();
  const tree = store.add({ a: file(idA), d: { b: file(idB) } });
  const diff = new TreeDiff(store, 20);
  const run = (old: Uint8Array | undefined, newer: Uint8Array | undefined): string[] => {
    const sink = new RawLines();
    diff.run(old, 0, newer, 0, sink);
    return sink.lines.map((line) => `${line.slice(1, 14)} ${line.slice(97)}`);
  };
  const added = ['000000 100644 a', '000000 100644 d/b'];
  expect(run(undefined, tree)).toEqual(added);
  expect(run(new Uint8Array(20), tree)).toEqual(added);
  expect(run(tree, undefined)).toEqual(['100644 000000 a', '100644 000000 d/b']);
  expect(run(undefined, undefined)).toEqual([]);
  expect(run(tree, tree)).toEqual([]);
});

test('TreeDiff.run() finds tree ids at an offset', () => {
  const store = new TreeStore();
  const ids = Buffer.concat([Buffer.from('pad'), store.add({ a: file(idA) }), store.add({})]);
  const sink = new RawLines();
  new TreeDiff(store, 20).run(ids, 3, ids, 23, sink);
  expect(sink.lines).toEqual([`:100644 000000 ${idA} ${zero} a`]);
});

test('TreeDiff.run() reads no subtree that is equal on both sides', () => {
  const store = new TreeStore();
  const shared = { deep: { x: file(idA) } };
  const old = store.add({ shared, other: { y: file(idA) } });
  const newer = store.add({ shared, other: { y: file(idB) } });
  new TreeDiff(store, 20).run(old, 0, newer, 0, new RawLines());
  expect(store.readCount).toBe(4);
});

test('TreeDiff.run() compares canonical modes', () => {
  expect(diffFolders({ a: ['100664', idA] }, { a: ['100644', idA] })).toEqual([]);
  expect(diffFolders({ a: ['100775', idA] }, { a: ['100755', idA] })).toEqual([]);
  expect(diffFolders({ a: ['100664', idA] }, { a: ['100755', idA] })).toEqual([`:100644 100755 ${idA} ${idA} a`]);
  expect(diffFolders({ a: ['120000', idA] }, { a: ['100644', idA] })).toEqual([`:120000 100644 ${idA} ${idA} a`]);
});

test('TreeDiff.run() reports a submodule with the file it replaces', () => {
  const link: Leaf = ['160000', idB];
  expect(diffFolders({ a: file(idA) }, { a: link })).toEqual([`:100644 160000 ${idA} ${idB} a`]);
  expect(diffFolders({ a: link }, { a: file(idA) })).toEqual([`:160000 100644 ${idB} ${idA} a`]);
  expect(diffFolders({ a: link }, { a: ['160000', idA] })).toEqual([`:160000 160000 ${idB} ${idA} a`]);
});

test.each([
  ['an empty mode', Buffer.from(' a\0')],
  ['a mode that is not octal', entry('10x644', 'a', Buffer.alloc(20, 1))],
  ['an endless mode', entry('1000000644', 'a', Buffer.alloc(20, 1))],
  ['an empty name', entry('100644', '', Buffer.alloc(20, 1))],
  ['a name without end', Buffer.from('100644 abc')],
  ['a cut id', entry('100644', 'a', Buffer.alloc(19, 1))],
])('TreeDiff.run() refuses a tree with %s', (_name, bytes) => {
  const store = new TreeStore();
  const tree = store.addRaw(bytes);
  const run = (): void => new TreeDiff(store, 20).run(undefined, 0, tree, 0, new RawLines());
  expect(run).toThrow(expect.objectContaining({ code: 'CORRUPT' }));
});

test('TreeDiff.run() refuses directories nested too deep, and paths too long', () => {
  const store = new TreeStore();
  const nest = (depth: number, name: string): Buffer => {
    let tree = store.add({ x: file(idA) });
    for (let i = 0; i < depth; i += 1) tree = store.addRaw(entry('40000', name, tree));
    return tree;
  };
  const diff = new TreeDiff(store, 20);
  const sink = new RawLines();
  diff.run(undefined, 0, nest(4_095, 'd'), 0, sink);
  expect(sink.lines).toHaveLength(1);
  const refused = expect.objectContaining({ code: 'CORRUPT' });
  expect(() => diff.run(undefined, 0, nest(4_096, 'd'), 0, sink)).toThrow(refused);
  expect(() => diff.run(undefined, 0, nest(400, 'd'.repeat(200)), 0, sink)).toThrow(refused);
  diff.run(undefined, 0, nest(2, 'd'), 0, sink);
  expect(sink.lines).toHaveLength(2);
});

const names = ['a', 'a-b', 'a.c', 'a0', 'ab', 'b', 'b.txt', 'b-', 'z', 'ä', '.git', 'A'];
const modes = ['100644', '100644', '100644', '100755', '120000', '100664'];

function randomFolder(maker: TextMaker, depth: number): Folder {
  const folder: Folder = {};
  for (const name of names) {
    if (maker.below(2) === 0) continue;
    if (depth > 0 && maker.below(3) === 0) {
      const child = randomFolder(maker, depth - 1);
      if (Object.keys(child).length > 0) folder[name] = child;
    } else folder[name] = randomLeaf(maker);
  }
  return folder;
}

function randomLeaf(maker: TextMaker): Leaf {
  return [modes[maker.below(modes.length)]!, `${maker.below(4)}`.padStart(40, '1')];
}

/** A copy with some entries changed, dropped or turned into the other kind. */
function mutated(maker: TextMaker, folder: Folder, depth: number): Folder {
  const copy: Folder = {};
  for (const [name, item] of Object.entries(folder)) {
    const dice = maker.below(10);
    if (dice === 0) continue;
    if (dice === 1) copy[name] = randomLeaf(maker);
    else if (dice === 2) copy[name] = { in: randomLeaf(maker), ...randomFolder(maker, depth - 1) };
    else copy[name] = isLeaf(item) || dice < 6 ? item : mutated(maker, item, depth - 1);
  }
  return { ...copy, ...(maker.below(3) === 0 ? { new: randomLeaf(maker) } : {}) };
}

/** Path → canonical mode and id. */
function flatten(folder: Folder, prefix: string, out: Map<string, string>): Map<string, string> {
  for (const [name, item] of Object.entries(folder)) {
    if (!isLeaf(item)) flatten(item, `${prefix}${name}/`, out);
    else out.set(prefix + name, `${item[0] === '100664' ? '100644' : item[0]} ${item[1]}`);
  }
  return out;
}

function naiveDiff(old: Folder, newer: Folder): string[] {
  const before = flatten(old, '', new Map<string, string>());
  const after = flatten(newer, '', new Map<string, string>());
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  paths.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return paths.flatMap((path) => {
    const [oldMode, oldOid] = (before.get(path) ?? `000000 ${zero}`).split(' ');
    const [newMode, newOid] = (after.get(path) ?? `000000 ${zero}`).split(' ');
    const isSame = oldMode === newMode && oldOid === newOid;
    return isSame ? [] : [`:${oldMode} ${newMode} ${oldOid} ${newOid} ${path}`];
  });
}

test('TreeDiff.run() equals a diff of path maps, on random trees', () => {
  for (let seed = 1; seed <= 600; seed += 1) {
    const maker = new TextMaker(seed);
    const old = randomFolder(maker, 3);
    const newer = mutated(maker, old, 3);
    expect(diffFolders(old, newer), `SEED=${seed}`).toEqual(naiveDiff(old, newer));
    expect(diffFolders(undefined, newer), `SEED=${seed}`).toEqual(naiveDiff({}, newer));
  }
});

test('TreeDiff.run() equals git diff-tree', () => {
  using fixture = GitFixture.init({ bare: true });
  const store = new TreeStore();
  const pairs: [Buffer, Buffer][] = [];
  for (let seed = 1; seed <= 12; seed += 1) {
    const maker = new TextMaker(seed);
    const old = randomFolder(maker, 3);
    pairs.push([store.add(old), store.add(mutated(maker, old, 3))]);
  }
  importTrees(fixture, store);
  const diff = new TreeDiff(store, 20);
  pairs.forEach(([old, newer], index) => {
    const sink = new RawLines();
    diff.run(old, 0, newer, 0, sink);
    expect(sink.lines.length).toBeGreaterThan(3);
    expect(sink.lines, `SEED=${index + 1}`).toEqual(gitLines(fixture, old, newer));
  });
});

/** Adds the raw trees to the repository, odd modes included; the blobs they name need not exist. */
function importTrees(fixture: GitFixture, store: TreeStore): void {
  for (const [oid, input] of store.trees) {
    const words = ['hash-object', '-t', 'tree', '-w', '--stdin', '--literally'];
    const made = fixture.gitBytes(words, { input }).toString().trim();
    expect(made).toBe(oid);
  }
}

function gitLines(fixture: GitFixture, old: Buffer, newer: Buffer): string[] {
  const words = ['diff-tree', '-r', '--raw', '--no-renames', '--no-abbrev', '-z'];
  const output = fixture.git(...words, old.toString('hex'), newer.toString('hex'));
  const records = output.split('\0');
  const lines: string[] = [];
  for (let i = 0; i + 1 < records.length; i += 2) {
    lines.push(`${records[i]!.replace(/ [A-Z]$/, '')} ${records[i + 1]}`);
  }
  return lines;
}

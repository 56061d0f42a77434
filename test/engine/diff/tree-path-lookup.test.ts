import { afterAll, describe, expect, test } from 'vitest';
import { TreePathLookup } from '../../../engine/diff/index.ts';
import { findRepository, hexToOid, ObjectStore, oidToHex } from '../../../engine/git/index.ts';
import { StoreTreeReader } from '../../../engine/pipeline/store-tree-reader.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { makeTree, type TreeContent } from '../../support/git-trees.ts';
import { randomFrom } from '../../support/random.ts';
import { smallLimits } from '../../support/read-slices.ts';

/** Names that begin alike, and sort unlike where one of them is a folder. */
const names = ['a', 'a.b', 'a-b', 'a0', 'ab', 'b', 'b.c', 'B', 'z'];

describe('TreePathLookup', () => {
  const fixture = GitFixture.init({ bare: true });
  const store = new ObjectStore(findRepository(fixture.path), smallLimits);
  const random = randomFrom(17);
  const below = (limit: number): number => Math.floor(random() * limit);
  afterAll(() => {
    store.close();
    fixture.dispose();
  });

  function randomPath(): string {
    const depth = 1 + below(4);
    return Array.from({ length: depth }, () => names[below(names.length)]!).join('/');
  }

  function randomTree(): string {
    const files: Record<string, TreeContent> = {};
    for (let left = below(40); left > 0; left -= 1) {
      const path = randomPath();
      const isFree = Object.keys(files).every((one) => !one.startsWith(`${path}/`) && !path.startsWith(`${one}/`));
      const turn = below(9);
      const other = turn === 0 ? '120000' : turn === 1 ? '160000' : '100755';
      if (!isFree) continue;
      if (turn > 2) files[path] = `${below(5)}\n`;
      else files[path] = { mode: other, content: turn === 1 ? 'ab'.repeat(20) : `${below(5)}` };
    }
    return makeTree(fixture, files);
  }

  /** Mode and id of each path, as git lists them. */
  function listed(tree: string): Map<string, string> {
    const rows = fixture
      .gitBytes(['ls-tree', '-r', '-z', tree])
      .toString()
      .split('\0')
      .filter((row) => row !== '');
    return new Map(
      rows.map((row) => {
        const [mode, , oid] = row.slice(0, row.indexOf('\t')).split(' ');
        return [row.slice(row.indexOf('\t') + 1), `${Number.parseInt(mode!, 8)} ${oid}`];
      }),
    );
  }

  /** Looks paths up, in git's order. */
  function found(lookup: TreePathLookup, tree: string, paths: readonly string[]): Map<string, string> {
    lookup.start(hexToOid(tree), 0);
    const files = new Map<string, string>();
    for (const path of paths) {
      lookup.find(Buffer.from(path));
      if (lookup.mode !== 0) files.set(path, `${lookup.mode} ${oidToHex(lookup.bytes, lookup.oidAt, 20)}`);
    }
    return files;
  }

  const inOrder = (paths: Iterable<string>): string[] => {
    return Array.from(new Set(paths)).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  };

  test.each([0, 4096, 1024 * 1024])('finds what git lists, and nothing else, cache of %i bytes', (cacheBytes) => {
    const lookup = new TreePathLookup(new StoreTreeReader(store, 20, cacheBytes), 20);
    let hits = 0;
    let misses = 0;
    for (let round = 0; round < 60; round += 1) {
      const tree = randomTree();
      const wanted = listed(tree);
      // Of the files some, of those that are not there many: also folders, and paths below files.
      const asked = Array.from(wanted.keys()).filter(() => below(4) > 0);
      const others = Array.from({ length: 60 }, randomPath);
      const near = asked.flatMap((path) => [`${path}/x`, path.slice(0, Math.max(1, path.lastIndexOf('/')))]);
      const paths = inOrder([...asked, ...others, ...near.filter((path) => path !== '')]);
      const expected = new Map(paths.filter((path) => wanted.has(path)).map((path) => [path, wanted.get(path)!]));
      expect(found(lookup, tree, paths)).toEqual(expected);
      hits += expected.size;
      misses += paths.length - expected.size;
      if (round % 20 === 0) lookup.release();
    }
    expect(Math.min(hits, misses)).toBeGreaterThan(300);
  });

  test('reads each folder once, and only those on the way', () => {
    const files = { 'a/b/c': '1', 'a/b/d': '2', 'a/e': '3', 'a.x/f': '4', 'g/h': '5' };
    const tree = makeTree(fixture, files);
    const reader = new StoreTreeReader(store, 20, 0);
    const read: string[] = [];
    const counted = {
      allowance: reader.allowance,
      readTree: (...args: Parameters<StoreTreeReader['readTree']>): void => {
        read.push(oidToHex(args[0], args[1], 20));
        reader.readTree(...args);
      },
    };
    const lookup = new TreePathLookup(counted, 20);
    const paths = inOrder(['a/b/c', 'a/b/d', 'a/b/x', 'a/e', 'g/h', 'nothing/here']);
    expect(Array.from(found(lookup, tree, paths).keys())).toEqual(['a/b/c', 'a/b/d', 'a/e', 'g/h']);
    const folders = ['a', 'a/b', 'g'].map((path) => fixture.git('rev-parse', `${tree}:${path}`));
    expect(read).toEqual([tree, ...folders]);
  });
});

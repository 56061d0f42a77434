import { chmodSync, copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  findRepository,
  hexToOid,
  loadSharedIndexes,
  packSizes,
  type SharedIndexes,
} from '../../../engine/git/index.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { writeMidxChain } from '../../support/midx-writer.ts';
import { allObjects, differences, openStore, otherDifferences, roomyLimits, tightLimits } from './store-oracle.ts';

const bytesMax = 1 << 20;

function load(fixture: GitFixture): SharedIndexes {
  return loadSharedIndexes(findRepository(fixture.path), bytesMax)!;
}

/** How many packs each loaded index covers. */
function coverage(fixture: GitFixture): number[] {
  return load(fixture).indexes.map(({ packPaths }) => packPaths?.length ?? 1);
}

/** One more commit in a pack of its own. */
function addPack(fixture: GitFixture, name: string): void {
  fixture.commit({ files: { [`${name}.txt`]: `${name}\n`.repeat(50), 'same.txt': `now ${name}\n` } });
  fixture.git('repack', '-q', '-d');
}

/** Every object by the loaded indexes, as git has it; and that one is not there. */
function expectRead(fixture: GitFixture, objectFormat: 'sha1' | 'sha256'): void {
  const objects = allObjects(fixture);
  for (const limits of [tightLimits, roomyLimits]) {
    const store = openStore(fixture, { ...limits, verifyOid: 'all' }, load(fixture));
    expect(differences(store, objects)).toEqual([]);
    expect(otherDifferences(store, objects)).toEqual([]);
    expect(store.locate(hexToOid('1'.repeat(objectFormat === 'sha1' ? 40 : 64)), 0)).toBe(-1);
    store.close();
  }
}

describe.each(['sha1', 'sha256'] as const)('multi-pack-index, %s', (objectFormat) => {
  let fixture: GitFixture;
  let path: string;

  beforeEach(() => {
    fixture = GitFixture.init({ objectFormat });
    for (const name of ['one', 'two', 'three']) addPack(fixture, name);
    path = join(fixture.gitDir, 'objects/pack/multi-pack-index');
    fixture.git('multi-pack-index', 'write');
    chmodSync(path, 0o600);
  });
  afterEach(() => fixture.dispose());

  function expectAllRead(): void {
    expectRead(fixture, objectFormat);
  }

  test('stands for the indexes of all packs', () => {
    expect(coverage(fixture)).toEqual([3]);
    expect(packSizes(findRepository(fixture.path)).indexBytes).toBe(load(fixture).bytes);
    expectAllRead();
  });

  test('leaves a pack that came later to its own index', () => {
    addPack(fixture, 'four');
    expect(coverage(fixture)).toEqual([3, 1]);
    expectAllRead();
  });

  test('is not used when a pack that it names has gone', () => {
    const copy = join(fixture.root, 'copy');
    copyFileSync(path, copy);
    fixture.git('repack', '-q', '-a', '-d');
    copyFileSync(copy, path);
    expect(coverage(fixture)).toEqual([1]);
    expectAllRead();
  });

  test('is not used when a byte of it is flipped, or its end is missing', () => {
    const whole = readFileSync(path);
    for (let at = 0; at < whole.length; at += 7) {
      const flipped = Buffer.from(whole);
      flipped[at]! ^= 1 << (at % 8);
      writeFileSync(path, flipped);
      expect(coverage(fixture), `byte ${at}`).toEqual([1, 1, 1]);
    }
    for (const length of [0, 11, 200, whole.length - 1]) {
      writeFileSync(path, whole.subarray(0, length));
      expect(coverage(fixture), `${length} bytes`).toEqual([1, 1, 1]);
    }
  });

  test('lets a store go on when git gc takes the packs away', () => {
    const store = openStore(fixture, tightLimits, load(fixture));
    const objects = allObjects(fixture);
    expect(differences(store, objects.slice(0, 3))).toEqual([]);
    addPack(fixture, 'later');
    fixture.git('gc', '-q', '--prune=now');
    const names = readdirSync(join(fixture.gitDir, 'objects/pack'));
    expect(names.filter((name) => name.endsWith('.pack'))).toHaveLength(1);
    expect(differences(store, allObjects(fixture))).toEqual([]);
    store.close();
  });
});

describe.each(['sha1', 'sha256'] as const)('a chain of multi-pack-indexes, %s', (objectFormat) => {
  let fixture: GitFixture;
  let packs: string[];

  beforeEach(() => {
    fixture = GitFixture.init({ objectFormat });
    for (const name of ['one', 'two', 'three']) addPack(fixture, name);
    // Has all that the others have: a layer above them leaves that out.
    fixture.git('repack', '-q', '-a');
    packs = indexPaths();
    expect(packs).toHaveLength(4);
  });
  afterEach(() => fixture.dispose());

  /** The smallest pack first, the one with everything last. */
  function indexPaths(): string[] {
    const folder = join(fixture.gitDir, 'objects/pack');
    const paths = readdirSync(folder)
      .filter((name) => name.endsWith('.idx'))
      .map((name) => join(folder, name));
    const sizes = new Map(paths.map((path) => [path, readFileSync(path).length]));
    return paths.sort((a, b) => sizes.get(a)! - sizes.get(b)! || (a < b ? -1 : 1));
  }

  function expectAllRead(): void {
    expectRead(fixture, objectFormat);
  }

  test.each([1, 2] as const)('stands for the indexes of all packs, version %i', (version) => {
    writeMidxChain(fixture, [[packs[2]!, packs[0]!], [packs[1]!], [packs[3]!]], { objectFormat, version });
    expect(coverage(fixture)).toEqual([2, 1, 1]);
    expect(packSizes(findRepository(fixture.path)).indexBytes).toBe(load(fixture).bytes);
    expectAllRead();
    addPack(fixture, 'later');
    expect(coverage(fixture)).toEqual([2, 1, 1, 1]);
    expectAllRead();
  });

  test('is not used beside an index of all', () => {
    writeMidxChain(fixture, [[packs[0]!], [packs[3]!]], { objectFormat });
    fixture.git('multi-pack-index', 'write');
    expect(coverage(fixture)).toEqual([4]);
  });

  test('is not used when a layer is absent, damaged, or not the one that is named', () => {
    const layers = writeMidxChain(fixture, [[packs[0]!], [packs[1]!], [packs[3]!]], { objectFormat });
    expect(coverage(fixture)).toEqual([1, 1, 1, 1]);
    expect(load(fixture).indexes[0]!.packPaths).toEqual([packs[0]]);
    const unused = (): void => {
      expect(load(fixture).indexes.map(({ packPaths }) => packPaths)).toEqual(Array.from({ length: 4 }));
      expectAllRead();
    };
    const whole = layers.map((path) => readFileSync(path));
    for (const at of [4, 7, 40, whole[1]!.length - 1]) {
      const flipped = Buffer.from(whole[1]!);
      flipped[at]! ^= 1;
      writeFileSync(layers[1]!, flipped);
      unused();
    }
    writeFileSync(layers[1]!, whole[0]!);
    unused();
    rmSync(layers[1]!);
    unused();
    writeFileSync(layers[1]!, whole[1]!);
    expect(load(fixture).indexes[0]!.packPaths).toEqual([packs[0]]);
    const chain = join(fixture.gitDir, 'objects/pack/multi-pack-index.d/multi-pack-index-chain');
    const text = readFileSync(chain, 'latin1');
    for (const other of ['', 'no hash\n', `${text}abcdef\n`, text.repeat(30), text.repeat(1000)]) {
      writeFileSync(chain, other);
      unused();
    }
  });

  test('is not used when a pack that it names has gone, whatever its other layers name', () => {
    writeMidxChain(fixture, [[packs[0]!], [packs[3]!]], { objectFormat });
    rmSync(packs[0]!);
    expect(load(fixture).indexes.map(({ packPaths }) => packPaths)).toEqual(Array.from({ length: 3 }));
    expectAllRead();
  });

  test('serves a store no more when a pack below goes meanwhile', () => {
    writeMidxChain(fixture, [[packs[0]!], [packs[1]!], [packs[3]!]], { objectFormat });
    const store = openStore(fixture, tightLimits, load(fixture));
    const objects = allObjects(fixture);
    rmSync(packs[0]!.replace(/idx$/, 'pack'));
    rmSync(packs[0]!);
    // What only the layer below named is in the pack of everything, too.
    expect(differences(store, objects)).toEqual([]);
    store.close();
  });
});

import { chmodSync, copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
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
import {
  allObjects,
  differences,
  openStore,
  otherDifferences,
  roomyLimits,
  tightLimits,
} from './store-oracle.ts';

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
    const objects = allObjects(fixture);
    for (const limits of [tightLimits, roomyLimits]) {
      const store = openStore(fixture, { ...limits, verifyOid: 'all' }, load(fixture));
      expect(differences(store, objects)).toEqual([]);
      expect(otherDifferences(store, objects)).toEqual([]);
      expect(store.locate(hexToOid('1'.repeat(objectFormat === 'sha1' ? 40 : 64)), 0)).toBe(-1);
      store.close();
    }
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

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  findRepository,
  ObjectStore,
  readReplacedObjects,
  type RepositoryLocation,
} from '../../../engine/git/index.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { allObjects, differences, otherDifferences, roomyLimits } from './store-oracle.ts';

const bytesMax = 1 << 20;

function replacedLocation(fixture: GitFixture, bytes: number = bytesMax): RepositoryLocation {
  const location = findRepository(fixture.path);
  const replaced = readReplacedObjects(location, bytes);
  return replaced === undefined ? location : { ...location, replaced };
}

function openStore(fixture: GitFixture): ObjectStore {
  return new ObjectStore(replacedLocation(fixture), { ...roomyLimits, verifyOid: 'all' });
}

function expectAllRead(fixture: GitFixture): void {
  const objects = allObjects(fixture);
  const store = openStore(fixture);
  expect(differences(store, objects)).toEqual([]);
  expect(otherDifferences(store, objects)).toEqual([]);
  store.close();
}

describe.each(['sha1', 'sha256'] as const)('readReplacedObjects, %s', (objectFormat) => {
  let fixture: GitFixture;
  beforeEach(() => {
    fixture = GitFixture.init({ objectFormat });
    for (let nth = 0; nth < 6; nth += 1) {
      fixture.commit({ files: { 'a.txt': `${nth}\n`.repeat(nth + 1), 'b/c.txt': `${nth}` } });
    }
  });
  afterEach(() => fixture.dispose());

  function hex(revision: string): string {
    return fixture.git('rev-parse', revision);
  }

  test('finds none where there are none', () => {
    expect(readReplacedObjects(findRepository(fixture.path), bytesMax)).toBeUndefined();
  });

  test('a store reads commits, trees and blobs as git does, loose refs and packed ones', () => {
    fixture.git('replace', 'HEAD~3', 'HEAD~1');
    fixture.git('replace', hex('HEAD~1^{tree}'), hex('HEAD~4^{tree}'));
    fixture.git('pack-refs', '--all', '--prune');
    fixture.git('replace', hex('HEAD:a.txt'), hex('HEAD~5:a.txt'));
    fixture.git('repack', '-q', '-a', '-d');
    fixture.git('replace', hex('HEAD~2:a.txt'), hex('HEAD~4:b/c.txt'));
    expectAllRead(fixture);
    expect(replacedLocation(fixture).replaced?.count).toBe(4);
    const loose = replacedLocation(fixture).replaced!.digest;
    fixture.git('pack-refs', '--all', '--prune');
    expect(replacedLocation(fixture).replaced!.digest).toBe(loose);
    // A loose ref outdoes a packed one.
    fixture.git('replace', '-f', 'HEAD~3', 'HEAD');
    expectAllRead(fixture);
    expect(replacedLocation(fixture).replaced!.digest).not.toBe(loose);
  });

  test('replacements of replacements are followed as far as git follows them', () => {
    for (const [one, other] of [
      [5, 4],
      [4, 3],
      [3, 2],
      [2, 1],
    ]) {
      fixture.git('replace', hex(`HEAD~${one}:a.txt`), hex(`HEAD~${other}:a.txt`));
    }
    expectAllRead(fixture);
    fixture.git('replace', hex('HEAD~1:a.txt'), hex('HEAD:a.txt'));
    const deep = hex('HEAD~5:a.txt');
    const refused = fixture.gitBytes(['cat-file', '-p', deep], { allowFailure: true });
    expect(refused).toHaveLength(0);
    const store = openStore(fixture);
    expect(() => store.locate(Buffer.from(deep, 'hex'), 0)).toThrow(
      expect.objectContaining({
        code: 'CORRUPT',
        message: `Cannot read object ${deep}: its replacement is ` + 'replaced 5 times or more, see "git replace -d"',
      }),
    );
    store.close();
  });

  test('a replacement that is absent is named', () => {
    const oid = hex('HEAD:a.txt');
    const absent = '1'.repeat(oid.length);
    mkdirSync(join(fixture.gitDir, 'refs/replace'), { recursive: true });
    writeFileSync(join(fixture.gitDir, 'refs/replace', oid), `${absent}\n`);
    const store = openStore(fixture);
    const message = new RegExp(`Cannot read object ${oid}: ${absent}, which replaces it, is not in`);
    expect(() => store.header(Buffer.from(oid, 'hex'), 0)).toThrow(message);
    expect(() => store.locate(Buffer.from(oid, 'hex'), 0)).toThrow(message);
    store.close();
    const location = { ...replacedLocation(fixture), isPartial: true };
    const partial = new ObjectStore(location, roomyLimits);
    expect(partial.locate(Buffer.from(oid, 'hex'), 0)).toBe(-1);
    partial.close();
  });

  test('names that are no id are passed over, more than fits is refused', () => {
    fixture.git('update-ref', 'refs/replace/not-an-id', 'HEAD');
    fixture.git('update-ref', `refs/replace/below/${hex('HEAD')}`, 'HEAD~1');
    expect(replacedLocation(fixture).replaced).toBeUndefined();
    for (const [one, other] of [
      [0, 1],
      [1, 2],
      [2, 3],
    ]) {
      fixture.git('replace', `HEAD~${one}`, `HEAD~${other}`);
    }
    const pairBytes = hex('HEAD').length;
    expect(replacedLocation(fixture, pairBytes * 3).replaced?.count).toBe(3);
    expect(() => replacedLocation(fixture, pairBytes * 3 - 1)).toThrow(
      expect.objectContaining({ code: 'BUDGET', message: expect.stringContaining('--no-replace-objects') }),
    );
  });

  test('two refs of one object are refused', () => {
    fixture.git('replace', 'HEAD', 'HEAD~1');
    const path = join(fixture.gitDir, 'refs/replace', hex('HEAD').toUpperCase());
    writeFileSync(path, `${hex('HEAD~2')}\n`);
    expect(() => replacedLocation(fixture)).toThrow(/two name object/);
    rmSync(path);
    expect(replacedLocation(fixture).replaced?.count).toBe(1);
  });
});

test('readReplacedObjects, many out of order are found as git finds them', () => {
  using fixture = GitFixture.init();
  const oids = Array.from({ length: 40 }, (_, nth) => {
    fixture.write('a.txt', `${nth}`);
    return fixture.git('rev-parse', ':a.txt');
  });
  fixture.commit();
  for (let nth = 0; nth < 20; nth += 1) fixture.git('replace', oids[nth]!, oids[39 - nth]!);
  expectAllRead(fixture);
});

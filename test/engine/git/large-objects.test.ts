import { describe, expect, test } from 'vitest';
import { findLargeObjects, findRepository, oidToHex } from '../../../engine/git/index.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { randomBytes } from '../../support/random-bytes.ts';

function found(fixture: GitFixture): string[] {
  const objects = findLargeObjects(findRepository(fixture.path));
  return objects.map(({ oid }) => oidToHex(oid, 0, oid.length));
}

describe.each(['sha1', 'sha256'] as const)('findLargeObjects, %s', (objectFormat) => {
  test('finds what is stored in much room, the largest first, packed or not', () => {
    using fixture = GitFixture.init({ objectFormat });
    const small = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`${at}.txt`, `small ${at}\n`.repeat(at)]));
    fixture.commit({ files: { ...small, zeros: Buffer.alloc(2_000_000), a: randomBytes(150_000, 1) } });
    fixture.commit({ files: { b: randomBytes(400_000, 2), c: randomBytes(5000, 3) } });
    const wanted = ['HEAD:b', 'HEAD:a'].map((name) => fixture.git('rev-parse', name));
    expect(found(fixture)).toEqual(wanted);
    fixture.git('repack', '-q', '-a', '-d');
    expect(found(fixture)).toEqual(wanted);
    // One in a pack, one in a file of its own.
    fixture.commit({ files: { d: randomBytes(90_000, 4) } });
    expect(found(fixture)).toEqual([...wanted, fixture.git('rev-parse', 'HEAD:d')]);
  });

  test('finds nothing where there is nothing', () => {
    using fixture = GitFixture.init({ objectFormat });
    expect(found(fixture)).toEqual([]);
  });
});

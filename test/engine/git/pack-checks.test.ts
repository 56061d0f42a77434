import { readdirSync, readFileSync, renameSync, chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  checkPacks,
  isProven,
  findRepository,
  makePackChecks,
  type PackChecks,
  type RepositoryLocation,
} from '../../../engine/git/index.ts';
import { GitFixture } from '../../support/git-fixture.ts';

function check(location: RepositoryLocation): PackChecks {
  const checks = makePackChecks(location);
  for (const _ of checkPacks(checks, location, { lane: 0, laneCount: 1 }));
  return checks;
}

function packedFixture(objectFormat: 'sha1' | 'sha256'): GitFixture {
  const fixture = GitFixture.init({ objectFormat });
  for (let at = 0; at < 4; at += 1) fixture.commit({ files: { 'a.txt': `line\n`.repeat(100 + at), b: `${at}` } });
  fixture.git('repack', '-adq');
  return fixture;
}

function fileOf(location: RepositoryLocation, ending: string): string {
  const folder = join(location.objectDirs[0]!, 'pack');
  return join(
    folder,
    readdirSync(folder).find((name) => name.endsWith(ending))!,
  );
}

test.each(['sha1', 'sha256'] as const)('packs as git wrote them are proven, %s', (objectFormat) => {
  using fixture = packedFixture(objectFormat);
  const checks = check(findRepository(fixture.path));
  expect(checks.indexPaths).toHaveLength(1);
  expect(isProven(checks, 0)).toBe(true);
});

test.each(['.pack', '.idx'])('no pack with a flipped bit in its %s is proven', (ending) => {
  using fixture = packedFixture('sha1');
  const location = findRepository(fixture.path);
  const path = fileOf(location, ending);
  const whole = readFileSync(path);
  chmodSync(path, 0o644);
  for (let at = 0; at < whole.length; at += 1) {
    const damaged = Buffer.from(whole);
    damaged[at]! ^= 1 << (at & 7);
    writeFileSync(path, damaged);
    expect(isProven(check(location), 0)).toBe(false);
  }
});

test.each(['.pack', '.idx'])('no pack with a %s that is cut short is proven', (ending) => {
  using fixture = packedFixture('sha1');
  const location = findRepository(fixture.path);
  const path = fileOf(location, ending);
  const whole = readFileSync(path);
  chmodSync(path, 0o644);
  for (let length = 0; length < whole.length; length += 7) {
    writeFileSync(path, whole.subarray(0, length));
    expect(isProven(check(location), 0)).toBe(false);
  }
});

test('a pack that has gone is not proven, and no error', () => {
  using fixture = packedFixture('sha1');
  const location = findRepository(fixture.path);
  const checks = makePackChecks(location);
  const path = fileOf(location, '.pack');
  renameSync(path, `${path}.gone`);
  for (const _ of checkPacks(checks, location, { lane: 0, laneCount: 1 }));
  expect(isProven(checks, 0)).toBe(false);
});

test('a turn ends after so many bytes, in one pack or in several', () => {
  using fixture = packedFixture('sha1');
  fixture.commit({ files: { c: 'another pack' } });
  fixture.git('repack', '-dq');
  const location = findRepository(fixture.path);
  const turns = (turnBytes: number): number =>
    Array.from(checkPacks(makePackChecks(location), location, { lane: 0, laneCount: 1 }, turnBytes)).length;
  expect(turns(1)).toBe(4);
  expect(turns(2000)).toBeGreaterThan(0);
  expect(turns(2000)).toBeLessThan(4);
  expect(turns(2 ** 28)).toBe(0);
});

test('threads check each pack once between them', () => {
  using fixture = packedFixture('sha1');
  fixture.commit({ files: { c: 'another pack' } });
  fixture.git('repack', '-dq');
  const location = findRepository(fixture.path);
  const checks = makePackChecks(location);
  expect(checks.indexPaths).toHaveLength(2);
  for (const _ of checkPacks(checks, location, { lane: 1, laneCount: 2 }));
  expect([isProven(checks, 0), isProven(checks, 1)]).toEqual([false, true]);
  for (const _ of checkPacks(checks, location, { lane: 0, laneCount: 2 }));
  expect([isProven(checks, 0), isProven(checks, 1)]).toEqual([true, true]);
});

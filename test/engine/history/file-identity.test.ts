import { describe, expect, test } from 'vitest';
import { changeKind } from '../../../engine/contract.ts';
import { FileIdentity } from '../../../engine/history/index.ts';
import { randomFrom } from '../../support/random.ts';

const { added, deleted, modified, renamed } = changeKind;

describe('FileIdentity', () => {
  test('a path is one file for ever when nothing is renamed, deleted and added again or not', () => {
    const identity = new FileIdentity();
    const file = identity.observe(added, 5, -1);
    for (const kind of [modified, deleted, added, modified, deleted, modified]) {
      expect(identity.observe(kind, 5, -1)).toBe(file);
    }
    expect(identity.observe(added, 6, -1)).not.toBe(file);
    expect([identity.count, identity.fileOf(5), identity.fileOf(7)]).toEqual([2, file, -1]);
  });

  test('a rename takes the file along, through several names', () => {
    const identity = new FileIdentity();
    const file = identity.observe(added, 0, -1);
    expect(identity.observe(renamed, 1, 0)).toBe(file);
    expect(identity.observe(renamed, 2, 1)).toBe(file);
    expect(identity.observe(modified, 2, -1)).toBe(file);
  });

  test('a name that a rename freed names a new file when it is added, the renamed one before', () => {
    const identity = new FileIdentity();
    const file = identity.observe(added, 0, -1);
    identity.observe(renamed, 1, 0);
    // A parallel branch goes on under the old name.
    expect(identity.observe(modified, 0, -1)).toBe(file);
    const other = identity.observe(added, 0, -1);
    expect(other).not.toBe(file);
    expect(identity.observe(modified, 0, -1)).toBe(other);
    expect(identity.observe(modified, 1, -1)).toBe(file);
    // It was freed once: the next add is of the same file.
    expect(identity.observe(added, 0, -1)).toBe(other);
  });

  test('a rename back to the old name is the same file again', () => {
    const identity = new FileIdentity();
    const file = identity.observe(added, 0, -1);
    identity.observe(renamed, 1, 0);
    expect(identity.observe(renamed, 0, 1)).toBe(file);
    expect(identity.observe(added, 0, -1)).toBe(file);
    expect(identity.observe(added, 1, -1)).not.toBe(file);
  });

  test('two files change names in one commit', () => {
    const identity = new FileIdentity();
    const a = identity.observe(added, 0, -1);
    const b = identity.observe(added, 1, -1);
    expect(identity.observe(renamed, 2, 0)).toBe(a);
    expect(identity.observe(renamed, 0, 1)).toBe(b);
    expect([identity.fileOf(0), identity.fileOf(2)]).toEqual([b, a]);
  });

  test('a file keeps the path that it had last, also when another takes it or it goes back to an older one', () => {
    const identity = new FileIdentity();
    const dead = identity.observe(added, 0, -1);
    identity.observe(deleted, 0, -1);
    const other = identity.observe(added, 1, -1);
    identity.observe(renamed, 0, 1);
    expect([identity.pathOf(dead), identity.pathOf(other)]).toEqual([0, 0]);
    identity.observe(renamed, 2, 0);
    identity.observe(renamed, 1, 2);
    expect([identity.pathOf(dead), identity.pathOf(other)]).toEqual([0, 1]);
    // A branch that goes on under the old name does not bring it back, an addition does.
    identity.observe(modified, 0, -1);
    expect(identity.pathOf(other)).toBe(1);
    const made = identity.observe(added, 0, -1);
    expect([identity.pathOf(made), made === other]).toEqual([0, false]);
  });

  test('a rename of a path that was never seen makes a file', () => {
    const identity = new FileIdentity();
    const file = identity.observe(renamed, 4, 3);
    expect(identity.fileOf(4)).toBe(file);
    expect(identity.count).toBe(1);
  });

  test('decode(encode), goes on as the first would', () => {
    const random = randomFrom(3);
    const below = (limit: number): number => Math.floor(random() * limit);
    let identity = new FileIdentity();
    const twin = new FileIdentity();
    for (let step = 0; step < 20_000; step += 1) {
      const kind = below(4);
      const path = below(2000);
      const oldPath = kind === renamed ? below(2000) : -1;
      expect(identity.observe(kind, path, oldPath)).toBe(twin.observe(kind, path, oldPath));
      if (step % 1500 === 0) identity = FileIdentity.decode(Buffer.from(identity.encode(2000)));
    }
    expect(identity.count).toBe(twin.count);
    const paths = (one: FileIdentity): number[] => Array.from({ length: one.count }, (_, file) => one.pathOf(file));
    expect(paths(identity)).toEqual(paths(twin));
    expect(identity.bytes).toBeLessThan(5 * 4096 + 4 * identity.count * 2 + 1);
  });
});

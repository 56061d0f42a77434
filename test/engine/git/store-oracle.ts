import {
  findRepository,
  hexToOid,
  ObjectScratch,
  ObjectStore,
  type ObjectStoreLimits,
  type SharedIndexes,
} from '../../../engine/git/index.ts';
import type { GitFixture } from '../../support/git-fixture.ts';

/** Small on purpose: windows and the ring turn over many times even in a small repository. */
export const tightLimits: ObjectStoreLimits = {
  windowBytes: 512,
  windowCountMax: 2,
  deltaBaseBytes: 8 * 1024,
  objectBytesMax: 8 * 1024 * 1024,
};

export const roomyLimits: ObjectStoreLimits = {
  windowBytes: 32 * 1024,
  windowCountMax: 64,
  deltaBaseBytes: 4 * 1024 * 1024,
  objectBytesMax: 64 * 1024 * 1024,
};

export interface OracleObject {
  readonly hex: string;
  readonly kind: string;
  readonly content: Buffer;
}

/** Every object of a repository as `git cat-file` gives it. */
export function allObjects(fixture: GitFixture): OracleObject[] {
  const listed = fixture.git('cat-file', '--batch-all-objects', '--batch-check=%(objectname)');
  const output = fixture.gitBytes(['cat-file', '--batch'], { input: `${listed}\n` });
  const objects: OracleObject[] = [];
  for (let at = 0; at < output.length;) {
    const lineEnd = output.indexOf(10, at);
    const [hex, kind, size] = output.toString('latin1', at, lineEnd).split(' ');
    const end = lineEnd + 1 + Number(size);
    objects.push({ hex: hex!, kind: kind!, content: output.subarray(lineEnd + 1, end) });
    at = end + 1;
  }
  return objects;
}

export function openStore(
  fixture: GitFixture,
  limits: ObjectStoreLimits = roomyLimits,
  shared?: SharedIndexes,
): ObjectStore {
  return new ObjectStore(findRepository(fixture.path), limits, shared);
}

/** What differs between our reading and git's; empty when nothing does. */
export function differences(store: ObjectStore, objects: readonly OracleObject[]): string[] {
  const scratch = new ObjectScratch(64);
  const found: string[] = [];
  for (const { hex, kind, content } of objects) {
    const oid = hexToOid(hex);
    const read = store.read(oid, 0, scratch);
    const ours = scratch.bytes.subarray(0, scratch.length);
    if (read !== kind) found.push(`${hex}: ${kind} was read as ${read}`);
    else if (!content.equals(ours)) found.push(`${hex}: content`);
    const header = store.header(oid, 0);
    if (header?.kind !== kind || header.sizeBytes !== content.length) found.push(`${hex}: header`);
  }
  return found;
}

/** The same for the other ways to read: as a base, and by the place that was located first. */
export function otherDifferences(store: ObjectStore, objects: readonly OracleObject[]): string[] {
  const scratch = new ObjectScratch(64);
  const found: string[] = [];
  const places = objects.map(({ hex }) => store.locate(hexToOid(hex), 0));
  for (const [at, { hex, kind, content }] of objects.entries()) {
    const oid = hexToOid(hex);
    for (const read of [() => store.read(oid, 0, scratch, 'base'), () => store.readAt(places[at]!, oid, 0, scratch)]) {
      const foundKind = read();
      const isSame = content.equals(scratch.bytes.subarray(0, scratch.length));
      if (foundKind !== kind || !isSame) found.push(`${hex}: ${read.toString()}`);
    }
  }
  return found;
}

/** Same numbers in [0, 1) for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Versions of one text, each a few lines away from the one before. */
export function versionsOf(count: number, lineCount: number, seed: number): string[] {
  const random = randomFrom(seed);
  const lines = Array.from({ length: lineCount }, (_, i) => `line ${i} ${random().toString(36)}`);
  const versions: string[] = [];
  for (let version = 0; version < count; version += 1) {
    lines[Math.floor(random() * lines.length)] = `version ${version} ${random().toString(36)}`;
    versions.push(`${lines.join('\n')}\n`);
  }
  return versions;
}

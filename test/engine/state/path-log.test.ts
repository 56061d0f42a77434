import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ByteInterner } from '../../../engine/base/index.ts';
import { changeKind } from '../../../engine/contract.ts';
import { FileIdentity } from '../../../engine/history/index.ts';
import { IdentityLog } from '../../../engine/state/identity-log.ts';
import { PathLog } from '../../../engine/state/path-log.ts';
import { SpillFiles } from '../../../engine/spill/index.ts';
import { ScratchDirectory } from '../spill/scratch.ts';

interface SavedPaths {
  readonly count: number;
  readonly names: readonly string[];
}

function addPaths(paths: ByteInterner, start: number, end: number): void {
  for (let at = start; at < end; at += 1) {
    // Some are longer than a frame of the file can hold together with the others.
    const bytes = Buffer.from(`${at % 40 === 0 ? 'long/'.repeat(12_000) : ''}path \xff ${at}`, 'latin1');
    paths.intern(bytes, 0, bytes.length);
  }
}

function namesOf(paths: ByteInterner): string[] {
  return Array.from({ length: paths.count }, (_, id) => paths.bytesOf(id).toString('latin1'));
}

describe('PathLog', () => {
  test('brings the same ids back, from as many files as there were saves with new paths', () => {
    using scratch = new ScratchDirectory();
    const paths = new ByteInterner();
    const log = new PathLog(paths, new SpillFiles({ path: scratch.path }));
    log.save();
    addPaths(paths, 0, 300);
    log.save();
    log.save();
    addPaths(paths, 300, 305);
    const saved = structuredClone(log.save()) as unknown as SavedPaths;
    expect([saved.count, saved.names.length]).toEqual([305, 2]);

    const files = new SpillFiles({ path: scratch.path });
    const found = new ByteInterner();
    const next = new PathLog(found, files);
    next.restore(saved);
    expect(namesOf(found)).toEqual(namesOf(paths));
    expect(files.liveNames.toSorted()).toEqual(saved.names.toSorted());
    addPaths(found, 305, 307);
    const later = next.save() as unknown as SavedPaths;
    expect([later.count, later.names.length]).toEqual([307, 3]);
  });

  test('refuses files that are damaged, missing or fewer than the manifest says', () => {
    using scratch = new ScratchDirectory();
    const paths = new ByteInterner();
    const log = new PathLog(paths, new SpillFiles({ path: scratch.path }));
    addPaths(paths, 1, 30);
    log.save();
    addPaths(paths, 30, 60);
    const saved = structuredClone(log.save()) as unknown as SavedPaths;
    const restore = (manifest: SavedPaths): void => {
      new PathLog(new ByteInterner(), new SpillFiles({ path: scratch.path })).restore(manifest);
    };
    const refusal = expect.objectContaining({ code: 'STATE' });
    expect(() => restore({ ...saved, names: saved.names.slice(0, 1) })).toThrow(refusal);
    expect(() => restore({ ...saved, names: [...saved.names, 'paths-none-0.seg'] })).toThrow(refusal);
    const path = scratch.file(saved.names[1]!);
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(path, bytes);
    expect(() => restore(saved)).toThrow(refusal);
  });
});

describe('IdentityLog', () => {
  test('brings the same identity back, and keeps one file', () => {
    using scratch = new ScratchDirectory();
    const identity = new FileIdentity();
    const files = new SpillFiles({ path: scratch.path });
    const log = new IdentityLog(files);
    for (let path = 0; path < 5000; path += 1) identity.observe(changeKind.added, path, -1);
    log.save(identity, 5000);
    for (let path = 0; path < 100; path += 1) identity.observe(changeKind.renamed, path + 6000, path);
    const name = log.save(identity, 6100) as string;
    expect(files.liveNames).toEqual([name]);
    const next = new IdentityLog(new SpillFiles({ path: scratch.path })).restore(name);
    const filesOf = (one: FileIdentity): number[] => Array.from({ length: 6100 }, (_, path) => one.fileOf(path));
    expect(filesOf(next)).toEqual(filesOf(identity));
    expect(next.observe(changeKind.added, 7, -1)).toBe(identity.observe(changeKind.added, 7, -1));
  });
});

import { type FsCall, listenToFs, systemError } from '../../support/faulty-fs.ts';
import { writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { LateSync } from '../../../engine/spill/index.ts';
import { openDescriptorCount, ScratchDirectory } from './scratch.ts';

/** Paths of the calls of one name while it works. */
function heard(name: FsCall['name']): string[] {
  const paths: string[] = [];
  listenToFs((call) => {
    if (call.name === name) paths.push(call.path);
  });
  return paths;
}

function filesIn(scratch: ScratchDirectory, count: number): string[] {
  return Array.from({ length: count }, (_, at) => {
    writeFileSync(scratch.file(`f${at}`), 'x');
    return scratch.file(`f${at}`);
  });
}

describe('LateSync', () => {
  afterEach(() => listenToFs(undefined));

  test('syncs what it was asked for, few at a time, and settles without doing so again', async () => {
    using scratch = new ScratchDirectory();
    const paths = filesIn(scratch, 20);
    const late = new LateSync();
    const descriptors = openDescriptorCount();
    const synced = heard('fsync');
    for (const path of paths) late.start(path);
    expect(openDescriptorCount()).toBeLessThanOrEqual((descriptors ?? 0) + 4);
    for (let turn = 0; turn < 200 && synced.length < 20; turn += 1) await setTimeout(10);
    await setTimeout(100);
    expect(synced).toEqual(paths);
    expect(openDescriptorCount()).toBe(descriptors);
    const again = heard('fsyncSync');
    late.settle();
    expect(again).toEqual([]);
  });

  test('settle, syncs at once what was not', () => {
    using scratch = new ScratchDirectory();
    const paths = filesIn(scratch, 6);
    const late = new LateSync();
    for (const path of paths) late.start(path);
    const synced = heard('fsyncSync');
    late.settle();
    expect(synced).toEqual(paths);
    late.settle();
    expect(synced).toHaveLength(6);
  });

  test('settle, tells a failure once, with the path and the cause', async () => {
    using scratch = new ScratchDirectory();
    const [path] = filesIn(scratch, 1);
    const late = new LateSync();
    listenToFs((call) => {
      if (call.name === 'fsync') throw systemError('EIO', call);
    });
    late.start(path!);
    await setTimeout(50);
    const told = { code: 'IO', message: expect.stringContaining(path!) };
    expect(() => late.settle()).toThrow(expect.objectContaining(told));
    expect(() => late.settle()).not.toThrow();
  });

  test('forget, drops what is to be removed', () => {
    using scratch = new ScratchDirectory();
    const late = new LateSync();
    late.start(scratch.file('never there'));
    late.forget();
    expect(() => late.settle()).not.toThrow();
  });
});

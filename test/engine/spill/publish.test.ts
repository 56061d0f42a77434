import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { publishBytes, publishFile, readWhole } from '../../../engine/spill/index.ts';
import { failingFs, openDescriptorCount, ScratchDirectory } from './scratch.ts';

describe('publish', () => {
  test('publishFile() replaces the old file and leaves no temporary one', () => {
    using scratch = new ScratchDirectory();
    writeFileSync(scratch.file('final'), 'old');
    writeFileSync(scratch.file('temporary'), 'new');
    publishFile(scratch.file('temporary'), scratch.file('final'), { sync: 'durable' });
    expect(readFileSync(scratch.file('final'), 'utf8')).toBe('new');
    expect(scratch.names()).toEqual(['final']);
  });

  test('publishBytes() leaves the old file or the new one when any call fails', () => {
    for (let failAt = 0; ; failAt += 1) {
      using scratch = new ScratchDirectory();
      const path = scratch.file('final');
      writeFileSync(path, 'old');
      const descriptors = openDescriptorCount();
      const fs = failingFs(failAt, 'ENOSPC');
      let failure: unknown;
      try {
        publishBytes(path, Buffer.from('the new text'), { sync: 'durable', fs });
      } catch (error) {
        failure = error;
      }
      expect(openDescriptorCount(), `call ${failAt}`).toBe(descriptors);
      expect(scratch.names(), `call ${failAt}`).toEqual(['final']);
      expect(['old', 'the new text']).toContain(readFileSync(path, 'utf8'));
      if (fs.seen <= failAt) {
        expect(failure).toBeUndefined();
        expect(readFileSync(path, 'utf8')).toBe('the new text');
        expect(failAt).toBeGreaterThan(8);
        return;
      }
      expect(failure, `call ${failAt}`).toMatchObject({ code: 'IO' });
    }
  });

  test('publishFile() syncs the file before the rename and the directory after it', () => {
    using scratch = new ScratchDirectory();
    const story: string[] = [];
    const fs = failingFs(-1, '');
    const { fsyncSync, renameSync, openSync } = fs;
    Object.assign(fs, {
      openSync: (path: string, flags: string) => (story.push(`open ${path.split('/').at(-1)}`), openSync(path, flags)),
      fsyncSync: (fd: number) => (story.push('sync'), fsyncSync(fd)),
      renameSync: (from: string, to: string) => (story.push('rename'), renameSync(from, to)),
    });
    writeFileSync(scratch.file('temporary'), 'new');
    publishFile(scratch.file('temporary'), scratch.file('final'), { sync: 'durable', fs });
    expect(story).toEqual(['open temporary', 'sync', 'rename', `open ${scratch.path.split('/').at(-1)}`, 'sync']);
  });

  test('readWhole() refuses a file that is missing or longer than allowed', () => {
    using scratch = new ScratchDirectory();
    writeFileSync(scratch.file('f'), 'twelve bytes');
    expect(readWhole(scratch.file('f'), 12).toString()).toBe('twelve bytes');
    expect(() => readWhole(scratch.file('f'), 11)).toThrow(expect.objectContaining({ code: 'STATE' }));
    expect(() => readWhole(scratch.file('g'), 11)).toThrow(expect.objectContaining({ code: 'STATE' }));
    expect(existsSync(scratch.file('g'))).toBe(false);
  });
});

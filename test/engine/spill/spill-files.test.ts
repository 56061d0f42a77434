import { existsSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { SpillFiles } from '../../../engine/spill/index.ts';
import { failingFs, ScratchDirectory } from './scratch.ts';

function put(files: SpillFiles, stem: string): string {
  const pending = files.begin(stem, 'run');
  pending.file.append(Buffer.from(stem));
  pending.file.close();
  pending.publish();
  return pending.name;
}

describe('SpillFiles', () => {
  test('begin() shows nothing under its name until publish()', () => {
    using scratch = new ScratchDirectory();
    const files = new SpillFiles({ path: scratch.path });
    const pending = files.begin('facts', 'run');
    expect(scratch.names()).toEqual([`${pending.name}.tmp-${process.pid}`]);
    pending.publish();
    expect(scratch.names()).toEqual([pending.name]);
    expect(pending.file.name).toBe(scratch.file(pending.name));
    pending.file.close();
  });

  test('release() keeps what a checkpoint refers to until retain() names others', () => {
    using scratch = new ScratchDirectory();
    const files = new SpillFiles({ path: scratch.path });
    const [a, b, c] = [put(files, 'a'), put(files, 'b'), put(files, 'c')];
    files.retain([a, b]);
    files.release(a);
    files.release(c);
    expect(scratch.names().sort()).toEqual([a, b]);
    files.retain([b]);
    expect(scratch.names()).toEqual([b]);
    files.release(b);
    files.retain([]);
    expect(scratch.names()).toEqual([]);
    expect(files.fileCount).toBe(0);
  });

  test('cleanupSpills() removes live and unfinished files, not those of a checkpoint', () => {
    using scratch = new ScratchDirectory();
    const files = new SpillFiles({ path: scratch.path });
    const [a, b] = [put(files, 'a'), put(files, 'b')];
    files.retain([a]);
    const open = files.begin('open', 'seg');
    files.cleanupSpills();
    expect(scratch.names()).toEqual([a]);
    files.cleanupSpills();
    open.file.close();
    expect(existsSync(scratch.file(b))).toBe(false);
  });

  test('sweep() removes what is neither live nor retained', () => {
    using scratch = new ScratchDirectory();
    const files = new SpillFiles({ path: scratch.path });
    const live = put(files, 'live');
    writeFileSync(scratch.file('stray.run'), '');
    writeFileSync(scratch.file('stray.run.tmp-1'), '');
    writeFileSync(scratch.file('kept.run'), '');
    files.retain(['kept.run']);
    expect(files.sweep()).toEqual(['stray.run', 'stray.run.tmp-1']);
    expect(scratch.names().sort()).toEqual(['kept.run', live]);
  });

  test('sync() syncs each live file once and the directory', () => {
    using scratch = new ScratchDirectory();
    const fs = failingFs(-1, '', ['fsyncSync']);
    const files = new SpillFiles({ path: scratch.path, fs });
    put(files, 'a');
    files.release(put(files, 'b'));
    expect(fs.seen).toBe(0);
    files.sync();
    expect(fs.seen).toBe(2);
    files.sync();
    expect(fs.seen).toBe(3);
  });

  test('two stores in one directory never use one name', () => {
    using scratch = new ScratchDirectory();
    put(new SpillFiles({ path: scratch.path }), 'a');
    put(new SpillFiles({ path: scratch.path }), 'a');
    expect(scratch.names()).toHaveLength(2);
  });
});

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

  test('release() removes the file, and only that one', () => {
    using scratch = new ScratchDirectory();
    const files = new SpillFiles({ path: scratch.path });
    const [a, b] = [put(files, 'a'), put(files, 'b')];
    files.release(a);
    expect(scratch.names()).toEqual([b]);
    files.release(b);
    expect([scratch.names(), files.fileCount]).toEqual([[], 0]);
  });

  test('cleanupSpills() removes live and unfinished files, and none of others', () => {
    using scratch = new ScratchDirectory();
    const files = new SpillFiles({ path: scratch.path });
    const other = put(new SpillFiles({ path: scratch.path }), 'other');
    put(files, 'a');
    const open = files.begin('open', 'seg');
    files.cleanupSpills();
    expect(scratch.names()).toEqual([other]);
    files.cleanupSpills();
    open.file.close();
  });

  test('isUnsynced() holds from publish() and grew() to synced(); nothing is synced here', () => {
    using scratch = new ScratchDirectory();
    const fs = failingFs(-1, '', ['fsyncSync']);
    const files = new SpillFiles({ path: scratch.path, fs });
    const name = put(files, 'a');
    expect(files.isUnsynced(name)).toBe(true);
    files.synced(name);
    expect(files.isUnsynced(name)).toBe(false);
    files.grew(name);
    expect(files.isUnsynced(name)).toBe(true);
    expect(fs.seen).toBe(0);
  });

  test('two stores in one directory never use one name', () => {
    using scratch = new ScratchDirectory();
    put(new SpillFiles({ path: scratch.path }), 'a');
    put(new SpillFiles({ path: scratch.path }), 'a');
    expect(scratch.names()).toHaveLength(2);
  });
});

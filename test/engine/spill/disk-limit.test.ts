import { linkSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DiskLimit, SpillFiles } from '../../../engine/spill/index.ts';
import { ScratchDirectory } from './scratch.ts';

function write(files: SpillFiles, bytes: number): string {
  const pending = files.begin('x', 'run');
  try {
    pending.file.append(Buffer.alloc(bytes));
    pending.publish();
  } catch (failure) {
    pending.abandon(failure);
  }
  pending.file.close();
  return pending.name;
}

describe('DiskLimit', () => {
  test('reserve, refuses what would pass the limit and says what would do', () => {
    using scratch = new ScratchDirectory();
    const disk = new DiskLimit(1_000_000, () => 0.25);
    disk.watch(scratch.path);
    const files = new SpillFiles({ path: scratch.path, fs: disk.fs });
    const first = write(files, 600_000);
    expect(() => write(files, 600_000)).toThrow(
      expect.objectContaining({ code: 'BUDGET', message: expect.stringMatching(/after 25% .* --max-disk 6MiB/) }),
    );
    expect(scratch.names()).toEqual([first]);
    write(files, 399_999);
    files.release(first);
    // What was removed makes room, though it was counted.
    write(files, 600_000);
  });

  test('reserve, counts what is there already, and a file of two names once', () => {
    using scratch = new ScratchDirectory();
    using other = new ScratchDirectory();
    writeFileSync(scratch.file('old'), Buffer.alloc(500));
    linkSync(scratch.file('old'), other.file('linked'));
    const disk = new DiskLimit(1000, () => 1);
    disk.watch(scratch.path);
    disk.watch(other.path);
    disk.watch(scratch.file('not there'));
    disk.reserve(500);
    expect(() => disk.reserve(501)).toThrow(/--max-disk/);
    rmSync(scratch.file('old'));
    expect(() => disk.reserve(501)).toThrow(/--max-disk/);
    rmSync(other.file('linked'));
    disk.reserve(1000);
  });
});

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SpillDirectory, sweepDeadSpills } from '../../../engine/spill/index.ts';
import { failingFs, ScratchDirectory } from './scratch.ts';

/** Makes a spill directory whose name differs from our own in the fields given. */
function plant(
  root: ScratchDirectory,
  fields: { pid?: number; place?: string; boot?: string; start?: string },
): string {
  const own = basename(new SpillDirectory({ root: root.path }).path).split('-');
  const [, , pid, placeAndBoot, start, random] = own as [string, string, string, string, string, string];
  const place = fields.place ?? placeAndBoot.slice(0, 8);
  const boot = fields.boot ?? placeAndBoot.slice(8);
  const maker = `${fields.pid ?? pid}-${place}${boot}-${fields.start ?? start}`;
  const name = `codefang-spill-${maker}-${random}`;
  mkdirSync(root.file(name));
  writeFileSync(root.file(`${name}/facts.run`), 'left');
  return name;
}

/** The id of a process that is surely gone. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '0']).pid;
}

describe('SpillDirectory', () => {
  test('remove() takes all with it, is idempotent, and nothing is made before it is used', () => {
    using scratch = new ScratchDirectory();
    const directory = new SpillDirectory({ root: scratch.path });
    expect(existsSync(directory.path)).toBe(false);
    directory.remove();
    const other = new SpillDirectory({ root: scratch.file('new root') });
    writeFileSync(other.file('note'), 'text');
    expect(basename(other.path)).toMatch(/^codefang-spill-\d+-[0-9a-f]{16}-\d+-[0-9a-f]{8}$/);
    other.cleanupSpills();
    other.remove();
    expect(existsSync(other.path)).toBe(false);
    expect(() => other.files).toThrow(expect.objectContaining({ code: 'IO' }));
  });

  test('files fails with IO when the directory cannot be made', () => {
    using scratch = new ScratchDirectory();
    const fs = failingFs(0, 'EACCES', ['mkdirSync']);
    const directory = new SpillDirectory({ root: scratch.path, fs });
    expect(() => directory.files).toThrow(
      expect.objectContaining({
        code: 'IO',
        message: expect.stringContaining('permission is denied'),
      }),
    );
  });
});

describe('sweepDeadSpills()', () => {
  test('removes what dead processes left and nothing of the living', () => {
    using scratch = new ScratchDirectory();
    const living = new SpillDirectory({ root: scratch.path });
    writeFileSync(living.file('facts.run'), 'alive');
    const dead = plant(scratch, { pid: deadPid() });
    const rebooted = plant(scratch, { boot: '00000000' });
    const elsewhere = plant(scratch, { pid: deadPid(), place: '00000000' });
    const other = scratch.file('codefang-spill-notes');
    mkdirSync(other);
    const sweep = sweepDeadSpills(scratch.path);
    expect(sweep.failures).toEqual([]);
    expect(sweep.removed.map((path) => basename(path)).sort()).toEqual([dead, rebooted].sort());
    const left = readdirSync(scratch.path).sort();
    expect(left).toEqual([basename(living.path), elsewhere, 'codefang-spill-notes'].sort());
    expect(sweepDeadSpills(scratch.path).removed).toEqual([]);
  });

  test('tells a process from a later one with the same id by its start time', ({ skip }) => {
    if (!existsSync('/proc/self/stat')) skip('needs /proc');
    using scratch = new ScratchDirectory();
    const reused = plant(scratch, { start: '1' });
    const own = plant(scratch, {});
    expect(sweepDeadSpills(scratch.path).removed.map((path) => basename(path))).toEqual([reused]);
    expect(readdirSync(scratch.path)).toEqual([own]);
  });

  test('leaves another living process alone', async () => {
    using scratch = new ScratchDirectory();
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    try {
      const name = plant(scratch, { pid: child.pid!, start: '0' });
      expect(sweepDeadSpills(scratch.path).removed).toEqual([]);
      child.kill('SIGKILL');
      await new Promise((done) => child.once('exit', done));
      expect(sweepDeadSpills(scratch.path).removed.map((path) => basename(path))).toEqual([name]);
    } finally {
      child.kill('SIGKILL');
    }
  });

  test('follows no link, minds no missing root, and goes on after a failure', () => {
    using scratch = new ScratchDirectory();
    expect(sweepDeadSpills(scratch.file('absent'))).toEqual({ removed: [], failures: [] });
    mkdirSync(scratch.file('precious'));
    const first = plant(scratch, { pid: deadPid() });
    renameSync(scratch.file(first), scratch.file('precious/inside'));
    symlinkSync(scratch.file('precious'), scratch.file(first));
    expect(sweepDeadSpills(scratch.path).removed).toEqual([]);
    plant(scratch, { pid: deadPid() });
    plant(scratch, { boot: '00000000' });
    const sweep = sweepDeadSpills(scratch.path, failingFs(0, 'EIO', ['removeTreeSync']));
    expect(sweep.removed).toHaveLength(1);
    expect(sweep.failures).toEqual([expect.objectContaining({ code: 'IO' })]);
    expect(existsSync(scratch.file('precious/inside/facts.run'))).toBe(true);
  });
});

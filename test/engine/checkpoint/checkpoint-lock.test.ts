import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { CheckpointLock, isLocked } from '../../../engine/checkpoint/checkpoint-lock.ts';
import { ownIdentity } from '../../../engine/spill/index.ts';
import { ScratchDirectory } from '../spill/scratch.ts';

const racer = fileURLToPath(new URL('../../support/lock-racer.js', import.meta.url));

function deadClaim(): string {
  const { pid } = spawnSync(process.execPath, ['-e', '0']);
  return JSON.stringify({ ...ownIdentity(), pid, start: '1' });
}

describe('CheckpointLock', () => {
  test('take, yields to a living process and is given back', () => {
    using scratch = new ScratchDirectory();
    const path = scratch.file('lock');
    const [one, other] = [new CheckpointLock(path), new CheckpointLock(path)];
    expect([one.take(), other.take(), isLocked(path)]).toEqual([true, false, true]);
    other.release();
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid });
    one.release();
    expect([isLocked(path), other.take()]).toEqual([false, true]);
    expect(scratch.names()).toEqual(['lock']);
  });

  test('take, takes over the lock of a dead process, and what its takers left', () => {
    using scratch = new ScratchDirectory();
    const path = scratch.file('lock');
    const dead = deadClaim();
    writeFileSync(path, dead);
    writeFileSync(`${path}.tmp-1-aa`, dead);
    expect(isLocked(path)).toBe(false);
    expect(new CheckpointLock(path).take()).toBe(true);
    expect(scratch.names()).toEqual(['lock']);
    expect(isLocked(path)).toBe(true);
  });

  test('take, sweeps the file of a taker that died before it wrote it, not that of a living one', () => {
    using scratch = new ScratchDirectory();
    const path = scratch.file('lock');
    const { pid, place, boot, start } = ownIdentity();
    const { pid: deadPid } = JSON.parse(deadClaim()) as { pid: number };
    writeFileSync(`${path}.tmp-${deadPid}-${place}${boot}-${start}-aa`, '');
    const living = `${path}.tmp-${pid}-${place}${boot}-${start}-bb`;
    writeFileSync(living, '');
    expect(new CheckpointLock(path).take()).toBe(true);
    expect(scratch.names().map((name) => scratch.file(name))).toEqual([path, living]);
  });

  test('take, also where another taker died while it took over', () => {
    using scratch = new ScratchDirectory();
    const path = scratch.file('lock');
    writeFileSync(path, deadClaim());
    // What takers leave that are killed before they rename: a guard, and one of that guard.
    writeFileSync(guardOf(path), deadClaim());
    writeFileSync(guardOf(guardOf(path)), deadClaim());
    const lock = new CheckpointLock(path);
    expect(lock.take()).toBe(true);
    lock.release();
    expect(scratch.names()).toEqual([]);
    writeFileSync(path, deadClaim());
    writeFileSync(guardOf(path), JSON.stringify(ownIdentity()));
    expect(lock.take()).toBe(false);
  });

  test('take, leaves a lock of another machine alone, and one that names nobody until it is old', () => {
    using scratch = new ScratchDirectory();
    const path = scratch.file('lock');
    writeFileSync(path, JSON.stringify({ ...ownIdentity(), place: 'ffffffff', pid: 1 }));
    expect(new CheckpointLock(path).take()).toBe(false);
    for (const torn of ['{"pid":1', '', '{"pid":1,x}']) {
      const lock = new CheckpointLock(path);
      writeFileSync(path, torn);
      expect([torn, isLocked(path), lock.take()]).toEqual([torn, true, false]);
      utimesSync(path, 1000, 1000);
      expect([torn, lock.take()]).toEqual([torn, true]);
      lock.release();
    }
  });

  test('take, is never held by two of many processes that race and die', async () => {
    using scratch = new ScratchDirectory();
    writeFileSync(scratch.file('lock'), deadClaim());
    const racers = Array.from({ length: 8 }, (_, at) => race(scratch.path, at));
    const said = (await Promise.all(racers)).join('').split('\n').filter(Boolean);
    expect(said.filter((word) => word !== 'taken')).toEqual([]);
    expect(said.length).toBeGreaterThan(50);
    // The last may have died in it, but it can be taken, and nothing else stays.
    expect(new CheckpointLock(scratch.file('lock')).take()).toBe(true);
    expect(existsSync(scratch.file('lock'))).toBe(true);
    expect(readdirSync(scratch.path).filter((name) => !/^(?:inside|left)-/.test(name))).toEqual(['lock']);
  });
});

/** The name of the guard that stands for taking over what lies at a path now. */
function guardOf(path: string): string {
  const hash = createHash('sha256').update(readFileSync(path, 'utf8')).digest('hex');
  return `${path}.after-${hash.slice(0, 16)}`;
}

function race(folder: string, seed: number): Promise<string> {
  const child = spawn(process.execPath, [racer, folder, String(seed), '150'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0 || signal === 'SIGKILL') resolve(said);
      else reject(new Error(`A racer with seed ${seed} ended with ${code}`));
    });
  });
}

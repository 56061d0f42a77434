import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeChaosRepository } from '../chaos/chaos-repository.ts';
import { faultVariable, type PlannedFault } from '../support/fault-preload.ts';
import { leftoversIn } from '../support/program-run.ts';

/*
 * The program in a process of its own, in a world that fails it as a whole: full and read-only file systems,
 * few descriptors, threads that die. It ends well or with a clear failure, and the next run goes on.
 */
const main = fileURLToPath(new URL('../../cmd/main.js', import.meta.url));
const preload = new URL('../support/fault-preload.js', import.meta.url).href;
const shape = { name: 'small', commits: 250, files: 30, linesPerFile: 40, sideShare: 0.3, bulkFiles: 60 };
const fixture = makeChaosRepository(shape, 3);
let folder = '';
let digest = '';
const mounts: string[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'codefang-test-'));
  digest = runIn(['--no-resume']).digest!;
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codefang-test-'));
});
afterEach(() => {
  for (const mount of mounts.splice(0)) spawnSync('umount', [mount]);
  rmSync(folder, { recursive: true, force: true });
});
afterAll(() => fixture.dispose());

interface Ended {
  readonly status: number | null;
  readonly said: string;
  readonly digest: string | undefined;
}

function words(flags: readonly string[]): string[] {
  for (const name of ['state', 'spill']) mkdirSync(join(folder, name), { recursive: true });
  const places = ['--state-dir', join(folder, 'state'), '--spill-dir', join(folder, 'spill')];
  const usual = ['--format', 'json', '--memory-budget', '0', '-o', join(folder, 'out')];
  return [main, 'run', ...usual, ...places, ...flags, fixture.path];
}

function runIn(flags: readonly string[], fault?: PlannedFault, command: readonly string[] = []): Ended {
  rmSync(join(folder, 'out'), { force: true });
  const node = [process.execPath, ...(fault === undefined ? [] : ['--import', preload]), ...words(flags)];
  const [program, ...rest] = [...command, ...node];
  const env = { ...process.env, ...(fault !== undefined && { [faultVariable]: JSON.stringify(fault) }) };
  const { status, stderr } = spawnSync(program!, rest, { encoding: 'utf8', env });
  const report = readdirSync(folder).includes('out') ? readFileSync(join(folder, 'out'), 'utf8') : undefined;
  const found = report === undefined ? undefined : (JSON.parse(report) as { readonly digest: string }).digest;
  return { status, said: stderr, digest: found };
}

function mount(name: string, options: string): boolean {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  if (process.getuid?.() !== 0) return false;
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]).status === 0;
  if (isMounted) mounts.push(path);
  return isMounted;
}

/** A failure that is clear, nothing left behind, and a next run that is right. */
function expectRecovery(ended: Ended, code: number, told: RegExp): void {
  expect([ended.status, ended.digest], ended.said).toEqual([code, undefined]);
  expect(ended.said).toMatch(told);
  expect(ended.said).not.toContain('this is a bug');
  expect(leftoversIn(folder)).toEqual([]);
  const next = runIn(['--workers', '1']);
  expect([next.status, next.digest], next.said).toEqual([0, digest]);
  expect(leftoversIn(folder)).toEqual([]);
}

describe('threads', () => {
  const reading = { calls: ['readSync'], path: '\\.pack$', thread: 'worker' } as const;
  test('a worker that runs out of memory, names what would help', () => {
    const ended = runIn(['--workers', '2'], { ...reading, after: 3, what: 'exhaust' });
    expectRecovery(ended, 3, /a worker thread ran out of its \d+ MiB of heap, allow more with --memory-budget/);
  });

  test('a worker that ends in the middle of its work, is told', () => {
    const ended = runIn(['--workers', '2'], { ...reading, after: 3, what: 'exit' });
    expectRecovery(ended, 1, /a worker thread exited with code 7, run again to resume/);
  });

  test('a pack that cannot be read, by a worker or without one', () => {
    for (const thread of ['worker', 'main'] as const) {
      const flags = ['--workers', thread === 'main' ? '0' : '1'];
      const ended = runIn(flags, { ...reading, thread, after: 2, what: 'EIO' });
      expectRecovery(ended, 1, /^codefang: .*Cannot read ".*\.pack": the system refused\n {2}because: EIO/ms);
    }
  });
});

describe('file systems', () => {
  test('full ones, of several small sizes', (context) => {
    if (!mount('state', 'size=1m')) return context.skip('only root may mount a small file system');
    spawnSync('umount', [mounts.pop()!]);
    const codes = new Set<number | null>();
    for (const [place, sizes] of Object.entries({ state: ['8k', '48k', '1m'], spill: ['24k', '96k', '1m'] })) {
      for (const size of sizes) {
        expect(mount(place, `size=${size}`)).toBe(true);
        const ended = runIn(['--workers', '0', '--checkpoint-every', '20ms']);
        codes.add(ended.status);
        if (ended.status === 0) expect(ended.digest).toBe(digest);
        else expect(ended.said).toMatch(/no space is left|ENOSPC/);
        expect(leftoversIn(folder)).toEqual([]);
        spawnSync('mount', ['-o', 'remount,size=64m', join(folder, place)]);
        const next = runIn(['--workers', '0']);
        expect([next.status, next.digest], next.said).toEqual([0, digest]);
        spawnSync('umount', [mounts.pop()!]);
      }
    }
    expect([...codes].sort()).toEqual([0, 1]);
  });

  test('read-only ones: without state the run goes on and says so, without spill it cannot', (context) => {
    if (!mount('state', 'ro')) return context.skip('only root may mount a read-only file system');
    const ended = runIn(['--workers', '0']);
    expect([ended.status, ended.digest], ended.said).toEqual([0, digest]);
    expect(ended.said).toContain('this run saves no checkpoint');
    expect(runIn(['--workers', '0', '--resume', 'require']).status).toBe(1);
    spawnSync('umount', [mounts.pop()!]);
    expect(mount('spill', 'ro')).toBe(true);
    const other = runIn(['--workers', '0']);
    spawnSync('umount', [mounts.pop()!]);
    expectRecovery(other, 1, /the file system is read-only, choose another directory/);
  });

  test('few descriptors are enough, or the failure says what is short', () => {
    const codes: (number | null)[] = [];
    for (const limit of [40, 24]) {
      const shell = ['bash', '-c', `ulimit -n ${limit}; exec "$@"`, 'bash'];
      const ended = runIn(['--workers', '0'], undefined, shell);
      // Node itself needs some to begin with, and then says so in its own words.
      if (ended.status !== 0 && !ended.said.startsWith('codefang')) continue;
      codes.push(ended.status);
      if (ended.status === 0) expect(ended.digest).toBe(digest);
      else expect(ended.said).toMatch(/too many (?:open )?files/);
      expect(leftoversIn(folder)).toEqual([]);
    }
    expect(codes[0]).toBe(0);
  });

  test('a spill or state directory that vanishes under a run', async () => {
    for (const name of ['spill', 'state']) {
      const child = spawn(process.execPath, words(['--workers', '0', '--checkpoint-every', '10ms', '-v']));
      let said = '';
      child.stderr.on('data', (bytes: Buffer) => {
        said += bytes.toString();
        if (said.includes('chunk 1:')) rmSync(join(folder, name), { recursive: true, force: true });
      });
      const status = await new Promise((resolve) => child.on('close', resolve));
      expect(status === 0 || /Cannot [^]*(?:missing|ENOENT|no such file)/i.test(said), `${name}: ${said}`).toBe(true);
      expect(said).not.toContain('this is a bug');
      expect(leftoversIn(folder)).toEqual([]);
      const next = runIn([]);
      expect([next.status, next.digest], next.said).toEqual([0, digest]);
    }
  });
});

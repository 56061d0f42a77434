import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeChaosRepository } from '../chaos/chaos-repository.ts';
import { faultVariable, type PlannedFault } from '../support/fault-preload.ts';
import { leftoversIn } from '../support/program-run.ts';

/* The program in a world whose clock jumps, that stops it for a while, or has it run twice at once. */
const main = fileURLToPath(new URL('../../cmd/main.js', import.meta.url));
const preload = new URL('../support/fault-preload.js', import.meta.url).href;
const shape = { name: 'paused', commits: 400, files: 20, linesPerFile: 30, sideShare: 0.2, bulkFiles: 20 };
const fixture = makeChaosRepository(shape, 5);
let folder = '';
let digest = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'codefang-test-'));
  digest = await digestOf(start('first'), 'first');
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codefang-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(() => fixture.dispose());

interface Started {
  readonly child: ChildProcess;
  readonly said: () => string;
}

/** A run that writes its report to a name, on the state directory that all share. */
function start(name: string, flags: readonly string[] = [], node: readonly string[] = []): Started {
  for (const place of ['state', 'spill']) mkdirSync(join(folder, place), { recursive: true });
  const places = ['--state-dir', join(folder, 'state'), '--spill-dir', join(folder, 'spill')];
  const usual = ['-v', '--format', 'json', '--checkpoint-every', '20ms', '-o', join(folder, name)];
  return startNode([...node, main, 'run', ...usual, ...places, ...flags, fixture.path]);
}

function startNode(words: readonly string[], fault?: PlannedFault): Started {
  const env = { ...process.env, ...(fault !== undefined && { [faultVariable]: JSON.stringify(fault) }) };
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'pipe'], env });
  let said = '';
  child.stderr!.on('data', (bytes: Buffer) => (said += bytes.toString()));
  return { child, said: () => said };
}

function ended({ child }: Started): Promise<number | null> {
  return new Promise((resolve) => child.on('close', resolve));
}

async function digestOf(started: Started, name: string): Promise<string> {
  expect(await ended(started), started.said()).toBe(0);
  return (JSON.parse(readFileSync(join(folder, name), 'utf8')) as { readonly digest: string }).digest;
}

describe('a run', () => {
  test('that is stopped and continued, with threads or without, ends as others do', async () => {
    for (const workers of ['0', '2']) {
      const started = start('out', ['--workers', workers, '--no-resume']);
      const end = digestOf(started, 'out');
      for (let pause = 0; pause < 3; pause += 1) {
        await sleep(150);
        started.child.kill('SIGSTOP');
        await sleep(150);
        started.child.kill('SIGCONT');
      }
      expect(await end).toBe(digest);
    }
    expect(leftoversIn(folder)).toEqual([]);
  });

  test('whose clock jumps by days, back and forth, has the same numbers', async () => {
    const jumps = 'const now = Date.now; let n = 0; Date.now = () => now() + ((n += 1) % 2 ? -9e8 : 9e8);';
    const node = ['--import', `data:text/javascript,${encodeURIComponent(jumps)}`];
    expect(await digestOf(start('out', ['--workers', '0'], node), 'out')).toBe(digest);
    expect(await digestOf(start('again', ['--workers', '0'], node), 'again')).toBe(digest);
    expect(leftoversIn(folder)).toEqual([]);
  });

  test('beside another on the same repository and state, does not hurt it', async () => {
    const both = ['one', 'two'].map((name) => digestOf(start(name, ['--workers', '0']), name));
    expect(await Promise.all(both)).toEqual([digest, digest]);
    expect(leftoversIn(folder)).toEqual([]);
  });

  test('that cannot write what it spills or keeps, says so, and the next one is right', async () => {
    const fault = { calls: ['writeSync'], path: 'state|spill', after: 2, what: 'EIO', thread: 'main' } as const;
    const words = start('none', ['--help']);
    await ended(words);
    const places = ['--state-dir', join(folder, 'state'), '--spill-dir', join(folder, 'spill')];
    const run = ['run', '--format', 'json', '-o', join(folder, 'out'), ...places, '--checkpoint-every', '20ms'];
    const failed = startNode(['--import', preload, main, ...run, '--workers', '0', fixture.path], fault);
    const code = await ended(failed);
    if (code !== 0) expect(failed.said()).toMatch(/Cannot .*: .*EIO/s);
    expect(failed.said()).not.toContain('this is a bug');
    expect(leftoversIn(folder)).toEqual([]);
    expect(await digestOf(start('next', ['--workers', '0']), 'next')).toBe(digest);
  });
});

describe('codefang state prune', () => {
  test('that is killed between two files, leaves state that a run can use or do without', async () => {
    for (const after of [0, 1, 2, 3]) {
      expect(await digestOf(start('out'), 'out')).toBe(digest);
      const fault = { calls: ['rmSync', 'rmdirSync', 'unlinkSync'], path: 'state', after, what: 'die' } as const;
      const words = ['state', 'prune', '--all', '--state-dir', join(folder, 'state')];
      const pruned = startNode(['--import', preload, main, ...words], { ...fault, thread: 'main' });
      await ended(pruned);
      const next = start('next');
      expect(await digestOf(next, 'next')).toBe(digest);
      expect(next.said()).not.toContain('this is a bug');
    }
  });
});

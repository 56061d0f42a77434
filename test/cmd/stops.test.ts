import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeChaosRepository } from '../chaos/chaos-repository.ts';
import { leftoversIn } from '../support/program-run.ts';

const main = fileURLToPath(new URL('../../cmd/main.js', import.meta.url));
const shape = { name: 'stops', commits: 2100, files: 30, linesPerFile: 60, sideShare: 0.2, bulkFiles: 40 };
const fixture = makeChaosRepository(shape, 11);
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codefang-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(() => fixture.dispose());

function start(...flags: readonly string[]): ChildProcess {
  const places = ['--state-dir', join(folder, 'state'), '--spill-dir', join(folder, 'spill')];
  const usual = ['--memory-budget', '0', '--checkpoint-every', '20ms', '-v', '--format', 'json'];
  return spawn(process.execPath, [main, 'run', ...usual, ...places, ...flags, fixture.path]);
}

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly said: string;
  readonly out: string;
}

/** Lets it run, and does something when it has said a word. */
function follow(child: ChildProcess, word: string, act: () => void): Promise<Ended> {
  let said = '';
  let out = '';
  let isActed = false;
  child.stdout!.on('data', (bytes: Buffer) => (out += bytes.toString()));
  child.stderr!.on('data', (bytes: Buffer) => {
    said += bytes.toString();
    if (isActed || !said.includes(word)) return;
    isActed = true;
    act();
  });
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, said, out })));
}

async function finish(): Promise<Ended> {
  return follow(start('-o', join(folder, 'out')), 'no such word', () => {});
}

describe('codefang run that is told to stop', () => {
  for (const [signal, code, workers] of [
    ['SIGINT', 130, '2'],
    ['SIGTERM', 143, '0'],
    ['SIGHUP', 143, '1'],
  ] as const) {
    test(`${signal} with ${workers} workers, keeps a checkpoint and prints how to go on`, async () => {
      const child = start('--workers', workers, '-o', join(folder, 'out'));
      const ended = await follow(child, 'chunk 1:', () => void child.kill(signal));
      expect([ended.code, ended.signal], ended.said).toEqual([code, null]);
      expect(ended.said).toMatch(/To resume: codefang run /);
      expect([existsSync(join(folder, 'out')), leftoversIn(folder)]).toEqual([false, []]);
      const next = await finish();
      expect([next.code, next.said], next.said).toEqual([0, expect.stringMatching(/Resuming at commit [1-9]/)]);
    });
  }

  test('a second signal, ends it at once and leaves nothing that the next run does not sweep', async () => {
    const child = start('--workers', '2', '-o', join(folder, 'out'));
    const ended = await follow(child, 'chunk 1:', () => {
      child.kill('SIGINT');
      child.kill('SIGTERM');
    });
    expect([130, 143]).toContain(ended.code);
    const next = await finish();
    expect([next.code, leftoversIn(folder)], next.said).toEqual([0, []]);
  });

  test('a reader that goes away, is no failure and no noise', async () => {
    const child = start('--workers', '1');
    child.stdout!.once('data', () => child.stdout!.destroy());
    const ended = await follow(child, 'no such word', () => {});
    expect([ended.code, ended.signal]).toEqual([0, null]);
    expect(ended.said).not.toMatch(/EPIPE|codefang: Cannot/);
    expect(leftoversIn(folder)).toEqual([]);
  });

  test('a terminal that goes away, ends it like a request', async () => {
    const child = start('--workers', '1', '-o', join(folder, 'out'));
    const ended = await follow(child, 'chunk 1:', () => {
      child.stderr!.destroy();
      child.kill('SIGHUP');
    });
    expect(ended.code).toBe(143);
    expect(leftoversIn(folder)).toEqual([]);
  });

  test('--max-time, stops with exit 75, and the next runs come to the end', async () => {
    for (let turn = 1; turn <= 2; turn += 1) {
      const child = start('--max-time', '1ms', '--workers', '0', '-o', join(folder, 'out'));
      const ended = await follow(child, 'no such word', () => {});
      expect([ended.code, leftoversIn(folder)], ended.said).toEqual([75, []]);
      expect(ended.said).toContain('To resume: codefang run');
    }
    const next = await finish();
    expect([next.code, next.said]).toEqual([0, expect.stringMatching(/Resuming at commit [1-9]/)]);
    const { digest } = JSON.parse(readFileSync(join(folder, 'out'), 'utf8')) as { readonly digest: string };
    const whole = await follow(start('--no-resume'), 'no such word', () => {});
    expect(digest).toBe((JSON.parse(whole.out) as { readonly digest: string }).digest);
  });
});

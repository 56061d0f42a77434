import {
  type FsCall,
  type FsCallName,
  listenToFs,
  readingCalls,
  systemError,
  writingCalls,
} from '../../support/faulty-fs.ts';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CodefangError } from '../../../engine/index.ts';
import { leftoversIn, type ProgramEnd, runProgram } from '../../support/program-run.ts';
import { makeRandomRepository } from '../../support/random-repository.ts';
import { ScratchDirectory } from '../../engine/spill/scratch.ts';

/*
 * The system refuses the n-th call of a small run, for every n of a step: the report is right or there is none, the
 * failure says what happened, nothing is left behind, and the next run goes on from the checkpoint. Each case is two
 * runs, so that the steps are wide; CODEFANG_EVERY_CALL=1 makes them 1.
 */
const isEveryCall = process.env['CODEFANG_EVERY_CALL'] === '1';
const fixture = makeRandomRepository({ seed: 71, commitCount: 18, isRepacked: true });
const scratch = new ScratchDirectory('memory');
const stoppedAt = 9;
const flags = { analyzers: 'burndown,devs' };
const stopped = scratch.file('stopped');
const folder = scratch.file('run');
let expected = '';

beforeAll(async () => {
  mkdirSync(scratch.file('clean'));
  const clean = await runProgram({ repository: fixture.path, folder: scratch.file('clean'), flags });
  expected = clean.digest!;
  mkdirSync(stopped);
  let asked = 0;
  const stopRequested = (): string | undefined => ((asked += 1) === stoppedAt ? 'SIGINT' : undefined);
  const first = await runProgram({ repository: fixture.path, folder: stopped, flags, stopRequested });
  expect(first.failure).toMatchObject({ code: 'ABORTED' });
});
afterEach(() => listenToFs(undefined));
afterAll(() => {
  fixture.dispose();
  scratch[Symbol.dispose]();
});

/** A run whose n-th call of these names, about files of its own, is refused; how many it made in all. */
async function runRefused(
  failAt: number,
  names: readonly FsCallName[],
  code: string,
): Promise<{ readonly end: ProgramEnd; readonly calls: number; readonly refused: FsCall | undefined }> {
  rmSync(folder, { recursive: true, force: true });
  cpSync(stopped, folder, { recursive: true });
  let calls = 0;
  let refused: FsCall | undefined;
  listenToFs((call) => {
    if (!names.includes(call.name) || !call.path.startsWith(folder)) return;
    calls += 1;
    if (calls !== failAt + 1) return;
    refused = call;
    throw systemError(code, call);
  });
  const end = await runProgram({ repository: fixture.path, folder, flags });
  listenToFs(undefined);
  return { end, calls, refused };
}

/** What must hold after whatever went wrong. */
async function checkAfter(end: ProgramEnd, told: string, refused: FsCall | undefined): Promise<void> {
  const isClear = end.failure instanceof CodefangError && ['IO', 'STATE'].includes(end.failure.code);
  expect(end.failure === undefined || isClear, `${told}: ${String(end.failure)}`).toBe(true);
  if (end.failure === undefined) expect(end.digest, told).toBe(expected);
  else expect((end.failure as Error).message, told).toMatch(/^Cannot /);
  // What could not be removed because that very call was refused is swept or collected by the next run.
  const isRemoval = refused !== undefined && isOfRemoval(refused);
  if (!isRemoval) expect(leftoversIn(folder), told).toEqual([]);
  // A lock that could not be given back dies with its process, which here is this one.
  if (isRemoval) rmSync(refused.path, { recursive: true, force: true });
  const next = await runProgram({ repository: fixture.path, folder, flags });
  expect(next.failure, told).toBeUndefined();
  expect(next.digest, told).toBe(expected);
  const resumed = next.notes.map((note) => Number(/^Resuming at commit (\d+)/.exec(note)?.[1])).filter(Boolean);
  expect(resumed.length, `${told}: ${next.notes.join('; ')}`).toBe(1);
  // The survey asks once before the first commit is folded.
  expect(resumed[0], told).toBeGreaterThanOrEqual(stoppedAt - 1);
}

/** Also listing a spill directory is a step of its removal. */
function isOfRemoval({ name, path }: FsCall): boolean {
  return /^(?:unlink|rm|rmdir)/.test(name) || (name === 'readdirSync' && /codefang-spill-[^/]+$/.test(path));
}

describe('a run that the system refuses its n-th call', () => {
  const spaceTaking = writingCalls.filter((name) => !/^(?:unlink|rm|rmdir)/.test(name));
  test.each([
    ['no space', 'ENOSPC', 3, spaceTaking],
    ['an error of the device while reading', 'EIO', 9, readingCalls],
    ['no permission to remove', 'EACCES', 1, ['unlinkSync', 'rmSync', 'rmdirSync']],
  ] as const)('%s', async (_, code, stride, names) => {
    for (let failAt = 0; ; failAt += isEveryCall ? 1 : stride) {
      const { end, calls, refused } = await runRefused(failAt, names, code);
      await checkAfter(end, `call ${failAt}: ${refused?.name} ${refused?.path}`, refused);
      if (calls > failAt) continue;
      expect(end.digest).toBe(expected);
      expect(failAt).toBeGreaterThan(12);
      return;
    }
  });

  test('other refusals, one call by each', async () => {
    const codes = ['EDQUOT', 'EROFS', 'EACCES', 'EMFILE', 'EIO', 'ENOENT', 'ENAMETOOLONG'];
    for (let failAt = 0; ; failAt += isEveryCall ? 1 : 5) {
      const code = codes[failAt % codes.length]!;
      const { end, calls, refused } = await runRefused(failAt, writingCalls, code);
      await checkAfter(end, `${code} at call ${failAt}: ${refused?.name} ${refused?.path}`, refused);
      if (calls <= failAt) return;
    }
  });
});

describe('--max-disk', () => {
  test('refuses with what is needed, keeps the checkpoint, and goes on when there is room', async () => {
    for (const size of ['1B', '3000B', '5000B', '8000B', '12000B', '16000B']) {
      rmSync(folder, { recursive: true, force: true });
      cpSync(stopped, folder, { recursive: true });
      const end = await runProgram({ repository: fixture.path, folder, flags: { ...flags, 'max-disk': size } });
      if (end.failure === undefined) expect(end.digest, size).toBe(expected);
      else {
        expect(end.failure, size).toMatchObject({ code: 'BUDGET' });
        expect(String(end.failure)).toMatch(/allow about --max-disk \d+MiB/);
      }
      await checkAfter({ ...end, failure: undefined, digest: expected }, size, undefined);
    }
    const roomy = { ...flags, 'max-disk': '1GiB' };
    expect((await runProgram({ repository: fixture.path, folder, flags: roomy })).digest).toBe(expected);
    rmSync(folder, { recursive: true, force: true });
    cpSync(stopped, folder, { recursive: true });
    const tight = await runProgram({ repository: fixture.path, folder, flags: { ...flags, 'max-disk': '1B' } });
    expect(tight.failure).toMatchObject({ code: 'BUDGET' });
  });
});

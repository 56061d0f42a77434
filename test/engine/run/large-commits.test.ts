import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Story } from '../../../bench/generate/import-writer.ts';
import { makeRepository } from '../../../bench/generate/make-repository.ts';
import { slabBytes } from '../../../engine/pipeline/slab-layout.ts';
import { type EngineRun, runEngine } from '../../support/engine-run.ts';

/** More than a million pairs of an old and a new name. */
const fileCount = 1300;
const tail = '-'.repeat(900);
const numbers = Array.from({ length: fileCount }, (_, at) => at);
const isEven = (at: number): boolean => at % 2 === 0;
const name = (folder: string, at: number): string => `${folder}/${String(at).padStart(5, '0')}`;
const path = (folder: string, at: number): string => name(folder, at) + tail;
const renamed = (at: number): string => path(isEven(at) ? 'new' : 'zzz', at);

/**
 * Every file is renamed, to a name before or behind its own; old names are added again, a quarter of the files goes;
 * a branch renames half of them once more and is merged.
 */
const story: Story = function* (out) {
  const by = { seconds: 1_600_000_000, person: 'Ada <ada@example.org>' };
  const from = (commit: string, more: object = {}): void => {
    out.commit({ branch: 'main', ...by, seconds: (by.seconds += 3600), message: commit, ...more });
  };
  from('1');
  for (const at of numbers) out.file(path('old', at), `${at}\n${at}\n${at}\n`);
  yield;
  from('2');
  for (const at of numbers) out.rename(path('old', at), renamed(at));
  yield;
  from('3');
  for (const at of numbers) {
    out.file(path('old', at), `again ${at}\n`);
    if (at % 4 === 0) out.remove(renamed(at));
  }
  yield;
  const moveOdd = (): void => {
    for (const at of numbers) if (!isEven(at)) out.rename(renamed(at), path('aaa', at));
  };
  from('4', { branch: 'side', from: 'refs/heads/main' });
  moveOdd();
  from('5');
  out.file('x', 'x\n');
  from('6', { merge: 'refs/heads/side' });
  moveOdd();
  yield;
};

let root = '';
let repository = '';
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'codefang-large-'));
  ({ path: repository } = await makeRepository(join(root, 'repo'), [story]));
});
afterAll(() => rmSync(root, { recursive: true }));

function run(batchCommits: number, workerCount: number): Promise<EngineRun> {
  const analyzers = ['burndown', 'file-history', 'ledger'];
  return runEngine({ repository, analyzers, rules: { renames: 'exact' }, batchCommits, workerCount });
}

test('a commit of several slabs, has the same files wherever its slices are cut', async () => {
  expect(fileCount * tail.length).toBeGreaterThan(slabBytes);
  const { report, digest } = await run(64, 0);
  const { line_births: births, line_deaths: deaths } = report.analyzers['history/ledger']!;
  const told = (rows: typeof births): string[] => {
    return rows!.map((row) => `${String(row['path']).replace(tail, '')} ${row['lines']}`).sort();
  };
  // The first and the third commit wrote lines, of files that bear their last names.
  const born = numbers.flatMap((at) => [`${name(isEven(at) ? 'new' : 'aaa', at)} 3`, `${name('old', at)} 1`]);
  expect(told(births)).toEqual([...born, 'x 1'].sort());
  const gone = numbers.filter((at) => at % 4 === 0);
  expect(told(deaths)).toEqual(gone.map((at) => `${name('new', at)} 3`));
  for (const [batchCommits, workers] of [
    [1, 0],
    [3, 2],
  ] as const) {
    expect((await run(batchCommits, workers)).digest).toBe(digest);
  }
});

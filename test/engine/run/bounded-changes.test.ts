import { afterAll, describe, expect, test } from 'vitest';
import { CheckpointStore } from '../../../engine/index.ts';
import { type EngineRun, runEngine } from '../../support/engine-run.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { ScratchDirectory } from '../spill/scratch.ts';

/** Together more lines than are compared. */
const manyLines = (letter: string): string => `${letter}\n`.repeat(150_000);
const crowd = Array.from({ length: 104 }, (_, nth) => `crowd/${String(nth).padStart(3, '0')}`);

const fixture = GitFixture.init();
const oids = [
  fixture.commit({ files: { 'a.txt': manyLines('a'), 'b.bin': 'small\n', 'c.txt': 'c\n' } }),
  fixture.commit({ files: { 'a.txt': manyLines('x'), 'c.txt': 'C\n' } }),
  fixture.commit({ files: { 'b.bin': Buffer.alloc(17 * 2 ** 20, 'large\n') } }),
  fixture.commit({ files: Object.fromEntries(crowd.map((path) => [path, manyLines('1')])) }),
  fixture.commit({ files: Object.fromEntries(crowd.map((path) => [path, manyLines('2')])) }),
];
afterAll(() => fixture.dispose());

const repository = fixture.path;
const expected = [
  [oids[1], 'a.txt', 'coarse'],
  [oids[2], 'b.bin', 'oversize'],
  ...crowd.slice(0, 98).map((path) => [oids[4], path, 'coarse']),
];

function listOf(run: EngineRun): unknown {
  return (run.report.completeness as Readonly<Record<string, unknown>>)['bounded_changes'];
}

describe('bounded_changes', () => {
  test('name the first hundred changes that met a bound, and all are counted', async () => {
    const run = await runEngine({ repository });
    expect(listOf(run)).toEqual(expected);
    expect(run.report.completeness).toMatchObject({ oversize_changes: 1, coarse_diffs: 105 });
  });

  test('are the same with workers, small chunks and after a stop', async () => {
    const usual = await runEngine({ repository });
    const chunked = await runEngine({ repository, workerCount: 2, chunkCommits: 1, batchCommits: 1 });
    expect(chunked.digest).toBe(usual.digest);
    using state = new ScratchDirectory();
    const checkpoints = new CheckpointStore(state.path, 'repository', 'options');
    expect(checkpoints.open()).toBe(true);
    const stopped = runEngine({ repository, checkpoints, chunkCommits: 1, stopAfter: 3 });
    await expect(stopped).rejects.toMatchObject({ code: 'ABORTED' });
    const resumed = await runEngine({ repository, checkpoints });
    expect(resumed.places).toEqual([3, 4]);
    expect(resumed.digest).toBe(usual.digest);
    checkpoints.close();
  });

  test('and what else is counted, are of commits, not of the merges that bring them', async () => {
    using merged = GitFixture.init();
    merged.commit({ files: { a: 'a\0', b: 'b\n', 'large.bin': 'small\n' } });
    merged.git('checkout', '-q', '-b', 'side');
    const side = merged.commit({ files: { a: 'A\0', 'large.bin': Buffer.alloc(17 * 2 ** 20, 'large\n') } });
    merged.git('checkout', '-q', 'main');
    merged.commit({ files: { b: 'b\0' } });
    merged.merge('side');
    const run = await runEngine({ repository: merged.path });
    expect(run.report.completeness).toMatchObject({ binary_changes: 4, oversize_changes: 1 });
    expect(listOf(run)).toEqual([[side, 'large.bin', 'oversize']]);
  });

  test('are left out when no bound was met', async () => {
    const run = await runEngine({ repository, request: { revision: oids[0]! } });
    expect(run.report.completeness).not.toHaveProperty('bounded_changes');
  });
});

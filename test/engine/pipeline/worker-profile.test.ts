import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { addItem, itemFlag, makeBatch, WorkerPool } from '../../../engine/pipeline/index.ts';
import { hexToOid } from '../../../engine/git/index.ts';
import { makeRandomRepository } from '../../support/random-repository.ts';
import { readPairs, sourceSetup } from '../../support/read-slices.ts';

describe('WorkerPool', () => {
  const fixture = makeRandomRepository({ seed: 31, commitCount: 40, isRepacked: true });
  const folder = mkdtempSync(join(tmpdir(), 'codefang-test-'));
  const trees = fixture.git('log', '--format=%T', 'HEAD').split('\n');
  afterAll(() => {
    fixture.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  function profiledPool(directory: string): WorkerPool {
    const setup = sourceSetup(fixture);
    const heaps = { heapMiB: 64, youngHeapMiB: 8 };
    return new WorkerPool({ workerCount: 2, bufferingFactor: 2, setup, ...heaps, profileDirectory: directory });
  }

  test('close, leaves a CPU and a heap profile of each worker', async () => {
    const directory = join(folder, 'read');
    const pairs = trees.map((tree, place) => ({ place, tree, flags: itemFlag.lines }));
    await readPairs(profiledPool(directory), pairs, 8);
    const names = ['worker-1.cpuprofile', 'worker-1.heapprofile', 'worker-2.cpuprofile', 'worker-2.heapprofile'];
    expect(readdirSync(directory).sort()).toEqual(names);
    const cpu = JSON.parse(readFileSync(join(directory, names[0]!), 'utf8')) as { nodes: unknown[] };
    expect(cpu.nodes.length).toBeGreaterThan(1);
  });

  test('close, does not wait for a reader of what profiled workers still hand over', async () => {
    const directory = join(folder, 'left');
    const pool = profiledPool(directory);
    for (let sequence = 0; sequence < pool.batchCountMax; sequence += 1) {
      const batch = makeBatch(sequence, trees.length, 20);
      for (const [index, tree] of trees.entries()) {
        batch.oids.set(hexToOid(tree), addItem(batch, index, 0, 0, 20));
      }
      pool.submit(batch);
    }
    await pool.close();
    expect(readdirSync(directory).length).toBe(4);
  });

  test('a folder that cannot be made, is an error that names it', async () => {
    const pool = profiledPool('/dev/null/profiles');
    const pairs = [{ place: 0, tree: trees[0]! }];
    await expect(readPairs(pool, pairs, 8)).rejects.toThrow(/worker thread/);
  });
});

import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  type BatchTiming,
  type SlabSource,
  InlineSource,
  itemFlag,
  WorkerPool,
} from '../../../engine/pipeline/index.ts';
import type { GitFixture } from '../../support/git-fixture.ts';
import { makeRandomRepository } from '../../support/random-repository.ts';
import { batchOf, readPairs, smallLimits, sourceSetup, type TreePair } from '../../support/read-slices.ts';

const heaps = { heapMiB: 64, youngHeapMiB: 8 };

function poolOf(fixture: GitFixture, workerCount: number, limits = smallLimits): WorkerPool {
  const setup = { ...sourceSetup(fixture, { renames: 'exact' }), limits };
  return new WorkerPool({ workerCount, setup, ...heaps, bufferingFactor: 2, profileDirectory: undefined });
}

function allPairs(fixture: GitFixture): TreePair[] {
  const lines = fixture
    .git('log', '--format=%H %T %P', 'HEAD')
    .split('\n')
    .map((line) => line.split(' '));
  const trees = new Map(lines.map(([commit, tree]) => [commit!, tree!]));
  return lines.map(([, tree, ...parents], place) => {
    const bases = parents.filter((parent) => parent !== '').map((parent) => trees.get(parent)!);
    return { place, tree: tree!, bases, flags: itemFlag.lines };
  });
}

/** Flips bytes in the middle of every pack; the indexes stay right. */
function damagePacks(fixture: GitFixture): void {
  const folder = join(fixture.gitDir, 'objects/pack');
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.pack'))) {
    const path = join(folder, name);
    const bytes = readFileSync(path);
    for (let at = 64; at < bytes.length - 64; at += 97) bytes[at]! ^= 0x55;
    chmodSync(path, 0o644);
    writeFileSync(path, bytes);
  }
}

/** Keeps the timings that come with slabs. */
class HeardTimings implements SlabSource {
  readonly timings: BatchTiming[] = [];
  readonly #source: SlabSource;

  constructor(source: SlabSource) {
    this.#source = source;
  }

  get batchCountMax(): number {
    return this.#source.batchCountMax;
  }

  get stats(): SlabSource['stats'] {
    return this.#source.stats;
  }

  submit(...args: Parameters<SlabSource['submit']>): void {
    this.#source.submit(...args);
  }

  async next(): ReturnType<SlabSource['next']> {
    const slab = await this.#source.next();
    if (slab.timing !== undefined) this.timings.push(slab.timing);
    return slab;
  }

  endBatch(): void {
    this.#source.endBatch();
  }

  shrink(keep: number): void {
    this.#source.shrink(keep);
  }

  close(): Promise<void> {
    return this.#source.close();
  }
}

describe('SlabSource', () => {
  const fixture = makeRandomRepository({ seed: 21, commitCount: 150, isRepacked: true });
  const pairs = allPairs(fixture);
  afterAll(() => fixture.dispose());

  test('WorkerPool, hands over the same slices in the same order as InlineSource', async () => {
    const inline = await readPairs(new InlineSource(sourceSetup(fixture, { renames: 'exact' })), pairs, 16);
    expect(inline.length).toBe(pairs.length);
    for (const workerCount of [1, 2, 3]) {
      expect(await readPairs(poolOf(fixture, workerCount), pairs, 16)).toEqual(inline);
    }
  });

  test('timing, comes with the last slab of each batch when asked for, and changes no slice', async () => {
    const whole = await readPairs(poolOf(fixture, 1), pairs, 16);
    const setup = sourceSetup(fixture, { renames: 'exact' });
    const options = { workerCount: 2, setup, ...heaps, bufferingFactor: 2, profileDirectory: undefined };
    for (const source of [new WorkerPool({ ...options, isTimed: true }), new InlineSource(setup, true)]) {
      const heard = new HeardTimings(source);
      expect(await readPairs(heard, pairs, 16)).toEqual(whole);
      expect(heard.timings).toHaveLength(Math.ceil(pairs.length / 16));
      for (const [batch, { workMs, stallMs, commits, files }] of heard.timings.entries()) {
        expect(Math.min(workMs, stallMs)).toBeGreaterThanOrEqual(0);
        expect(Math.max(commits.length, files.length)).toBeLessThanOrEqual(4);
        for (const { place } of commits) expect(Math.floor(place / 16)).toBe(batch);
        const slowest = commits.map(({ durationMs }) => durationMs);
        expect(slowest).toEqual(slowest.toSorted((x, y) => y - x));
      }
    }
  });

  test('timing, is not measured unless asked for', async () => {
    const heard = new HeardTimings(poolOf(fixture, 1));
    await readPairs(heard, pairs, 50);
    expect(heard.timings).toEqual([]);
  });

  test('shrink, changes no slice', async () => {
    const whole = await readPairs(poolOf(fixture, 2), pairs, 16);
    const pool = poolOf(fixture, 2);
    pool.shrink(0.5);
    pool.shrink(0);
    expect(await readPairs(pool, pairs, 16)).toEqual(whole);
  });

  test('stats, add up over the workers', async () => {
    const pool = poolOf(fixture, 2);
    await readPairs(pool, pairs, 16);
    expect(pool.stats.reads).toBeGreaterThan(pairs.length);
    expect(pool.stats.inflatedBytes).toBeGreaterThan(0);
  });

  test('a pack that is damaged, is CORRUPT by name in every source', async () => {
    using damaged = makeRandomRepository({ seed: 22, commitCount: 60, isRepacked: true });
    const damagedPairs = allPairs(damaged);
    damagePacks(damaged);
    const sources: SlabSource[] = [new InlineSource(sourceSetup(damaged)), poolOf(damaged, 1), poolOf(damaged, 2)];
    for (const source of sources) {
      await expect(readPairs(source, damagedPairs, 8)).rejects.toMatchObject({
        name: 'CodefangError',
        code: 'CORRUPT',
        message: expect.stringMatching(/\.pack/),
      });
    }
  });

  test('a tree that is missing, is INCOMPLETE and named', async () => {
    const tree = 'beef'.repeat(10);
    for (const source of [new InlineSource(sourceSetup(fixture)), poolOf(fixture, 1)]) {
      await expect(readPairs(source, [{ place: 0, tree }], 8)).rejects.toMatchObject({
        code: 'INCOMPLETE',
        message: expect.stringContaining(tree),
      });
    }
  });

  test('WorkerPool, says so when a worker dies at its start', async () => {
    // A window that is no power of two is refused by an assertion.
    const pool = poolOf(fixture, 2, { ...smallLimits, windowBytes: 1000 });
    await expect(readPairs(pool, pairs, 16)).rejects.toMatchObject({
      code: 'IO',
      message: expect.stringContaining('a worker thread threw an error'),
    });
  });

  test('close, ends workers that wait for a free slab', async () => {
    using large = makeWideRepository();
    const pool = poolOf(large, 1);
    const [pair] = allPairs(large) as [TreePair];
    const many = Array.from({ length: 40 }, (_, place) => ({ ...pair, place }));
    await expect(readFirst(pool, many)).resolves.toBeGreaterThan(0);
  });
});

/** A commit of 3,000 files: 40 of them fill more slabs than a worker has. */
function makeWideRepository(): GitFixture {
  const fixture = makeRandomRepository({ seed: 23, commitCount: 2 });
  const files = Array.from({ length: 3000 }, (_, at) => `M 100644 inline folder/file-${at}\ndata 2\nx\n\n`);
  const head = 'commit refs/heads/main\ncommitter A <a@example.org> 1500000000 +0000\ndata 0\n';
  fixture.gitBytes(['fast-import', '--quiet', '--force'], { input: head + files.join('') });
  return fixture;
}

/** Takes one slab and closes, while the worker has more to hand over than fits. */
async function readFirst(source: SlabSource, pairs: readonly TreePair[]): Promise<number> {
  source.submit(batchOf(0, pairs));
  const slab = await source.next();
  await source.close();
  return slab.end;
}

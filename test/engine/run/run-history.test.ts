import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CheckpointStore } from '../../../engine/index.ts';
import { type EngineRun, type EngineRunOptions, runEngine } from '../../support/engine-run.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { makeRandomRepository } from '../../support/random-repository.ts';
import { ScratchDirectory } from '../spill/scratch.ts';

const commitCount = 150;
const fixture = makeRandomRepository({ seed: 61, commitCount, isRepacked: true });
const repository = fixture.path;
let usual: EngineRun;

beforeAll(async () => {
  usual = await runEngine({ repository });
});
afterAll(() => fixture.dispose());

/** Runs with the checkpoints of a state directory, as a process of its own would. */
async function runWith(state: ScratchDirectory, options: Partial<EngineRunOptions>): Promise<EngineRun> {
  const checkpoints = new CheckpointStore(state.path, 'repository', 'options');
  if (!checkpoints.open()) throw new Error('The lock of the run before was not given back');
  try {
    return await runEngine({ repository, ...options, checkpoints });
  } finally {
    checkpoints.close();
  }
}

/** Runs until so many commits are folded and expects the stop. */
async function stopAfter(state: ScratchDirectory, options: Partial<EngineRunOptions>): Promise<void> {
  await expect(runWith(state, options)).rejects.toMatchObject({ code: 'ABORTED' });
}

/** Every file that checkpoints are made of. */
function stateFiles(state: ScratchDirectory): string[] {
  const entries = readdirSync(state.path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

describe('runHistory, the same report', () => {
  test('folds each place of the walk once, in order', () => {
    expect(usual.places).toEqual(Array.from({ length: commitCount }, (_, place) => place));
    expect(usual.chunkEnds).toEqual([commitCount]);
    expect(usual.notes).toEqual([]);
  });

  for (const workerCount of [0, 1, 2]) {
    for (const chunkCommits of [1, 7, 1000]) {
      test(`with ${workerCount} workers and chunks of ${chunkCommits} commits`, async () => {
        const run = await runEngine({ repository, workerCount, chunkCommits, batchCommits: 10 + chunkCommits });
        expect(run.digest).toBe(usual.digest);
        expect(run.places).toEqual(usual.places);
        expect(run.chunkEnds).toHaveLength(Math.ceil(commitCount / chunkCommits));
      });
    }
  }

  test('when nothing fits in memory and everything is spilled', async () => {
    for (const chunkCommits of [3, 40]) {
      const run = await runEngine({ repository, chunkCommits, factBytes: 1, partBytes: 1 });
      expect(run.digest).toBe(usual.digest);
      const chunks = run.events.filter(({ name }) => name === 'chunk_finished').map(({ fields }) => fields);
      expect(chunks.at(-1)!['spill_runs']).toBeGreaterThan(0);
      expect(chunks.some(({ hibernated_bytes: bytes }) => Number(bytes) > 0)).toBe(true);
      expect(chunks.some(({ spilled_bytes: bytes }) => Number(bytes) > 0)).toBe(true);
    }
  });

  test('when memory is short: chunks are cut at 50 commits and sleep', async () => {
    const run = await runEngine({ repository, isUnderPressure: true, factBytes: 1, partBytes: 1 });
    expect(run.digest).toBe(usual.digest);
    expect(run.chunkEnds.length).toBeGreaterThan(1);
    expect(run.events.some(({ name }) => name === 'memory_pressure')).toBe(true);
  });

  test('of an analyzer, alone or with the others', async () => {
    for (const [id, sections] of Object.entries(usual.report.analyzers)) {
      const run = await runEngine({ repository, analyzers: [id.replace('history/', '')] });
      expect(run.report.analyzers).toEqual({ [id]: sections });
    }
  });

  test('of a mainline alone, whatever chunks and workers', async () => {
    const request = { firstParentOnly: true };
    const first = await runEngine({ repository, request });
    const second = await runEngine({ repository, request, workerCount: 2, chunkCommits: 5, factBytes: 1 });
    expect(second.digest).toBe(first.digest);
    expect(first.digest).not.toBe(usual.digest);
  });

  test('of a part of the history, whatever chunks and workers', async () => {
    for (const commitCountMax of [1, 30, 149]) {
      const request = { commitCountMax };
      const first = await runEngine({ repository, request });
      const second = await runEngine({ repository, request, workerCount: 1, chunkCommits: 4, partBytes: 1 });
      expect(second.digest).toBe(first.digest);
      expect(first.places).toHaveLength(commitCountMax);
    }
  });

  test('of a history without a commit in range', async () => {
    const run = await runEngine({ repository, request: { untilSeconds: 1 } });
    expect(run.report.history).toMatchObject({ commits: 0, first_commit_at: null, last_commit_at: null });
  });

  test('of a shallow clone, whatever chunks and workers', async () => {
    const path = join(fixture.root, 'shallow');
    fixture.git('clone', '-q', '--bare', '--depth=20', `file://${repository}`, path);
    const request = { allowIncomplete: true };
    const first = await runEngine({ repository: path, request });
    const second = await runEngine({ repository: path, request, workerCount: 2, chunkCommits: 3, factBytes: 1 });
    expect(second.digest).toBe(first.digest);
    expect(first.report.completeness).toMatchObject({ complete: false, shallow: true });
  });
});

describe('runHistory, stop and resume', () => {
  for (const [place, options] of [
    [1, {}],
    [5, { chunkCommits: 4 }],
    [37, { chunkCommits: 10, workerCount: 1 }],
    [80, { chunkCommits: 33, factBytes: 1, partBytes: 1 }],
    [149, { chunkCommits: 150, batchCommits: 3 }],
    [150, { chunkCommits: 150 }],
  ] as const) {
    test(`a stop after ${place} commits changes nothing`, async () => {
      using state = new ScratchDirectory();
      await stopAfter(state, { ...options, stopAfter: place });
      const run = await runWith(state, { chunkCommits: 50 });
      expect(run.digest).toBe(usual.digest);
      expect(run.notes).toEqual([`Resuming at commit ${place} of ${commitCount}`]);
      expect(run.places).toEqual(usual.places.slice(place));
      expect(run.events.find(({ name }) => name === 'checkpoint_resumed')?.fields).toMatchObject({
        commit: usual.history.table.oidHex(usual.history.order[place - 1]!),
      });
    });
  }

  test('a run that is stopped again and again comes to the same end', async () => {
    using state = new ScratchDirectory();
    for (const count of [3, 20, 1, 41, 60]) {
      const workerCount = count % 2;
      await stopAfter(state, { stopAfter: count, chunkCommits: 11, workerCount, partBytes: 1 + (count % 3) });
    }
    const run = await runWith(state, {});
    expect(run.digest).toBe(usual.digest);
    expect(run.places).toHaveLength(commitCount - 125);
  });

  test('a checkpoint is good for a history that has grown', async () => {
    using state = new ScratchDirectory();
    using grown = GitFixture.init();
    const files = (at: number): Record<string, string> => ({ [`file-${at % 7}`]: `${'line\n'.repeat(at)}${at}\n` });
    for (let at = 0; at < 14; at += 1) grown.commit({ files: files(at) });
    const first = await runWith(state, { repository: grown.path, chunkCommits: 8 });
    for (let at = 14; at < 20; at += 1) grown.commit({ files: files(at) });
    const second = await runWith(state, { repository: grown.path });
    expect(second.places).toHaveLength(6);
    expect(second.digest).not.toBe(first.digest);
    expect(second.digest).toBe((await runEngine({ repository: grown.path })).digest);
  });

  test('a history that was rewritten resumes where it still agrees, or starts afresh and says so', async () => {
    using state = new ScratchDirectory();
    using changed = GitFixture.init();
    for (let at = 0; at < 20; at += 1) changed.commit({ files: { a: `${at}\n` } });
    await expect(runWith(state, { repository: changed.path, chunkCommits: 4, stopAfter: 17 })).rejects.toMatchObject({
      code: 'ABORTED',
    });
    changed.git('reset', '-q', '--hard', 'HEAD~4');
    changed.commit({ files: { b: 'other\n' } });
    const near = await runWith(state, { repository: changed.path, chunkCommits: 100 });
    expect(near.notes).toEqual(['Resuming at commit 16 of 17']);
    expect(near.digest).toBe((await runEngine({ repository: changed.path })).digest);
    changed.git('reset', '-q', '--hard', 'HEAD~15');
    changed.commit({ files: { c: 'other\n' } });
    const far = await runWith(state, { repository: changed.path });
    expect(far.notes).toEqual([expect.stringContaining('Starting afresh')]);
    expect(far.digest).toBe((await runEngine({ repository: changed.path })).digest);
  });

  test('a changed mailmap costs only what it changes', async () => {
    using state = new ScratchDirectory();
    using joined = GitFixture.init();
    const people = ['Ada <ada@example.org>', 'Ann <ann@example.org>', 'Bob <bob@example.org>'];
    for (let at = 0; at < 24; at += 1) {
      const [name, email] = people[at < 8 ? 0 : at < 16 ? 1 : 2]!.slice(0, -1).split(' <');
      joined.commit({ files: { a: `${at}\n` }, author: { name: name!, email: email! } });
    }
    await runWith(state, { repository: joined.path, chunkCommits: 6 });
    const grow = async (mailmap: string): Promise<readonly string[]> => {
      joined.commit({ files: { '.mailmap': mailmap } });
      const run = await runWith(state, { repository: joined.path });
      expect(run.digest).toBe((await runEngine({ repository: joined.path })).digest);
      return run.notes;
    };
    expect(await grow('Zoe <zoe@example.org> <zo@example.org>\n')).toEqual(['Resuming at commit 24 of 25']);
    // Only the name that is shown.
    expect(await grow('Robert <bob@example.org>\n')).toEqual(['Resuming at commit 25 of 26']);
    // Two of those who were there are one: nothing that was kept holds from the second one's first commit on.
    const notes = await grow('Ada <ada@example.org> <ann@example.org>\n');
    const told = /^(?:Starting afresh: .* this one does not begin with|Resuming at commit [0-8] )/;
    expect(notes).toEqual([expect.stringMatching(told)]);
  });

  test('mustResume, refuses where there is nothing to go on from, and says why', async () => {
    using state = new ScratchDirectory();
    const must = { mustResume: true, checkpointFields: { renames: 'exact' } };
    await expect(runWith(state, must)).rejects.toMatchObject({
      code: 'STATE',
      message: expect.stringMatching(/^Cannot resume: .* keeps none; --resume=auto/),
    });
    await stopAfter(state, { stopAfter: 40, checkpointFields: { renames: 'off' } });
    await expect(runWith(state, must)).rejects.toMatchObject({
      message: expect.stringContaining('differs in renames ("off" there, "exact" here)'),
    });
    await stopAfter(state, { stopAfter: 40, checkpointFields: must.checkpointFields });
    expect((await runWith(state, must)).notes).toEqual(['Resuming at commit 40 of 150']);
  });

  test('a damaged file of a checkpoint never gives another report', async () => {
    using whole = new ScratchDirectory();
    // Two analyzers, one with parts and one with facts, have a file of each kind.
    const analyzers = ['burndown', 'devs'];
    const expected = await runEngine({ repository, analyzers });
    await stopAfter(whole, { analyzers, stopAfter: 100, chunkCommits: 30, factBytes: 1, partBytes: 1 });
    const files = stateFiles(whole);
    expect(files.length).toBeGreaterThan(6);
    const outcomes = new Set<string>();
    for (const path of files) {
      const bytes = readFileSync(path);
      if (bytes.length === 0) continue;
      const damaged = Buffer.from(bytes);
      damaged[bytes.length >> 1]! ^= 0x10;
      using state = copyOf(whole, path, damaged);
      const run = await runWith(state, { analyzers });
      expect(run.digest, path).toBe(expected.digest);
      outcomes.add(run.notes.join().replace(/^(Resuming at commit \d+|Starting afresh).*$/, '$1'));
    }
    // From the last one when the file is of an older one, from the one before, or from the start.
    expect([...outcomes].sort()).toEqual(['Resuming at commit 100', 'Resuming at commit 90', 'Starting afresh']);
  });
});

/** The state directory with one file of other bytes. */
function copyOf(whole: ScratchDirectory, changedPath: string, changed: Buffer): ScratchDirectory {
  const copy = new ScratchDirectory();
  const store = new CheckpointStore(copy.path, 'repository', 'options');
  store.open();
  for (const path of stateFiles(whole)) {
    const bytes = path === changedPath ? changed : readFileSync(path);
    writeFileSync(path.replace(whole.path, copy.path), bytes);
  }
  store.close();
  return copy;
}

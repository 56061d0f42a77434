import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CheckpointStore } from '../../../engine/index.ts';
import { type EngineRun, type EngineRunOptions, runEngine } from '../../support/engine-run.ts';
import { type FixtureFile, GitFixture } from '../../support/git-fixture.ts';
import { ScratchDirectory } from '../spill/scratch.ts';

type Files = Readonly<Record<string, FixtureFile>>;

const text = (word: string, lines: number): string => `${word}\n`.repeat(lines);
const module = { mode: 'gitlink', oid: 'ab'.repeat(20) } as const;

/** What can become of a file between two runs, one commit each. */
const steps: readonly (readonly [string, Files])[] = [
  ['files in folders', { 'b/x': text('x', 9), 'b/y': text('y', 3), a: text('a', 4), 'b.c': text('c', 2), z: '\0' }],
  ['nothing', {}],
  ['added first, between and last', { A: text('A', 1), 'b/xx': text('n', 8), 'zz/z': text('z', 2) }],
  ['changed', { a: text('b', 7), 'b/y': '' }],
  ['removed', { 'b.c': null, 'zz/z': null }],
  ['renamed', { 'b/xx': null, renamed: text('n', 8) }],
  ['renamed and changed', { renamed: null, again: `${text('n', 8)}more\n` }],
  ['a mode', { a: { mode: 'executable', content: text('b', 7) } }],
  ['text to binary and back', { a: 'b\0', z: text('z', 5) }],
  ['a file to a link', { z: { mode: 'symlink', target: 'a' } }],
  ['a file to a folder', { again: null, 'again/inside': text('i', 3) }],
  ['a submodule', { module, 'b/y': text('y', 4) }],
  ['beside the submodule', { 'b/y': text('y', 5) }],
  ['a submodule to a file', { module: text('m', 6) }],
  ['a file to a submodule', { 'b/x': null, 'b/z': module }],
  ['the last submodule goes', { 'b/z': null }],
  ['after it', { 'b/y': text('y', 6) }],
];

async function runWith(
  state: ScratchDirectory,
  repository: string,
  options: Partial<EngineRunOptions> = {},
): Promise<EngineRun> {
  const checkpoints = new CheckpointStore(state.path, 'repository', 'options');
  if (!checkpoints.open()) throw new Error('The lock of the run before was not given back');
  try {
    return await runEngine({ repository, ...options, checkpoints });
  } finally {
    checkpoints.close();
  }
}

describe('the listing of files that is kept from run to run', () => {
  for (const renames of ['off', 'exact'] as const) {
    test(`is that of a fresh run whatever changed, renames ${renames}`, async () => {
      using state = new ScratchDirectory();
      using fixture = GitFixture.init();
      const options = { rules: { renames } };
      for (const [what, files] of steps) {
        fixture.commit({ files });
        const next = await runWith(state, fixture.path, options);
        const fresh = await runEngine({ repository: fixture.path, ...options });
        expect(next.places, what).toHaveLength(1);
        expect(next.digest, what).toBe(fresh.digest);
      }
    });
  }

  test('reads what is new in the tree only', async () => {
    using state = new ScratchDirectory();
    using fixture = GitFixture.init();
    fixture.commit({ files: { old: text('old', 5), gone: text('gone', 2), module } });
    await runWith(state, fixture.path);
    fixture.commit({ files: { fresh: text('fresh', 3), gone: null } });
    const usual = await runEngine({ repository: fixture.path });
    const oid = fixture.git('rev-parse', 'HEAD:old');
    rmSync(join(fixture.gitDir, 'objects', oid.slice(0, 2), oid.slice(2)));
    expect((await runWith(state, fixture.path)).digest).toBe(usual.digest);
  });

  test('is not kept of a commit that another tip replaces before the walk has come to it', async () => {
    using state = new ScratchDirectory();
    using fixture = GitFixture.init();
    const first = fixture.commit({ files: { old: text('old', 5) } });
    fixture.commit({ files: { old: text('old', 6) } });
    fixture.commit({ files: { gone: text('gone', 2) } });
    // All of it is one batch, in which the tree at the end comes first.
    const stopped = runWith(state, fixture.path, { chunkCommits: 1, stopAfter: 1 });
    await expect(stopped).rejects.toMatchObject({ code: 'ABORTED' });
    fixture.git('reset', '--hard', '-q', first);
    fixture.commit({ files: { old: text('old', 7) } });
    fixture.commit({ files: { other: text('other', 3) } });
    const next = await runWith(state, fixture.path);
    expect(next.notes).toContain('Resuming at commit 1 of 3');
    expect(next.digest).toBe((await runEngine({ repository: fixture.path })).digest);
  });
});

import { afterAll, describe, expect, test } from 'vitest';
import { changeKind } from '../../../engine/contract.ts';
import { changeFlag, InlineSource, itemFlag, type RenamePolicy } from '../../../engine/pipeline/index.ts';
import { absent, type GitChange, gitChanges, gitlink } from '../../support/git-changes.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { makeRandomRepository } from '../../support/random-repository.ts';
import { joinSlices, type PlainSlice, readPairs, sourceSetup, type TreePair } from '../../support/read-slices.ts';

/** Every commit of HEAD against its first parent, in git's order; `place` counts them. */
function pairsOf(fixture: GitFixture): { pairs: TreePair[]; commits: string[] } {
  const lines = fixture
    .git('log', '--format=%H %T %P', 'HEAD')
    .split('\n')
    .map((line) => line.split(' '));
  const trees = new Map(lines.map(([commit, tree]) => [commit!, tree!]));
  const pairs = lines.map(([, tree, parent], place): TreePair => {
    const bases = parent === undefined || parent === '' ? [] : [trees.get(parent)!];
    return { place, tree: tree!, bases, flags: place % 2 === 0 ? itemFlag.lines : 0 };
  });
  return { pairs, commits: lines.map(([commit]) => commit!) };
}

async function extract(fixture: GitFixture, renames: RenamePolicy, batchSize: number): Promise<PlainSlice[]> {
  const source = new InlineSource(sourceSetup(fixture, { renames }));
  return joinSlices(await readPairs(source, pairsOf(fixture).pairs, batchSize));
}

/** What git says, in our words; a file that became a submodule, or the reverse, is half a change. */
function expectedOf(changes: readonly GitChange[]): unknown[] {
  return changes.flatMap((change) => {
    const { oldMode, newMode, path, oldPath } = change;
    const isOldFile = oldMode !== gitlink && oldMode !== absent;
    const isNewFile = newMode !== gitlink && newMode !== absent;
    if (!isOldFile && !isNewFile) return [];
    const kind = !isOldFile
      ? changeKind.added
      : !isNewFile
        ? changeKind.deleted
        : oldPath === null
          ? changeKind.modified
          : changeKind.renamed;
    const added = isNewFile ? (change.added ?? 0) : 0;
    const removed = isOldFile ? (change.removed ?? 0) : 0;
    return [{ path, oldPath, kind, added, removed, isBinary: change.added === null }];
  });
}

function foundOf({ changes }: PlainSlice): unknown[] {
  return changes.map(({ path, oldPath, kind, added, removed, flags }) => {
    return { path, oldPath, kind, added, removed, isBinary: (flags & changeFlag.binary) !== 0 };
  });
}

describe('Extractor', () => {
  const fixtures = [11, 12, 13].map((seed) =>
    makeRandomRepository({ seed, commitCount: 120, isRepacked: seed === 12, withoutGitlinks: seed === 13 }),
  );
  afterAll(() => fixtures.forEach((fixture) => fixture.dispose()));

  test('finds what git log finds: paths, kinds, lines, binaries and submodules', async () => {
    for (const fixture of fixtures) {
      const git = gitChanges(fixture, ['--no-renames']);
      const { commits } = pairsOf(fixture);
      const found = await extract(fixture, 'off', 64);
      expect(found).toHaveLength(commits.length);
      let count = 0;
      found.forEach((slice, at) => {
        const changes = git.get(commits[at]!) ?? [];
        expect(withoutSameBinary(foundOf(slice)), commits[at]).toEqual(withoutSameBinary(expectedOf(changes)));
        const links = changes.filter(({ oldMode, newMode }) => oldMode === gitlink || newMode === gitlink);
        expect(slice.gitlinks, commits[at]).toBe(links.length);
        count += changes.length;
      });
      expect(count).toBeGreaterThan(200);
    }
  });

  test('finds the renames that git log finds, exact and similar', async () => {
    const fixture = fixtures[2]!;
    const { commits } = pairsOf(fixture);
    for (const [policy, words] of [
      ['exact', ['-M100%']],
      [{ similarPercent: 50 }, ['-M50%']],
    ] as const) {
      const git = gitChanges(fixture, words);
      const found = await extract(fixture, policy, 64);
      let renames = 0;
      found.forEach((slice, at) => {
        const expected = expectedOf(git.get(commits[at]!) ?? []);
        expect(withoutSameBinary(foundOf(slice)), commits[at]).toEqual(withoutSameBinary(expected));
        renames += slice.changes.filter(({ kind }) => kind === changeKind.renamed).length;
      });
      expect(renames).toBeGreaterThan(10);
    }
  });

  test('gives the same commits whatever the batches', async () => {
    for (const fixture of fixtures.slice(0, 2)) {
      const whole = await extract(fixture, 'exact', 1000);
      for (const batchSize of [1, 7, 50]) expect(await extract(fixture, 'exact', batchSize)).toEqual(whole);
    }
  });

  test('gives hunks to those who want them, and they lead from the old lines to the new', async () => {
    for (const slice of await extract(fixtures[0]!, 'off', 32)) {
      for (const { flags, hunks, added, removed, oldLines, newLines } of slice.changes) {
        if (slice.place % 2 === 1 || (flags & (changeFlag.binary | changeFlag.sameContent)) !== 0) continue;
        expect(hunks.reduce((sum, [, count]) => sum + count!, 0)).toBe(removed);
        expect(hunks.reduce((sum, [, , , count]) => sum + count!, 0)).toBe(added);
        let oldEnd = 0;
        let newEnd = 0;
        for (const [oldStart, oldCount, newStart, newCount] of hunks as [number, number, number, number][]) {
          expect(oldStart - oldEnd).toBe(newStart - newEnd);
          expect(oldStart).toBeGreaterThanOrEqual(oldEnd);
          oldEnd = oldStart + oldCount;
          newEnd = newStart + newCount;
        }
        expect(oldLines - oldEnd).toBe(newLines - newEnd);
      }
    }
  });

  test('takes only the paths that the rules name', async () => {
    const fixture = fixtures[0]!;
    const source = new InlineSource(sourceSetup(fixture, { paths: { include: ['src/**'], exclude: ['**/*.h'] } }));
    const found = joinSlices(await readPairs(source, pairsOf(fixture).pairs, 64));
    const all = await extract(fixture, 'off', 64);
    const wanted = all.map(({ changes }) => changes.filter(({ path }) => /^src\/(?!.*\.h$)/.test(path)));
    expect(found.map(({ changes }) => changes)).toEqual(wanted);
    expect(wanted.flat().length).toBeGreaterThan(10);
  });

  test('reads a sha256 repository', async () => {
    using fixture = GitFixture.init({ objectFormat: 'sha256' });
    fixture.commit({ files: { a: 'one\n' } });
    fixture.commit({ files: { a: 'one\ntwo\n', b: 'x\n' } });
    const source = new InlineSource(sourceSetup(fixture));
    const found = await readPairs(source, pairsOf(fixture).pairs, 8, 32);
    const shown = found.map(({ changes }) => changes.map(({ path, added }) => `${path} +${added}`));
    expect(shown).toEqual([['a +1', 'b +1'], ['a +1']]);
  });
});

/** We do not read content that is the same on both sides, so we do not say whether it is binary. */
function withoutSameBinary(changes: readonly unknown[]): unknown[] {
  return changes.map((change) => {
    const { added, removed, kind } = change as { added: number; removed: number; kind: number };
    const isQuiet = added === 0 && removed === 0 && kind !== changeKind.added && kind !== changeKind.deleted;
    return isQuiet ? { ...(change as object), isBinary: false } : change;
  });
}

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { crossingStory } from '../../bench/generate/crossing-story.ts';
import { makeRepository } from '../../bench/generate/make-repository.ts';
import { makeRandomRepository } from '../support/random-repository.ts';
import { blameFiles } from './blame-files.ts';
import { BlameProgram } from './blame-program.ts';
import { gitRun } from './git-run.ts';
import { judgeRevision } from './judge-revision.ts';
import { textFiles } from './text-files.ts';

const program = [fileURLToPath(new URL('../../cmd/main.js', import.meta.url))];

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codefang-whole-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const words = (repository: string, ...said: readonly string[]): string[] => {
  return gitRun(repository, said).toString().trim().split('\n');
};

interface Report {
  readonly completeness: unknown;
  readonly analyzers: {
    readonly 'history/ledger': {
      readonly lines_alive: readonly { readonly intro_commit: string | null; readonly lines: number }[];
    };
  };
}

/** A commit on top of `HEAD` that adds one file to a bare repository. */
function commitFile(repository: string, path: string, content: string): void {
  const env = {
    ...{ GIT_INDEX_FILE: join(folder, 'index'), GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.org' },
    ...{ GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.org' },
  };
  const run = (said: readonly string[], input?: string): string => {
    return gitRun(repository, said, { env, ...(input !== undefined && { input }) })
      .toString()
      .trim();
  };
  run(['read-tree', 'HEAD']);
  const blob = run(['hash-object', '-w', '--stdin'], content);
  run(['update-index', '--add', '--cacheinfo', `100644,${blob},${path}`]);
  const commit = run(['commit-tree', '-p', 'HEAD', '-m', path, run(['write-tree'])]);
  run(['update-ref', 'HEAD', commit]);
}

/** Each third commit, and what a list may hold beside ids. */
function everyThird(commits: readonly string[], from: number): string {
  const ids = commits.filter((_, at) => at % 3 === from);
  return `# to be ignored\n\n${ids.join('\n')}\n  ${'ab'.repeat(20)}   # no commit of ours\n`;
}

/** Holds a run to `git blame`, but for files that were binary once, whose lines begin anew; returns how many files. */
async function judged(repository: string, renames: string, flags: readonly string[]): Promise<number> {
  const request = { program, repository, revision: 'HEAD', renames, folder, budget: '256MiB', flags, seed: 1 };
  const { files, lines, linesEqual, differences, failures } = await judgeRevision(request);
  const unlike = differences.filter(({ rule }) => rule !== 'binary became text');
  expect({ unlike, failures }).toEqual({ unlike: [], failures: [] });
  expect(linesEqual).toBeGreaterThan(0.95 * lines);
  return files;
}

/** What `git blame` says of all files, as one text. */
async function blamed(repository: string, ignoreRevsFiles: readonly string[]): Promise<string> {
  const { paths } = textFiles({ repository, revision: 'HEAD', seed: 1 });
  const latin1 = paths.map((path) => Buffer.from(path, 'utf8').toString('latin1'));
  const found = await blameFiles({ repository, revision: 'HEAD', paths: latin1, follows: false, ignoreRevsFiles });
  return found.flatMap(({ commits }) => commits).join('\n');
}

describe('commits to ignore, equal git blame --ignore-revs-file', () => {
  async function expectEqual(repository: string, renames: string): Promise<void> {
    const commits = words(repository, 'rev-list', '--topo-order', 'HEAD');
    commitFile(repository, '.git-blame-ignore-revs', everyThird(commits, 0));
    const own = join(folder, 'own');
    writeFileSync(own, gitRun(repository, ['cat-file', 'blob', 'HEAD:.git-blame-ignore-revs']));
    // It makes a difference.
    expect(await blamed(repository, [own])).not.toBe(await blamed(repository, []));
    expect(await judged(repository, renames, [])).toBeGreaterThan(10);
    const named = join(folder, 'named');
    writeFileSync(named, everyThird(commits, 1));
    expect(await blamed(repository, [own, named])).not.toBe(await blamed(repository, [own]));
    rmSync(join(folder, 'state'), { recursive: true });
    await judged(repository, renames, ['--ignore-revs-file', named]);
  }

  test.each([
    [401, 'off'],
    [402, 'similar:50'],
  ] as const)('random repository %i, renames %s', async (seed, renames) => {
    using fixture = makeRandomRepository({ seed, commitCount: 120 });
    await expectEqual(fixture.path, renames);
  });

  test.each([
    [41, 'off'],
    [42, 'similar:50'],
  ] as const)('crossing branches %i, renames %s', async (seed, renames) => {
    const shape = { commits: 120, files: 30, people: 3, seed };
    const { path } = await makeRepository(join(folder, 'repo'), [crossingStory(shape)]);
    await expectEqual(path, renames);
  });
});

test.each([7, 25])('a shallow clone of depth %i, has the lines of the whole but those of its edge', async (depth) => {
  const shape = { commits: 150, files: 30, people: 3, seed: 51 };
  const { path: whole } = await makeRepository(join(folder, 'repo'), [crossingStory(shape)]);
  const repository = join(folder, 'shallow');
  gitRun(whole, ['clone', '-q', '--bare', `--depth=${depth}`, `file://${whole}`, repository]);
  // What the clone may not know: the commits of its edge, and all before them.
  const edge = readFileSync(join(repository, 'shallow'), 'utf8').trim().split('\n');
  const older = new Set(words(whole, 'rev-list', ...edge));
  const blame = new BlameProgram({ program, repository, revision: 'HEAD', renames: 'off', folder });
  await blame.run('256MiB', ['--allow-incomplete', '--analyzers', 'history/ledger']);
  const { paths } = textFiles({ repository, revision: 'HEAD', seed: 1 });
  const answers = await blame.blame(paths);
  const git = await blameFiles({ repository: whole, revision: 'HEAD', paths, follows: false });
  const counts = { known: 0, older: 0 };
  for (const [at, path] of paths.entries()) {
    const answer = answers[at]!;
    if ('failure' in answer) throw new Error(answer.failure);
    expect(answer.length).toBe(git[at]!.commits.length);
    for (const [line, { commit }] of answer.entries()) {
      const right = git[at]!.commits[line]!;
      if (commit === null) expect(older, `${path}:${line + 1}`).toContain(right);
      else expect(commit, `${path}:${line + 1}`).toBe(right);
      counts[commit === null ? 'older' : 'known'] += 1;
    }
  }
  expect(counts.known).toBeGreaterThan(50);
  expect(counts.older).toBeGreaterThan(50);
  // The report counts them too.
  const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report;
  const alive = report.analyzers['history/ledger'].lines_alive.filter((row) => row.intro_commit === null);
  expect(alive.reduce((sum, { lines }) => sum + lines, 0)).toBe(counts.older);
  expect(report.completeness).toMatchObject({ complete: false, shallow: true });
});

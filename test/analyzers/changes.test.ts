import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changes } from '../../analyzers/changes/index.ts';
import { registry } from '../../analyzers/index.ts';
import { analyze } from '../support/analyzer-harness.ts';
import { added, addedBinary, CommitStory, deleted, modified, renamed } from '../support/commit-story.ts';
import { type EngineRun, runEngine } from '../support/engine-run.ts';
import { gitChanges, gitlink } from '../support/git-changes.ts';
import { makeRandomRepository } from '../support/random-repository.ts';

test.each([1, 2, 100])(
  'changes gives a row per file of a commit, by walk and path, %i in a slice',
  (changesPerSlice) => {
    const story = new CommitStory()
      .commit({ person: 1 }, added('b', 5), addedBinary('a'))
      .commit({ tick: 2 }, renamed('b', 'c', [0, 1, 0, 2]), deleted('a'))
      .commit({ isMerge: true }, modified('c', [0, 0, 0, 1]));
    const rows = analyze(changes, story, { changesPerSlice }).table('file_changes');
    expect(rows.map((row) => Object.values(row).slice(1))).toEqual([
      ['2020-01-01T01:00:00Z', 1, 'Bob', 'a', null, 'added', 0, 0, 0],
      ['2020-01-01T01:00:00Z', 1, 'Bob', 'b', null, 'added', 5, 0, 0],
      ['2020-01-03T01:00:00Z', 0, 'Ada', 'a', null, 'deleted', 0, 0, 0],
      ['2020-01-03T01:00:00Z', 0, 'Ada', 'c', 'b', 'renamed', 2, 1, 1],
    ]);
  },
);

describe('history/changes equals git log --numstat', () => {
  const fixture = makeRandomRepository({ seed: 75, isRepacked: true, withoutGitlinks: true, commitCount: 150 });
  let run: EngineRun;
  beforeAll(async () => {
    const definition = registry.find(({ id }) => id === 'history/changes')!;
    const rules = { renames: 'exact', analyzers: [{ definition, options: {} }] } as const;
    run = await runEngine({ repository: fixture.path, rules, chunkCommits: 40, workerCount: 1 });
  });
  afterAll(() => fixture.dispose());

  test('row by row', () => {
    const wanted = Array.from(gitChanges(fixture, ['--no-merges', '-M100%']), ([commit, list]) =>
      list
        .filter(({ oldMode, newMode }) => oldMode !== gitlink && newMode !== gitlink)
        .map(({ path, oldPath, added: plus, removed: minus }) => {
          const name = Buffer.from(path, 'latin1').toString('utf8');
          return [
            commit,
            name,
            oldPath === null ? null : Buffer.from(oldPath, 'latin1').toString('utf8'),
            plus ?? 0,
            minus ?? 0,
          ].join();
        }),
    ).flat();
    const found = run.report.analyzers['history/changes']!['file_changes']!.map((row) =>
      [row['commit'], row['path'], row['old_path'], row['lines_added'], row['lines_removed']].join(),
    );
    expect(wanted.length).toBeGreaterThan(200);
    expect(found.toSorted()).toEqual(wanted.toSorted());
  });
});

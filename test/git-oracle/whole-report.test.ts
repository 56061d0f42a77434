import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EngineRun, runEngine } from '../support/engine-run.ts';
import { absent, type GitChange, gitChanges, gitlink } from '../support/git-changes.ts';
import type { GitFixture } from '../support/git-fixture.ts';
import { makeRandomRepository } from '../support/random-repository.ts';

/** A file change as git counts it, submodules taken out. */
interface FileChange {
  readonly path: string;
  readonly added: number;
  readonly removed: number;
}

interface GitCommit {
  /** Lower-cased e-mail of the author after the mailmap. */
  readonly person: string;
  readonly changes: readonly FileChange[];
}

/** What C git says of a repository, each commit against its parent, merges left out. */
class GitAnswers {
  readonly commits: readonly GitCommit[];
  /** Files of the tree at the end. */
  readonly alive: ReadonlySet<string>;
  readonly #fixture: GitFixture;

  constructor(fixture: GitFixture, renames: string) {
    this.#fixture = fixture;
    const people = this.#people();
    const changes = gitChanges(fixture, ['--no-merges', renames]);
    this.commits = Array.from(changes, ([oid, list]) => ({ person: people.get(oid)!, changes: fileChanges(list) }));
    this.alive = new Set(this.#files('HEAD').map(({ path }) => path));
  }

  /** Text lines of all files of a commit's tree. */
  linesOf(commit: string): number {
    const oids = this.#files(commit).map(({ oid }) => oid);
    const output = this.#fixture.gitBytes(['cat-file', '--batch'], { input: `${oids.join('\n')}\n` });
    let lines = 0;
    let at = 0;
    for (const _ of oids) {
      const start = output.indexOf('\n', at) + 1;
      const size = Number(output.toString('latin1', at, start).trim().split(' ')[2]);
      lines += textLines(output.subarray(start, start + size));
      at = start + size + 1;
    }
    return lines;
  }

  #files(commit: string): { path: string; oid: string }[] {
    const output = this.#fixture.gitBytes(['ls-tree', '-r', '-z', commit]).toString('utf8');
    const lines = output.split('\0').filter((line) => line !== '' && !line.startsWith(gitlink));
    return lines.map((line) => ({ path: line.slice(line.indexOf('\t') + 1), oid: line.split(/[ \t]/)[2]! }));
  }

  #people(): Map<string, string> {
    const output = this.#fixture.gitBytes(['log', '--use-mailmap', '--format=%H %aE', 'HEAD']).toString('utf8');
    return new Map(
      output
        .trim()
        .split('\n')
        .map((line) => [line.slice(0, 40), line.slice(41).toLowerCase()]),
    );
  }
}

/** A file that became a submodule is deleted, the reverse is added: git counts the submodule as a line. */
function fileChanges(changes: readonly GitChange[]): FileChange[] {
  return changes.flatMap(({ oldMode, newMode, path, added, removed }) => {
    const isOldFile = oldMode !== gitlink && oldMode !== absent;
    const isNewFile = newMode !== gitlink && newMode !== absent;
    if (!isOldFile && !isNewFile) return [];
    const name = Buffer.from(path, 'latin1').toString('utf8');
    return [{ path: name, added: isNewFile ? (added ?? 0) : 0, removed: isOldFile ? (removed ?? 0) : 0 }];
  });
}

function textLines(bytes: Buffer): number {
  if (bytes.length === 0 || bytes.subarray(0, 8000).includes(0)) return 0;
  const feeds = bytes.reduce((sum, byte) => sum + (byte === 10 ? 1 : 0), 0);
  return feeds + (bytes.at(-1) === 10 ? 0 : 1);
}

function increase(counts: Map<string, number>, key: string, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

function sectionOf(run: EngineRun, analyzer: string, section: string): readonly Record<string, unknown>[] {
  return run.report.analyzers[`history/${analyzer}`]![section]!;
}

const cases = [
  { seed: 71, isRepacked: false, withoutGitlinks: false, renames: 'off' },
  { seed: 72, isRepacked: true, withoutGitlinks: false, renames: 'off' },
  { seed: 73, isRepacked: true, withoutGitlinks: false, renames: 'off' },
  { seed: 74, isRepacked: false, withoutGitlinks: false, renames: 'exact' },
] as const;

for (const { renames, ...made } of cases) {
  describe(`a report of repository ${made.seed}, renames ${renames}, says what git says`, () => {
    const fixture = makeRandomRepository({ ...made, commitCount: 220 });
    const git = new GitAnswers(fixture, renames === 'off' ? '--no-renames' : '-M100%');
    let run: EngineRun;
    beforeAll(async () => {
      run = await runEngine({ repository: fixture.path, rules: { renames }, chunkCommits: 60, workerCount: 1 });
    });
    afterAll(() => fixture.dispose());

    test('commits and lines of each person', () => {
      const commits = new Map<string, number>();
      const net = new Map<string, number>();
      let churn = 0;
      for (const { person, changes } of git.commits) {
        if (changes.length > 0) increase(commits, person);
        for (const { added, removed } of changes) {
          increase(net, person, added - removed);
          churn += added + removed;
        }
      }
      const found = sectionOf(run, 'devs', 'developers');
      const byEmail = (column: string): Map<unknown, unknown> =>
        new Map(found.filter((row) => row['commits'] !== 0).map((row) => [row['email'], row[column]]));
      expect(byEmail('commits')).toEqual(commits);
      for (const [email, lines] of byEmail('net_lines')) expect(lines, String(email)).toBe(net.get(String(email)) ?? 0);
      const sum = found.reduce((total, row) => total + Number(row['lines_added']) + Number(row['lines_removed']), 0);
      expect(churn).toBeGreaterThan(1000);
      expect(sum).toBe(churn);
    });

    test('commits of each file, and what else they change', () => {
      if (renames !== 'off') return;
      const [commits, counted, partners] = [new Map<string, number>(), new Map<string, number>(), new Map()];
      for (const { changes } of git.commits) {
        for (const { path } of changes) {
          increase(commits, path);
          if (changes.length < 2 || changes.length > 50) continue;
          increase(counted, path);
          increase(partners, path, changes.length - 1);
        }
      }
      const coupled = sectionOf(run, 'coupling', 'soc');
      expect(coupled).toHaveLength([...counted.keys()].filter((path) => git.alive.has(path)).length);
      for (const { file, commits: found, soc } of coupled) {
        expect([found, soc], String(file)).toEqual([counted.get(String(file)), partners.get(String(file))]);
      }
      const hot = sectionOf(run, 'hotspots', 'hotspots');
      expect(hot.length).toBeGreaterThan(5);
      for (const { file, changes } of hot) expect(changes, String(file)).toBe(commits.get(String(file)) ?? 0);
    });

    test('every pair of files that changed together and is alive', () => {
      if (renames !== 'off') return;
      const pairs = new Map<string, number>();
      for (const { changes } of git.commits) {
        const paths = changes.map(({ path }) => path).filter((path) => git.alive.has(path));
        for (const one of paths) {
          for (const other of paths) if (one < other) increase(pairs, JSON.stringify([one, other]));
        }
      }
      const found = sectionOf(run, 'couples', 'file_coupling').map((row): [string, unknown] => {
        const names = [String(row['file1']), String(row['file2'])];
        return [JSON.stringify(names.toSorted((a, b) => (a < b ? -1 : 1))), row['co_changes']];
      });
      const listed = new Map([...pairs].filter(([, commits]) => commits > 1));
      expect(listed.size).toBeGreaterThan(20);
      expect(new Map(found)).toEqual(listed);
      expect(found).toHaveLength(listed.size);
      expect(sectionOf(run, 'couples', 'aggregate')).toMatchObject({
        total_co_changes: Array.from(pairs.values()).reduce((sum, commits) => sum + commits, 0),
        total_pairs: pairs.size,
        omitted_pairs: pairs.size - listed.size,
      });
    });

    test('commits and contributors of each file', () => {
      if (renames !== 'off') return;
      const commits = new Map<string, number>();
      const people = new Map<string, Set<string>>();
      const added = new Map<string, number>();
      for (const { person, changes } of git.commits) {
        for (const change of changes) {
          increase(commits, change.path);
          increase(added, change.path, change.added);
          people.set(change.path, (people.get(change.path) ?? new Set<string>()).add(person));
        }
      }
      const expected = Array.from(git.alive, (path): [string, number[]] => [
        path,
        [commits.get(path) ?? 0, people.get(path)?.size ?? 0, added.get(path) ?? 0],
      ]);
      const found = sectionOf(run, 'file-history', 'file_churn').map((row): [string, unknown[]] => [
        String(row['path']),
        [row['commit_count'], row['contributor_count'], row['total_lines_added']],
      ]);
      const isTouched = ([, [count]]: [string, unknown[]]): boolean => count !== 0;
      expect(new Map(found.filter(isTouched))).toEqual(new Map(expected.filter(isTouched)));
      expect(found.length).toBeGreaterThan(5);
    });

    test('text lines at each sample of the burndown', () => {
      const samples = sectionOf(run, 'burndown', 'global_survival');
      expect(samples.length).toBeGreaterThan(2);
      for (const row of samples) {
        const bands = row['band_breakdown'] as number[];
        expect(row['total_lines'], String(row['sampled_at'])).toBe(git.linesOf(String(row['commit'])));
        expect(bands.reduce((sum, lines) => sum + lines, 0)).toBe(row['total_lines']);
      }
      expect(samples.at(-1)!['commit']).toBe(fixture.git('rev-parse', 'HEAD'));
    });

    test('counts of the walk', () => {
      const count = (...words: string[]): number => Number(fixture.git('rev-list', '--count', ...words, 'HEAD'));
      expect(run.report.history).toMatchObject({
        commits: count(),
        mainline_commits: count('--first-parent'),
        merges: count('--merges'),
      });
      const links = fixture
        .git('ls-tree', '-r', 'HEAD')
        .split('\n')
        .filter((line) => line.startsWith(gitlink));
      expect(run.report.completeness).toMatchObject({ complete: true, missing_objects: 0, gitlinks: links.length });
    });
  });
}

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type HistoryRequest, reportOptions } from '../../../engine/index.ts';
import { historyOf, runEngine, usualRules } from '../../support/engine-run.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { makeRandomRepository } from '../../support/random-repository.ts';
import { gitLogLines, walkLines } from '../../support/walk-lines.ts';

const exact = { identities: 'exact' } as const;
const rules = { renames: 'off', moves: 'off', paths: { include: [], exclude: [] } } as const;

function expectAsGitLog(fixture: GitFixture, request: Partial<HistoryRequest> = {}, ...words: string[]): void {
  const lines = walkLines(historyOf(fixture.path, { ...exact, ...request }));
  expect(lines).toEqual(gitLogLines(fixture, ...words));
}

/** A commit that stands in for another: of another author, tree and parent. */
function makeStandIn(fixture: GitFixture, tree: string, parents: readonly string[]): string {
  const env = { GIT_AUTHOR_NAME: 'Stand In', GIT_AUTHOR_EMAIL: 'in@example.org' };
  const words = ['commit-tree', `${tree}^{tree}`, '-m', 'stand-in', ...parents.flatMap((one) => ['-p', one])];
  return fixture.gitBytes(words, { env }).toString().trim();
}

describe('a history with replaced commits', () => {
  let fixture: GitFixture;
  beforeEach(() => {
    fixture = makeRandomRepository({ seed: 81, commitCount: 120 });
    // Written before, as git writes none once objects are replaced.
    fixture.git('commit-graph', 'write', '--reachable');
  });
  afterEach(() => fixture.dispose());

  test('is the one of git log', () => {
    expectAsGitLog(fixture);
    fixture.git('replace', 'HEAD~3', makeStandIn(fixture, 'HEAD~9', ['HEAD~20', 'HEAD~7']));
    expectAsGitLog(fixture);
    fixture.git('pack-refs', '--all');
    fixture.git('replace', 'HEAD', makeStandIn(fixture, 'HEAD~1', ['HEAD~2']));
    expectAsGitLog(fixture);
    expectAsGitLog(fixture, { revision: 'HEAD~2^2' }, 'HEAD~2^2');
    const mainline = walkLines(historyOf(fixture.path, { ...exact, firstParentOnly: true }));
    expect(mainline.map(idOf)).toEqual(gitLogLines(fixture, '--first-parent').map(idOf));
    fixture.git('replace', '--graft', 'HEAD~12');
    expectAsGitLog(fixture);
    expect(historyOf(fixture.path).order.length).toBeLessThan(120);
  });

  test('is the one without where that is asked for, or said by the configuration', () => {
    const usual = gitLogLines(fixture);
    fixture.git('replace', 'HEAD~3', makeStandIn(fixture, 'HEAD~9', ['HEAD~20']));
    expect(gitLogLines(fixture)).not.toEqual(usual);
    expect(walkLines(historyOf(fixture.path, { ...exact, replaceObjects: false }))).toEqual(usual);
    expect(walkLines(historyOf(fixture.path, exact))).not.toEqual(usual);
    fixture.git('config', 'core.useReplaceRefs', 'false');
    expect(walkLines(historyOf(fixture.path, exact))).toEqual(usual);
    expectAsGitLog(fixture);
  });

  test('is the one of git log in a linked worktree', () => {
    const linked = join(fixture.root, 'linked');
    fixture.git('worktree', 'add', '-q', '--detach', linked, 'HEAD');
    fixture.git('replace', 'HEAD~3', makeStandIn(fixture, 'HEAD~9', ['HEAD~20']));
    expect(walkLines(historyOf(linked, exact))).toEqual(gitLogLines(fixture));
  });
});

test('a history with replaced commits, neither uses nor keeps what surveys keep', () => {
  using fixture = makeRandomRepository({ seed: 82, commitCount: 300 });
  const stateDirectory = join(fixture.root, 'state');
  const temporary = join(fixture.root, 'temporary');
  const standIn = makeStandIn(fixture, 'HEAD~9', ['HEAD~7']);
  fixture.git('replace', 'HEAD~3', standIn);
  historyOf(fixture.path, { stateDirectory }).keepCommits(temporary);
  expect(existsSync(join(stateDirectory, 'commits'))).toBe(false);
  historyOf(fixture.path, { stateDirectory, replaceObjects: false }).keepCommits(temporary);
  expect(readdirSync(join(stateDirectory, 'commits'))).toHaveLength(1);
  const history = historyOf(fixture.path, { ...exact, stateDirectory });
  expect(walkLines(history)).toEqual(gitLogLines(fixture));
  expect(history.readCommits).toBe(history.order.length);
  expect(historyOf(fixture.path, { stateDirectory, replaceObjects: false }).readCommits).toBe(0);
});

test('a report of replaced objects counts the lines that git counts, in any thread, and says so', async () => {
  using fixture = GitFixture.init();
  for (let nth = 1; nth < 8; nth += 1) {
    fixture.commit({ files: { 'a.txt': `${nth}\n`.repeat(nth * 3), [`${nth}`]: 'x' } });
  }
  const usual = await runEngine({ repository: fixture.path, rules });
  expect(optionsOf(fixture)).not.toHaveProperty('replace_objects');
  fixture.git('replace', fixture.git('rev-parse', 'HEAD~2:a.txt'), fixture.git('rev-parse', 'HEAD~6:a.txt'));
  fixture.git('replace', fixture.git('rev-parse', 'HEAD~4^{tree}'), fixture.git('rev-parse', 'HEAD~6^{tree}'));
  const run = await runEngine({ repository: fixture.path, rules });
  expect(linesOf(run.report)).toEqual(gitLines(fixture));
  expect(linesOf(run.report)).not.toEqual(linesOf(usual.report));
  const inThread = await runEngine({ repository: fixture.path, rules, workerCount: 1 });
  expect(inThread.digest).toBe(run.digest);
  expect(optionsOf(fixture)['replace_objects']).toMatch(/^sha256:[0-9a-f]{64}$/);
  const without = await runEngine({ repository: fixture.path, rules, request: { replaceObjects: false } });
  expect(without.digest).toBe(usual.digest);
});

function idOf(line: string): string {
  return line.slice(0, line.indexOf(' '));
}

function optionsOf(fixture: GitFixture): Readonly<Record<string, unknown>> {
  return reportOptions(usualRules, historyOf(fixture.path));
}

function linesOf({ analyzers }: Awaited<ReturnType<typeof runEngine>>['report']): [added: number, removed: number] {
  const [row] = analyzers['history/devs']!['developers']!;
  return [row!['lines_added'] as number, row!['lines_removed'] as number];
}

function gitLines(fixture: GitFixture): [added: number, removed: number] {
  let added = 0;
  let removed = 0;
  for (const line of fixture.git('log', '--numstat', '--no-renames', '--format=').split('\n')) {
    const [more, less] = line.split('\t').map(Number);
    added += more || 0;
    removed += less || 0;
  }
  return [added, removed];
}

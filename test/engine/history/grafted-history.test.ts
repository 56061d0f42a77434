import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type HistoryRequest, reportOptions } from '../../../engine/index.ts';
import { historyOf, usualRules } from '../../support/engine-run.ts';
import type { GitFixture } from '../../support/git-fixture.ts';
import { makeRandomRepository } from '../../support/random-repository.ts';
import { gitLogLines, walkLines } from '../../support/walk-lines.ts';

const exact = { identities: 'exact' } as const;

describe('a grafted history', () => {
  let fixture: GitFixture;
  beforeEach(() => {
    fixture = makeRandomRepository({ seed: 84, commitCount: 300 });
    mkdirSync(join(fixture.gitDir, 'info'), { recursive: true });
    fixture.git('commit-graph', 'write', '--reachable');
  });
  afterEach(() => fixture.dispose());

  function hex(revision: string): string {
    return fixture.git('rev-parse', revision);
  }

  function writeGrafts(...lines: string[]): void {
    writeFileSync(join(fixture.gitDir, 'info/grafts'), lines.map((line) => `${line}\n`).join(''));
  }

  function expectAsGitLog(revision = 'HEAD', request: Partial<HistoryRequest> = {}): string[] {
    const lines = walkLines(historyOf(fixture.path, { ...exact, ...request, revision }));
    expect(lines).toEqual(gitLogLines(fixture, revision));
    return lines;
  }

  test('is the one of git log: cut, bent, and with more parents', () => {
    const usual = expectAsGitLog();
    const [cut, bent, wide] = [hex('HEAD~30'), hex('HEAD~10'), hex('HEAD~5')];
    const far = [hex('HEAD~12'), hex('HEAD~20'), hex('HEAD~9')];
    writeGrafts('# what is grafted', '', `${bent} ${far[0]}`, `${wide.toUpperCase()} ${far.join('\t')} \r`, cut);
    const lines = expectAsGitLog();
    expect(lines).not.toEqual(usual);
    expect(lines.length).toBeLessThan(usual.length);
    expect(lines.some((line) => line.startsWith(`${wide} `) && line.includes(far.join(' ')))).toBe(true);
    // A revision leads over grafted parents, too.
    expectAsGitLog('HEAD~5^3~1');
    expectAsGitLog(`${bent}~1`);
    expect(() => historyOf(fixture.path, { revision: `${cut}~1` })).toThrow(/has 0 parents/);
    const mainline = walkLines(historyOf(fixture.path, { ...exact, firstParentOnly: true }));
    expect(mainline).toHaveLength(gitLogLines(fixture, '--first-parent').length);
  });

  test('takes the first of two lines on a commit', () => {
    writeGrafts(`${hex('HEAD~3')} ${hex('HEAD~9')}`, `${hex('HEAD~3')} ${hex('HEAD~20')}`);
    expectAsGitLog();
  });

  test('is cut where the clone is shallow, whatever is grafted there', () => {
    const edge = hex('HEAD~3');
    writeGrafts(`${edge} ${hex('HEAD~9')}`);
    writeFileSync(join(fixture.gitDir, 'shallow'), `${edge}\n`);
    expectAsGitLog('HEAD', { allowIncomplete: true });
  });

  test('grafts go by the id of a commit that is replaced', () => {
    fixture.git('replace', 'HEAD~3', 'HEAD~15');
    writeGrafts(`${hex('HEAD~3')} ${hex('HEAD~9')}`, hex('HEAD~15'));
    expectAsGitLog();
  });

  test('neither uses nor keeps what surveys keep, and is another in the options', () => {
    const stateDirectory = join(fixture.root, 'state');
    const temporary = join(fixture.root, 'temporary');
    expect(optionsOf()).not.toHaveProperty('grafts');
    writeGrafts(`${hex('HEAD~3')} ${hex('HEAD~9')}`);
    historyOf(fixture.path, { stateDirectory }).keepCommits(temporary);
    expect(existsSync(join(stateDirectory, 'commits'))).toBe(false);
    rmSync(join(fixture.gitDir, 'info/grafts'));
    historyOf(fixture.path, { stateDirectory }).keepCommits(temporary);
    expect(existsSync(join(stateDirectory, 'commits'))).toBe(true);
    writeGrafts(`${hex('HEAD~3')} ${hex('HEAD~9')}`);
    expectAsGitLog('HEAD', { stateDirectory });
    const one = optionsOf()['grafts'];
    expect(one).toMatch(/^sha256:[0-9a-f]{64}$/);
    writeGrafts(`${hex('HEAD~3')} ${hex('HEAD~10')}`);
    expect(optionsOf()['grafts']).not.toBe(one);
  });

  test('missing parents are counted as others are', () => {
    writeGrafts(`${hex('HEAD~3')} ${'1'.repeat(40)}`);
    expect(() => historyOf(fixture.path)).toThrow(/1 parent commits are missing/);
    expect(historyOf(fixture.path, { allowIncomplete: true }).missingParents).toBe(1);
  });

  test.each([
    ['one space before it', ' ', /line 2 is not "commit parent parent…" in full ids/],
    ['half an id', 'abcdef', /line 2 is not/],
    ['two spaces', `${'1'.repeat(40)}  ${'2'.repeat(40)}`, /line 2 is not/],
  ])('is refused with %s', (_, text, message) => {
    const line = text === ' ' ? ` ${'1'.repeat(40)}` : text;
    writeGrafts('# remark', line);
    expect(() => historyOf(fixture.path)).toThrow(expect.objectContaining({ code: 'CORRUPT' }));
    expect(() => historyOf(fixture.path)).toThrow(message);
  });

  test('is refused where the file is too large', () => {
    writeGrafts('#'.repeat(1 << 22));
    expect(() => historyOf(fixture.path)).toThrow(/expected a file of at most 4 MiB/);
  });

  function optionsOf(): Readonly<Record<string, unknown>> {
    return reportOptions(usualRules, historyOf(fixture.path));
  }
});

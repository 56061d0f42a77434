import { expect, test } from 'vitest';
import { openHistory, UnheldHistory } from '../../../engine/index.ts';
import { usualRequest } from '../../support/engine-run.ts';
import { GitFixture } from '../../support/git-fixture.ts';

const MiB = 2 ** 20;

/** Commits without files, each by a person of its own. */
function importCommits(fixture: GitFixture, count: number, nameBytes: number): void {
  const person = (nth: number): string => `${'x'.repeat(nameBytes)}${nth} <${nth}@example.org>`;
  const commits = Array.from({ length: count }, (_, nth) => {
    return `commit refs/heads/main\ncommitter ${person(nth)} ${1e9 + nth} +0000\ndata 1\nm\n`;
  });
  fixture.gitBytes(['fast-import', '--quiet'], { input: commits.join('') });
}

function refusal(path: string, budgetBytes: number): UnheldHistory {
  const request = { ...usualRequest, repository: path, budgetBytes, residentBytes: budgetBytes - 12 * MiB };
  try {
    openHistory(request, () => {});
  } catch (error) {
    if (error instanceof UnheldHistory) return error;
    throw error;
  }
  throw new Error('it was held');
}

test('names that do not fit are counted to the end, and the budget that is named holds them', () => {
  using fixture = GitFixture.init();
  importCommits(fixture, 12_000, 500);
  const { size } = refusal(fixture.path, 32 * MiB);
  expect(size.commits).toBe(12_000);
  expect(size.bytes).toBeGreaterThan(2 * 12_000 * 500);
  expect(size.bytes).toBeLessThan(4 * 12_000 * 500);
  const request = { ...usualRequest, repository: fixture.path, residentBytes: 20 * MiB };
  expect(openHistory({ ...request, budgetBytes: size.budgetBytes }, () => {}).order).toHaveLength(12_000);
}, 60_000);

test('commits that do not fit are estimated, not below what there are', () => {
  using fixture = GitFixture.init();
  importCommits(fixture, 40_000, 1);
  const { size } = refusal(fixture.path, 32 * MiB);
  expect(size.commits).toBeGreaterThanOrEqual(40_000);
  expect(size.commits).toBeLessThan(60_000);
}, 60_000);

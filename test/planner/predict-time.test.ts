import { expect, test } from 'vitest';
import { predictTime } from '../../planner/index.ts';

const MiB = 2 ** 20;

/** Commits, MiB of packs, and seconds of processor time that a run of all default analyzers took with two workers. */
test.each([
  ['code-maat', 371, 1.3, 1.7],
  ['hercules', 1006, 10.4, 3.1],
  ['isomorphic-git', 1216, 51, 7.4],
  ['express', 6158, 16, 6.1],
  ['tmux', 12_022, 52.5, 13.8],
  ['redis', 12_272, 368, 17.9],
  ['curl', 39_490, 189, 27.3],
  ['git', 81_966, 473, 67],
])('the predicted time of %s is within a factor of 2 of what was measured', (_, commits, packMiB, measuredSeconds) => {
  const size = { commits, packBytes: packMiB * MiB, lineBytes: 1, cpuCount: 2 };
  const { cpuMs, elapsedMs } = predictTime(size, 2, 1);
  expect(cpuMs / 1000 / measuredSeconds).toBeGreaterThan(1 / 1.7);
  expect(cpuMs / 1000 / measuredSeconds).toBeLessThan(1.7);
  expect(elapsedMs).toBeLessThan(cpuMs);
});

test('a few commits of a large repository take little, a slow machine twice as long, lines as long as the rest', () => {
  const size = { commits: 10, packBytes: 500 * MiB, lineBytes: 1, cpuCount: 2 };
  expect(predictTime(size, 0, 1).elapsedMs).toBeLessThan(1500);
  const large = { ...size, commits: 100_000 };
  const { cpuMs, elapsedMs } = predictTime(large, 0, 1);
  expect(elapsedMs).toBe(cpuMs);
  expect(predictTime(large, 0, 2).cpuMs).toBe(2 * cpuMs);
  expect(predictTime({ ...large, lineBytes: 0 }, 0, 1).cpuMs - 1000).toBe((cpuMs - 1000) / 2);
  expect(predictTime({ ...large, cpuCount: 64 }, 8, 1).elapsedMs).toBeGreaterThan(cpuMs / 3);
});

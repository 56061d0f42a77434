import { describe, expect, test } from 'vitest';
import type { CodefangPlan, CodefangRun } from './codefang-run.ts';
import { judgeMonster } from './judge-monster.ts';
import { judgePlan, judgeRun } from './judge-run.ts';

const MiB = 2 ** 20;
const good: CodefangRun = {
  rung: 'cgroup-v1',
  limitBytes: 200 * MiB,
  budgetBytes: 200 * MiB,
  workers: 0,
  exitCode: 0,
  signal: null,
  timedOut: false,
  peakBytes: 200 * MiB,
  isPeakExact: true,
  processCountMax: 1,
  wallSeconds: 1,
  userSeconds: 1,
  systemSeconds: 0,
  oomKills: 0,
  groupPeakBytes: null,
  errorText: '',
  digest: 'sha256:a',
  reportDigest: 'sha256:a',
  completeness: { oversize_changes: 2 },
  smallestBytes: null,
  commits: 1,
  chunks: 1,
  spilledBytes: 0,
  spillRuns: 0,
  residentAt: [],
};
const plan: CodefangPlan = { exitCode: 0, predictedPeakBytes: 220 * MiB, smallestBytes: null, text: '' };

describe('judgeRun', () => {
  test('finds nothing in a run that used its whole budget', () => {
    expect(judgeRun(good, 'sha256:a')).toEqual([]);
  });

  test.each<[string, Partial<CodefangRun>, string]>([
    ['a byte too much', { peakBytes: 200 * MiB + 1 }, 'above the budget'],
    ['a kill', { exitCode: null, signal: 'SIGKILL', oomKills: 1 }, 'the kernel killed it'],
    ['an abort', { exitCode: null, signal: 'SIGABRT' }, 'it ended with SIGABRT'],
    ['a failure', { exitCode: 1 }, 'it ended with 1'],
    ['another digest', { digest: 'sha256:b', reportDigest: 'sha256:b' }, 'and not sha256:a'],
    ['a report of another digest', { reportDigest: 'sha256:b' }, 'its report has'],
    ['a refusal without a way out', { exitCode: 3 }, 'without naming a budget'],
    ['a refusal that names the same', { exitCode: 3, smallestBytes: 200 * MiB }, 'which is no more'],
    ['no end', { exitCode: null, signal: 'SIGKILL', timedOut: true }, 'did not end in time'],
  ])('finds %s', (_, change, fault) => {
    expect(judgeRun({ ...good, ...change }, 'sha256:a').join()).toContain(fault);
  });

  test('takes a refusal that names a larger budget', () => {
    const refused = { ...good, exitCode: 3, smallestBytes: 201 * MiB, digest: null, reportDigest: null };
    expect(judgeRun(refused, 'sha256:a')).toEqual([]);
    expect(judgeRun({ ...refused, budgetBytes: 60 * MiB, peakBytes: 70 * MiB }, 'sha256:a')).toEqual([]);
  });

  test('finds a refusal that took more than the budget first', () => {
    const late = { ...good, exitCode: 3, smallestBytes: 300 * MiB, peakBytes: 201 * MiB };
    expect(judgeRun(late, undefined).join()).toContain('above the budget');
  });
});

describe('judgePlan', () => {
  test('takes what is a quarter too high, and nothing that is too low', () => {
    const judge = (predicted: number): string => {
      return judgePlan({ ...plan, predictedPeakBytes: predicted * MiB }, good).join();
    };
    expect([judge(200), judge(250)]).toEqual(['', '']);
    expect(judge(199)).toContain('too low');
    expect(judge(251)).toContain('too high');
  });

  test('finds a plan that run does not keep', () => {
    expect(judgePlan({ ...plan, exitCode: 3 }, good).join()).toContain('plan ended with 3 and run with 0');
  });
});

test('judgeMonster, finds a gap that the report does not name', () => {
  expect(judgeMonster(good, ['oversize_changes'])).toEqual([]);
  expect(judgeMonster(good, ['coarse_diffs'])).toEqual(['completeness says nothing of coarse_diffs']);
});

import type { CodefangRun } from './codefang-run.ts';
import { judgeRun } from './judge-run.ts';

/** What a run broke, the gaps that it had to name included. */
export function judgeMonster(run: CodefangRun, named: readonly string[]): string[] {
  const broken = judgeRun(run, undefined);
  if (run.exitCode !== 0) return broken;
  if (run.completeness === null) return [...broken, 'its report has no completeness'];
  for (const gap of named) {
    if (Number(run.completeness[gap] ?? 0) === 0) broken.push(`completeness says nothing of ${gap}`);
  }
  return broken;
}

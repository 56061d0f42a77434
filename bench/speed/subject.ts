import { fileURLToPath } from 'node:url';
import { measureProcess, type ProcessFigures } from './measure-process.ts';

/** Something to run on a repository and to measure. */
export interface Subject {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
}

export interface CodefangChoice {
  readonly budget: string;
  readonly workers: number;
  /** Ids or globs; empty takes all. */
  readonly analyzers?: string;
  readonly revision?: string;
}

/** C git's line diffs of the commits that every-commit analyzers see. */
export function gitNoMerges(repository: string, revision = 'HEAD'): Subject {
  return gitLog('git log --no-merges', repository, ['--no-merges'], revision);
}

/** C git's line diffs of the commits that mainline analyzers see. */
export function gitMainline(repository: string, revision = 'HEAD'): Subject {
  return gitLog('git log --first-parent -m', repository, ['--first-parent', '-m'], revision);
}

/** Renames are off on both sides, so that both do the same diffs. */
export function codefang(name: string, repository: string, choice: CodefangChoice): Subject {
  const main = fileURLToPath(new URL('../../cmd/main.js', import.meta.url));
  const { budget, workers, analyzers, revision = 'HEAD' } = choice;
  const args = [main, 'run', '--quiet', '--no-resume', '--renames', 'off', '--format', 'json'];
  args.push('--memory-budget', budget, '--workers', String(workers), '--rev', revision);
  if (analyzers !== undefined) args.push('--analyzers', analyzers);
  return { name, program: process.execPath, args: [...args, repository] };
}

/** Runs every subject once, then again, so that what else the machine does falls on all alike. */
export async function interleave(
  subjects: readonly Subject[],
  runs: number,
  onRun: (line: string) => void,
): Promise<ReadonlyMap<string, readonly ProcessFigures[]>> {
  const figures = new Map<string, ProcessFigures[]>(subjects.map(({ name }) => [name, []]));
  for (let run = 1; run <= runs; run += 1) {
    for (const { name, program, args } of subjects) {
      const measured = await measureProcess(program, args);
      figures.get(name)!.push(measured);
      onRun(`run ${run} of ${runs}: ${name} ${measured.wallSeconds.toFixed(2)} s`);
    }
  }
  return figures;
}

function gitLog(name: string, repository: string, flags: string[], revision: string): Subject {
  const common = ['--no-renames', '--numstat', '--format=%H'];
  return { name, program: 'git', args: ['-C', repository, 'log', ...flags, ...common, revision] };
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from '../speed/machine.ts';
import type { ProcessFigures } from '../speed/measure-process.ts';

/** A file of `bench/runs` that a program of `bench/speed` wrote. */
export interface SpeedRecord {
  readonly kind: string;
  readonly at: string;
  readonly head: string;
  readonly machine: Machine;
  readonly runs: Readonly<Record<string, readonly ProcessFigures[]>>;
}

/** A line of a file of `bench/runs` that a program of `test/budget` wrote; older files lack some fields. */
export interface BudgetRecord {
  readonly at: string;
  readonly repository: string;
  readonly flags: readonly string[];
  readonly budgetBytes: number;
  readonly workers: number;
  readonly exitCode: number | null;
  readonly peakBytes: number;
  readonly predictedPeakBytes?: number | null;
  readonly smallestBytes: number | null;
  readonly userSeconds: number;
  readonly systemSeconds: number;
  readonly wallSeconds: number;
  readonly chunks: number;
  readonly spilledBytes: number;
  readonly machine: Pick<Machine, 'node'>;
}

export interface RawRuns {
  /** Oldest first. */
  readonly speed: readonly SpeedRecord[];
  /** By what was judged, such as `git`, in the order of their files. */
  readonly budgets: ReadonlyMap<string, readonly BudgetRecord[]>;
}

/**
 * Reads every file of a folder of raw runs.
 *
 * @throws {Error} a file that is neither kind, so that none is left out of the tables unnoticed
 */
export function readRawRuns(folder: string): RawRuns {
  const names = readdirSync(folder).sort();
  const speed = names.filter((name) => name.endsWith('.json')).map((name) => speedRecord(join(folder, name)));
  const budgets = new Map<string, BudgetRecord[]>();
  for (const name of names.filter((one) => one.endsWith('.ndjson'))) {
    for (const line of readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((text) => text !== '')) {
      const record = JSON.parse(line) as BudgetRecord;
      budgets.set(subjectOf(name), [...(budgets.get(subjectOf(name)) ?? []), record]);
    }
  }
  const others = names.filter((name) => !/\.(nd)?json$/.test(name));
  if (others.length > 0) throw new Error(`Cannot read ${others[0]}: expected files ending in .json or .ndjson`);
  return { speed, budgets };
}

function speedRecord(path: string): SpeedRecord {
  return JSON.parse(readFileSync(path, 'utf8')) as SpeedRecord;
}

/** `git` of `budget-git-2026-11-21.ndjson`, and of `2026-12-01T101500-budget-git.ndjson`. */
function subjectOf(name: string): string {
  return name
    .replace(/\.ndjson$/, '')
    .replace(/(^|-)\d{4}-\d\d-\d\d(T\d+)?(-|$)/, '')
    .replace(/^budget-/, '');
}

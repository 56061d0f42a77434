import type { ProcessFigures } from '../speed/measure-process.ts';
import { median } from '../speed/statistics.ts';
import type { BudgetRecord, RawRuns, SpeedRecord } from './raw-runs.ts';

type Row = readonly string[];

/** The generated part of BENCHMARKS.md: every raw run of `bench/runs`, as tables. */
export function runTables({ speed, budgets }: RawRuns): string {
  const parts = [...compareParts(speed), ...linearParts(speed), ...otherParts(speed)];
  for (const [subject, runs] of budgets) parts.push(`### Memory: ${subject}\n`, budgetTable(runs));
  return parts.join('\n');
}

function compareParts(speed: readonly SpeedRecord[]): string[] {
  const records = speed.filter(({ kind }) => kind === 'compare');
  const names = [...new Set(records.flatMap(({ runs }) => Object.keys(runs)))];
  const header = ['date', 'load', ...names, 'all / both logs'];
  const rows = records.map((record) => {
    const both = wall(record.runs['git log --no-merges']) + wall(record.runs['git log --first-parent -m']);
    const ratio = wall(record.runs['all analyzers']) / both;
    const medians = names.map((name) => timeAndPeak(record.runs[name]));
    return [day(record), record.machine.load.toFixed(1), ...medians, ratio.toFixed(2)];
  });
  return ['### git/git: C git against codefang\n', 'Median seconds, and median peak in MiB.\n', table(header, rows)];
}

function linearParts(speed: readonly SpeedRecord[]): string[] {
  const header = ['date', 'commits', 'codefang', 'both logs', 'ratio'];
  const rows = speed
    .filter(({ kind }) => kind === 'linear')
    .flatMap((record) =>
      Object.keys(record.runs)
        .filter((name) => name.endsWith(' commits'))
        .map((name) => {
          const count = name.replace(' commits', '');
          const logs = [`${count}, log --no-merges`, `${count}, log -m`].map((log) => record.runs[log]);
          const ours = wall(record.runs[name]);
          const both = logs.some((log) => log === undefined) ? undefined : wall(logs[0]) + wall(logs[1]);
          const compared = both === undefined ? ['', ''] : [both.toFixed(1), (ours / both).toFixed(2)];
          return [day(record), count, ours.toFixed(1), ...compared];
        }),
    );
  return ['### git/git: the oldest commits\n', 'Median seconds.\n', table(header, rows)];
}

function otherParts(speed: readonly SpeedRecord[]): string[] {
  const others = speed.filter(({ kind }) => kind !== 'compare' && kind !== 'linear');
  return others.flatMap((record) => {
    const rows = Object.entries(record.runs).map(([name, runs]) => [name, ...figures(runs)]);
    return [`### ${record.kind}, ${day(record)}\n`, table(['', 'seconds', 'CPU seconds', 'peak MiB'], rows)];
  });
}

function budgetTable(runs: readonly BudgetRecord[]): string {
  const sizes = ['budget MiB', 'workers', 'peak MiB', 'predicted MiB'];
  const header = ['repository', 'flags', 'Node', ...sizes, 'CPU s', 'wall s', 'chunks', 'spilled MiB'];
  return table(header, runs.map(budgetRow));
}

function budgetRow(run: BudgetRecord): Row {
  const budget = run.budgetBytes === 0 ? 'unlimited' : mebibytes(run.budgetBytes);
  const node = run.machine.node.replace(/^v(\d+).*/, '$1');
  const head = [run.repository, run.flags.join(' '), node, budget, String(run.workers)];
  const cpu = (run.userSeconds + run.systemSeconds).toFixed(0);
  if (run.exitCode !== 0) {
    const end = run.smallestBytes === null ? `exit ${run.exitCode}` : `refused, needs ${mebibytes(run.smallestBytes)}`;
    return [...head, end, '', cpu, run.wallSeconds.toFixed(0), '', ''];
  }
  const predicted = run.predictedPeakBytes == null ? '' : mebibytes(run.predictedPeakBytes);
  const spilled = (run.spilledBytes / 2 ** 20).toFixed(1);
  return [...head, mebibytes(run.peakBytes), predicted, cpu, run.wallSeconds.toFixed(0), String(run.chunks), spilled];
}

function figures(runs: readonly ProcessFigures[]): string[] {
  const cpu = median(runs.map((run) => run.cpuSeconds));
  return [wall(runs).toFixed(1), cpu.toFixed(1), mebibytes(peak(runs))];
}

function timeAndPeak(runs: readonly ProcessFigures[] | undefined): string {
  return runs === undefined ? '' : `${wall(runs).toFixed(1)}; ${mebibytes(peak(runs))}`;
}

function wall(runs: readonly ProcessFigures[] | undefined): number {
  return median((runs ?? []).map((run) => run.wallSeconds));
}

function peak(runs: readonly ProcessFigures[]): number {
  return median(runs.map((run) => run.peakBytes));
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}

function day({ at }: { readonly at: string }): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)}`;
}

function table(header: Row, rows: readonly Row[]): string {
  return [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |\n`).join('');
}

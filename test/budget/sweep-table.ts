import type { CodefangRun } from './codefang-run.ts';
import { mebibytes } from './judge-run.ts';

/** The figures of a sweep as a table of Markdown. */
export class SweepTable {
  readonly #rows: string[][] = [];

  add(run: CodefangRun, predictedPeakBytes: number | null, faults: number): void {
    this.#rows.push(cells(run, predictedPeakBytes, faults));
  }

  text(): string {
    return [header, header.map(() => '---'), ...this.#rows].map((row) => `| ${row.join(' | ')} |\n`).join('');
  }

  /** One run as a line for people. */
  static line(run: CodefangRun, faults: number): string {
    const figures = cells(run, null, faults).map((cell, at) => (cell === '' ? '' : `${header[at]} ${cell}`));
    return figures.filter((figure) => figure !== '').join(', ');
  }
}

function cells(run: CodefangRun, predictedPeakBytes: number | null, faults: number): string[] {
  const isDone = run.exitCode === 0;
  const budget = run.budgetBytes === 0 ? 'unlimited' : mebibytes(run.budgetBytes).replace('.0', '');
  const share = run.budgetBytes === 0 ? '' : `${((run.peakBytes * 100) / run.budgetBytes).toFixed(0)} %`;
  return [
    budget,
    String(run.workers),
    isDone ? 'done' : endOf(run),
    `${mebibytes(run.peakBytes)}${run.isPeakExact ? '' : ' or more'}`,
    share,
    predictedPeakBytes === null ? '' : mebibytes(predictedPeakBytes),
    seconds(run.userSeconds + run.systemSeconds),
    seconds(run.wallSeconds),
    isDone ? String(run.chunks) : '',
    isDone ? mebibytes(run.spilledBytes) : '',
    faults === 0 ? '' : `${faults} broken`,
  ];
}

const header = [
  'budget MiB',
  'workers',
  'end',
  'peak MiB',
  'of budget',
  'predicted MiB',
  'CPU s',
  'wall s',
  'chunks',
  'spilled MiB',
  '',
];

function endOf(run: CodefangRun): string {
  if (run.smallestBytes !== null) return `refused, ${mebibytes(run.smallestBytes).replace('.0', '')} named`;
  return run.timedOut ? 'no end' : String(run.signal ?? run.exitCode);
}

function seconds(value: number): string {
  return value.toFixed(1);
}

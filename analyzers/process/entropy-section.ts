import type { Cell, Column, ReportContext, Section } from '../../engine/index.ts';
import type { ChangePeriods } from './change-periods.ts';

const columns: readonly Column[] = [
  { name: 'period', type: 'int', description: 'Number of the period, from 0' },
  { name: 'time', type: 'time', description: 'When the period begins' },
  { name: 'commits', type: 'int', unit: 'commits', description: 'Commits that change files' },
  { name: 'skipped_commits', type: 'int', unit: 'commits', description: 'Commits of more than 1,000 files, left out' },
  { name: 'files', type: 'int', unit: 'files', description: 'Files of which lines changed' },
  { name: 'lines_changed', type: 'int', unit: 'lines', description: 'Lines added and removed' },
  { name: 'entropy', type: 'float', unit: 'bits', description: 'Entropy of the lines changed by file' },
  {
    name: 'entropy_normalised',
    type: 'float',
    description: 'Entropy by the logarithm of the number of files: 0 is one file, 1 all files alike',
  },
];

/** The section `entropy`: every period, those without commits included. */
export function entropySection(periods: ChangePeriods, context: ReportContext): Section {
  return {
    name: 'entropy',
    title: 'How scattered changes are',
    shape: 'table',
    columns,
    show: {
      columns: ['time', 'commits', 'files', 'lines_changed', 'entropy', 'entropy_normalised'],
      keep: 'last',
      trend: { value: 'entropy', along: 'time' },
      emptyBecause: 'there is no commit',
    },
    rows: { [Symbol.iterator]: () => rows(periods, context) },
  };
}

function* rows(periods: ChangePeriods, context: ReportContext): Generator<readonly Cell[]> {
  for (let period = 0; period < periods.count; period += 1) {
    const bits = periods.bits[period]!;
    yield [
      period,
      context.isoUtc(periods.startOf(period)),
      periods.commits[period]!,
      periods.skippedCommits[period]!,
      periods.files[period]!,
      periods.changedLines[period]!,
      bits,
      normalised(bits, periods.files[period]!),
    ];
  }
}

/** 0 to 1. */
export function normalised(bits: number, files: number): number {
  return files < 2 ? 0 : Math.min(1, bits / Math.log2(files));
}

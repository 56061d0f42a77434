import type { Column, ReportContext, Section } from '../../engine/index.ts';
import { type ChangePeriods, filesOfCommits } from './change-periods.ts';
import { normalised } from './entropy-section.ts';
import type { ProcessFacts } from './process-facts.ts';

const columns: readonly Column[] = [
  { name: 'commits', type: 'int', unit: 'commits', description: 'Commits that change files' },
  { name: 'change_set_max', type: 'int', unit: 'files', description: 'Most files of a commit' },
  {
    name: 'change_set_avg',
    type: 'float',
    unit: 'files',
    isNullable: true,
    description: 'Mean number of files of a commit; null where there is none',
  },
  { name: 'skipped_commits', type: 'int', unit: 'commits', description: 'Commits of more than 1,000 files' },
  { name: 'period_days', type: 'int', unit: 'days', description: 'Length of a period of the entropy' },
  {
    name: 'entropy_avg',
    type: 'float',
    isNullable: true,
    description: 'Mean normalised entropy of the periods with changes; null where there is none',
  },
];

/** The section `aggregate`. */
export function aggregateSection(periods: ChangePeriods, facts: ProcessFacts, context: ReportContext): Section {
  const sets = { count: 0, most: 0, sum: 0 };
  for (const files of filesOfCommits(facts, context)) {
    if (files === 0) continue;
    sets.count += 1;
    sets.most = Math.max(sets.most, files);
    sets.sum += files;
  }
  const skipped = periods.skippedCommits.reduce((sum, count) => sum + count, 0);
  const mean = sets.count === 0 ? null : sets.sum / sets.count;
  return {
    name: 'aggregate',
    title: 'Process in numbers',
    shape: 'record',
    columns,
    rows: [[sets.count, sets.most, mean, skipped, periods.periodDays, meanEntropy(periods)]],
  };
}

function meanEntropy({ bits, files }: ChangePeriods): number | null {
  let sum = 0;
  let count = 0;
  files.forEach((number, period) => {
    if (number === 0) return;
    count += 1;
    sum += normalised(bits[period]!, number);
  });
  return count === 0 ? null : sum / count;
}

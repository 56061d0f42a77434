import { CodefangError, type Column, type ReportContext, type Section } from '../../engine/index.ts';

const columns: readonly Column[] = [
  { name: 'lines_born', type: 'int', unit: 'lines', description: 'Lines that came to the mainline' },
  { name: 'lines_died', type: 'int', unit: 'lines', description: 'Lines that went from the mainline' },
  { name: 'lines_alive', type: 'int', unit: 'lines', description: 'Text lines of the tree at the end' },
  {
    name: 'baseline_lines',
    type: 'int',
    unit: 'lines',
    description: 'Lines that are older than the walk, which count as born',
  },
  {
    name: 'deaths_on_branches',
    type: 'int',
    unit: 'lines',
    description: 'Lines that a commit beside the mainline removed',
  },
  { name: 'files', type: 'int', unit: 'files', description: 'Files that the mainline ever had' },
];

/**
 * The section `aggregate`. `baseline_lines` are born before the walk and count as born; `deaths_on_branches` were taken
 * away by a commit beside the mainline, the others by one on it.
 *
 * @throws {CodefangError} INVARIANT when lines born less lines died are not the lines of the tree at the end
 */
export function ledgerTotals(context: ReportContext): Section {
  const { born, died, baseline } = eventTotals(context);
  const alive = context.files.textLines;
  if (born - died !== alive) {
    const state = `${born} lines were born, ${died} died, the tree at the end has ${alive}`;
    throw new CodefangError('INVARIANT', `Cannot report the ledger: ${state}; please report this`);
  }
  return {
    name: 'aggregate',
    title: 'The ledger in numbers',
    shape: 'record',
    columns,
    rows: [[born, died, alive, baseline, deathsOnBranches(context), context.lines.fileCount]],
  };
}

function eventTotals(context: ReportContext): { born: number; died: number; baseline: number } {
  const totals = { born: 0, died: 0, baseline: 0 };
  for (const { origin, lines } of context.lines.events()) {
    if (lines < 0) totals.died -= lines;
    else totals.born += lines;
    if (lines > 0 && origin < 0) totals.baseline += lines;
  }
  return totals;
}

function deathsOnBranches(context: ReportContext): number {
  let sum = 0;
  for (const { remover, lines } of context.lines.deaths()) if (!context.isMainline(remover)) sum += lines;
  return sum;
}

import type { Cell, Column, Facts, ReportContext, Section } from '../../engine/index.ts';
import type { CouplingFacts } from './coupling-facts.ts';

const columns: readonly Column[] = [
  { name: 'file', type: 'string', description: 'Path of the file at the end' },
  {
    name: 'soc',
    type: 'int',
    description: 'Sum of coupling: the other files of each commit that counts and changes the file, summed up',
  },
  { name: 'commits', type: 'int', unit: 'commits', description: 'Commits that count and change the file' },
  { name: 'mean_partners', type: 'float', unit: 'files', description: 'Mean number of other files in its commits' },
  { name: 'class', type: 'string', description: 'What the file is for' },
];

/** The section `soc`: largest sum first, then by path. */
export function socSection(facts: CouplingFacts['files'], context: ReportContext): Section {
  return {
    name: 'soc',
    title: 'Files that change together with many others',
    shape: 'table',
    columns,
    show: {
      columns: ['file', 'soc', 'commits', 'mean_partners', 'class'],
      bar: 'soc',
      emptyBecause: 'no commit that counts changes a file alive at the end',
    },
    rows: { [Symbol.iterator]: () => rows(facts, context) },
  };
}

function* rows(facts: CouplingFacts['files'], context: ReportContext): Generator<readonly Cell[]> {
  const { files } = context;
  for (const { soc, rank, commits } of ranked(facts, context)) {
    yield [files.path(rank), soc, commits, soc / commits, context.classOfPath(files.pathId(rank))];
  }
}

function ranked(facts: CouplingFacts['files'], context: ReportContext): Facts<'soc' | 'rank' | 'commits'> {
  const order = 'descending';
  const table = context.scratch({ name: 'coupling_soc', keys: ['soc', 'rank'], columns: { commits: 'max' }, order });
  for (const { file, commits, partners } of facts) {
    context.files.eachRankOfFile(file, (rank) => table.add(partners, rank, 0, commits));
  }
  return table;
}

import type { Cell, Column, ReportContext, Section } from '../../engine/index.ts';
import type { Touches } from './couples-facts.ts';
import { type RankedPairs, strengthOf } from './file-pairs.ts';

const couplingColumns: readonly Column[] = [
  { name: 'file1', type: 'string', description: 'Path of the file that comes first by bytes' },
  { name: 'file2', type: 'string', description: 'Path of the other file' },
  { name: 'co_changes', type: 'int', unit: 'commits', description: 'Commits that change both files' },
  {
    name: 'coupling_strength',
    type: 'float',
    description: 'Common commits by the mean of the commits of both files, at most 1',
  },
];

const ownershipColumns: readonly Column[] = [
  { name: 'file', type: 'string', description: 'Path of the file' },
  { name: 'lines', type: 'int', unit: 'lines', description: 'Text lines at the end; 0 for a binary file' },
  { name: 'contributors', type: 'int', unit: 'people', description: 'People with a commit that changes the file' },
];

const aggregateColumns: readonly Column[] = [
  { name: 'total_files', type: 'int', unit: 'files', description: 'Files alive at the end' },
  { name: 'total_developers', type: 'int', unit: 'people', description: 'People with a commit that counts' },
  { name: 'total_co_changes', type: 'int', unit: 'commits', description: 'Common commits, summed over all pairs' },
  { name: 'avg_coupling_strength', type: 'float', description: 'Mean strength of all pairs' },
  { name: 'highly_coupled_pairs', type: 'int', unit: 'pairs', description: 'Pairs with at least 10 common commits' },
  { name: 'total_pairs', type: 'int', unit: 'pairs', description: 'Pairs of files with a common commit' },
  {
    name: 'omitted_pairs',
    type: 'int',
    unit: 'pairs',
    description: 'Pairs that file_coupling leaves out: fewer common commits than min-shared',
  },
];

/** The section `file_coupling`: most common commits first, then by the paths. */
export function fileCouplingSection(ranked: RankedPairs, context: ReportContext): Section {
  return {
    name: 'file_coupling',
    title: 'Files that change together',
    shape: 'table',
    columns: couplingColumns,
    show: {
      columns: ['file1', 'file2', 'co_changes', 'coupling_strength'],
      bar: 'co_changes',
      emptyBecause: 'no two files alive at the end changed together often enough',
    },
    rows: couplingRows(ranked, context),
  };
}

/** The section `file_ownership`: all files alive at the end, in path order. */
export function fileOwnershipSection(touches: Touches, context: ReportContext): Section {
  return {
    name: 'file_ownership',
    title: 'Contributors of each file',
    shape: 'table',
    columns: ownershipColumns,
    show: {
      columns: ['file', 'lines', 'contributors'],
      bar: 'lines',
      keep: 'largest',
      emptyBecause: 'no file is alive at the end',
    },
    rows: ownershipRows(touches, context),
  };
}

/** The section `aggregate`. */
export function aggregateSection({ sums }: RankedPairs, touches: Touches, context: ReportContext): Section {
  const row = [
    context.files.count,
    developerCount(touches, context),
    sums.coChanges,
    sums.pairCount === 0 ? 0 : sums.strength / sums.pairCount,
    sums.highlyCoupledCount,
    sums.pairCount,
    sums.omittedCount,
  ];
  return {
    name: 'aggregate',
    title: 'Coupling in numbers',
    shape: 'record',
    columns: aggregateColumns,
    rows: [row],
  };
}

function* couplingRows({ ranked, revisions }: RankedPairs, { files }: ReportContext): Generator<readonly Cell[]> {
  for (const { first, second, co_changes: coChanges } of ranked) {
    const strength = strengthOf(coChanges, revisions[first]!, revisions[second]!);
    yield [files.path(first), files.path(second), coChanges, strength];
  }
}

function* ownershipRows(touches: Touches, { files }: ReportContext): Generator<readonly Cell[]> {
  const contributors = new Uint32Array(files.count);
  const count = (rank: number): void => void (contributors[rank]! += 1);
  for (const { file } of touches) files.eachRankOfFile(file, count);
  for (let rank = 0; rank < files.count; rank += 1) {
    yield [files.path(rank), files.lines(rank), contributors[rank]!];
  }
}

function developerCount(touches: Touches, { personCount }: ReportContext): number {
  const isSeen = new Uint8Array(personCount);
  let count = 0;
  for (const { person } of touches) {
    if (isSeen[person] === 1) continue;
    isSeen[person] = 1;
    count += 1;
  }
  return count;
}

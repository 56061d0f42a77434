import type { Cell, Column, ReportContext, Section } from '../../engine/index.ts';
import type { Touches } from './couples-facts.ts';
import { type RankedPairs, strengthOf } from './file-pairs.ts';

const couplingColumns: readonly Column[] = [
  { name: 'file1', type: 'string' },
  { name: 'file2', type: 'string' },
  { name: 'co_changes', type: 'int', unit: 'commits' },
  { name: 'coupling_strength', type: 'float' },
];

const ownershipColumns: readonly Column[] = [
  { name: 'file', type: 'string' },
  { name: 'lines', type: 'int', unit: 'lines' },
  { name: 'contributors', type: 'int' },
];

const aggregateColumns: readonly Column[] = [
  { name: 'total_files', type: 'int' },
  { name: 'total_developers', type: 'int' },
  { name: 'total_co_changes', type: 'int', unit: 'commits' },
  { name: 'avg_coupling_strength', type: 'float' },
  { name: 'highly_coupled_pairs', type: 'int' },
  { name: 'total_pairs', type: 'int' },
  { name: 'omitted_pairs', type: 'int' },
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

import { type Cell, type Column, commitFlag, type ReportContext, type Section } from '../../engine/index.ts';
import { type CommitMeasures, CommitMeter } from './commit-measures.ts';
import { walkedCommits } from './commit-walk.ts';
import { experienceOf, rexpOf } from './experience.ts';
import type { ProcessFacts } from './process-facts.ts';
import { SlidingRank } from './sliding-rank.ts';

const columns: readonly Column[] = [
  { name: 'commit', type: 'oid', description: 'Commit that changes files; merges have no changes of their own' },
  { name: 'timestamp', type: 'time', description: 'Committer time, made monotone along the walk' },
  { name: 'author', type: 'string', description: 'Name of the author, or a pseudonym' },
  { name: 'ns', type: 'int', description: 'Subsystems changed: first folders of the paths' },
  { name: 'nd', type: 'int', description: 'Folders changed' },
  { name: 'nf', type: 'int', unit: 'files', description: 'Files changed' },
  {
    name: 'entropy',
    type: 'float',
    description: 'Entropy of lines changed by file, by the logarithm of the number of files: 0 to 1',
  },
  { name: 'la', type: 'int', unit: 'lines', description: 'Lines added' },
  { name: 'ld', type: 'int', unit: 'lines', description: 'Lines deleted' },
  { name: 'lt', type: 'float', unit: 'lines', description: 'Mean lines of the files before the commit' },
  {
    name: 'fix',
    type: 'boolean',
    description: 'Whether the subject says that the commit fixes a defect',
  },
  { name: 'ndev', type: 'int', unit: 'people', description: 'People who changed one of the files before' },
  {
    name: 'age',
    type: 'float',
    unit: 'days',
    isNullable: true,
    description: 'Mean time since the last change of the files; null where all are new',
  },
  { name: 'nuc', type: 'int', unit: 'commits', description: 'Different commits that changed the files last' },
  { name: 'exp', type: 'int', unit: 'commits', description: 'Earlier commits of the author' },
  { name: 'rexp', type: 'float', description: 'Earlier commits, each divided by one more than the whole years since' },
  { name: 'sexp', type: 'int', description: 'Earlier commits of the author in the subsystems, added up' },
  ...(['la', 'nf', 'entropy', 'ndev'] as const).map((name) => rankColumn(name, `Share of smaller ${name}`)),
  rankColumn('exp', 'Share of larger exp'),
  {
    name: 'risk_rank',
    type: 'float',
    isNullable: true,
    description: 'Mean of the five shares; null for the first 30 commits',
  },
];

function rankColumn(name: string, share: string): Column {
  return {
    name: `${name}_rank`,
    type: 'float',
    isNullable: true,
    description: `${share} among the 1,000 commits before, equal ones by half; null for the first 30`,
  };
}

const rankWindow = 1000;

/** The section `commits`: Kamei's measures of each commit, in walk order. */
export function commitsSection(facts: ProcessFacts, context: ReportContext): Section {
  return {
    name: 'commits',
    title: 'Measures of each commit',
    shape: 'table',
    columns,
    show: {
      columns: ['timestamp', 'author', 'nf', 'la', 'ld', 'entropy', 'ndev', 'exp', 'risk_rank'],
      bar: 'risk_rank',
      keep: 'largest',
      emptyBecause: 'no commit changes a file',
    },
    rows: { [Symbol.iterator]: () => rows(facts, context) },
  };
}

function* rows(facts: ProcessFacts, context: ReportContext): Generator<readonly Cell[]> {
  const meter = new CommitMeter(context);
  const ranks = Array.from({ length: 5 }, () => new SlidingRank(rankWindow));
  const experience = experienceOf(facts, context)[Symbol.iterator]();
  try {
    for (const commit of walkedCommits(facts, context)) {
      const measures = meter.measure(commit);
      const past = experience.next().value!;
      const { exp, sexp } = past;
      const { la, nf, entropy } = measures;
      const shares = [la, nf, entropy, commit.ndev, -exp].map((value, at) => ranks[at]!.rank(value));
      yield [
        context.commitOid(commit.place),
        context.isoUtc(context.commitSeconds(commit.place)),
        context.personName(commit.person),
        ...ownCells(measures, (context.notes.flags(commit.place) & commitFlag.fix) !== 0),
        commit.ndev,
        measures.ageDays,
        measures.nuc,
        exp,
        rexpOf(past),
        sexp,
        ...shares,
        meanOf(shares),
      ];
    }
  } finally {
    experience.return?.();
  }
}

function ownCells({ ns, nd, nf, entropy, la, ld, lt }: CommitMeasures, isFix: boolean): readonly Cell[] {
  return [ns, nd, nf, entropy, la, ld, lt, isFix];
}

function meanOf(shares: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const share of shares) {
    if (share === null) return null;
    sum += share;
  }
  return sum / shares.length;
}

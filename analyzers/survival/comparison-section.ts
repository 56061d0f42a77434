import type { Cell, Column, Section } from '../../engine/index.ts';
import type { Replicated } from './clustered-curve.ts';
import { eachEstimate } from './each-estimate.ts';
import { differenceInterval, ratioInterval } from './jackknife.ts';
import { labelCells, labelColumns } from './label-cells.ts';
import type { LineLives, Stratum } from './line-lives.ts';
import { rounded } from './rounded.ts';

/** Of each kind, the labels with most lines are compared with one another. */
const comparedMax = 8;

const columns: readonly Column[] = [
  ...labelColumns,
  { name: 'other_label', type: 'string', description: 'The label it is compared with, which has no more lines' },
  {
    name: 'delta_rmst365',
    type: 'float',
    unit: 'days',
    isNullable: true,
    description: 'Days of the first 365 that a line lives longer than one of the other label, on average',
  },
  { name: 'delta_low', type: 'float', unit: 'days', isNullable: true, description: 'Lower bound of it, 95 %' },
  { name: 'delta_high', type: 'float', unit: 'days', isNullable: true, description: 'Upper bound of it, 95 %' },
  {
    name: 'ratio_s90',
    type: 'float',
    isNullable: true,
    description: 'Share of lines that live longer than 90 days, by that of the other label',
  },
  { name: 'ratio_low', type: 'float', isNullable: true, description: 'Lower bound of it, 95 %' },
  { name: 'ratio_high', type: 'float', isNullable: true, description: 'Upper bound of it, 95 %' },
];

/** Pairs of labels of one kind, both with enough commits for intervals. */
export function comparisonSection(lives: LineLives, commitsMin: number): Section {
  return {
    name: 'survival_comparison',
    title: 'Labels compared',
    shape: 'table',
    columns,
    show: {
      columns: ['label', 'other_label', 'delta_rmst365', 'delta_low', 'delta_high', 'ratio_s90'],
      emptyBecause: 'fewer than two labels of a kind have enough commits, see --survival-min-commits',
    },
    rows: { [Symbol.iterator]: () => comparisonRows(lives, commitsMin) },
  };
}

interface Compared {
  readonly stratum: Stratum;
  readonly mean: Replicated | undefined;
  readonly share: Replicated | undefined;
}

/** BOUNDED BY: `comparedMax` labels at a time, 600 bytes each. */
function* comparisonRows(lives: LineLives, commitsMin: number): Generator<readonly Cell[]> {
  let peers: Compared[] = [];
  for (const { stratum, estimate } of eachEstimate(lives, commitsMin)) {
    if (peers.length > 0 && peers[0]!.stratum.kind !== stratum.kind) {
      yield* pairRows(peers);
      peers = [];
    }
    if (stratum.commits < commitsMin || peers.length === comparedMax) continue;
    peers.push({ stratum, mean: estimate.restrictedMean, share: estimate.share(90) });
  }
  yield* pairRows(peers);
}

function* pairRows(peers: readonly Compared[]): Generator<readonly Cell[]> {
  for (const [at, one] of peers.entries()) {
    for (const other of peers.slice(at + 1)) yield pairRow(one, other);
  }
}

function pairRow(one: Compared, other: Compared): readonly Cell[] {
  const means = one.mean && other.mean ? ([one.mean, other.mean] as const) : undefined;
  const shares = one.share && other.share ? ([one.share, other.share] as const) : undefined;
  const delta = means && differenceInterval(...means);
  const ratio = shares && ratioInterval(...shares);
  return [
    ...labelCells(one.stratum),
    other.stratum.kind.text(other.stratum.label),
    rounded(means && means[0].whole - means[1].whole),
    rounded(delta?.low),
    rounded(delta?.high),
    rounded(shares && shares[0].whole / shares[1].whole),
    rounded(ratio?.low),
    rounded(ratio?.high),
  ];
}

import { type Facts, type ReportContext, sideBySide } from '../../engine/index.ts';
import { adjustedP, pOf } from './adjusted-p.ts';
import type { CouplingFacts } from './coupling-facts.ts';
import type { CommonCommits } from './ln-fisher.ts';
import { type FileOfPair, type Relation, relationOf, relations } from './pair-relation.ts';
import { pairWeight } from './pair-weight.ts';
import { decayedOf, testedPairs } from './tested-pairs.ts';

/** A pair by the ranks of its files, with what is known of it. */
export interface RankedPair {
  readonly first: number;
  readonly second: number;
  readonly relation: Relation;
  readonly together: number;
  readonly decayed: number;
  /** Place of the last common commit. */
  readonly last: number;
  readonly years: number;
  readonly p: number;
  readonly adjusted: number;
}

export interface PairLimits {
  readonly togetherMin: number;
  readonly adjustedMax: number;
}

/** Weights are kept to 2^-16 in the order, up to 2^14. */
const orderSteps = 2 ** 16;
const orderMax = 2 ** 30;

/**
 * The pairs whose common commits are no chance, in the order of a report: by relation, those that nothing explains
 * first, then by weight, then by the paths. BOUNDED BY: 4 bytes an alive file; pairs stream through scratch.
 */
export class RankedPairs {
  readonly context: ReportContext;
  /** Commits that count, with two files or more. */
  readonly eligibleCount: number;
  testedCount = 0;
  readonly counts: Readonly<Record<Relation, number>>;
  /** Commits of each alive file among those that count, by rank. */
  readonly commits: Uint32Array;
  readonly #found: Facts<'order' | 'first' | 'second' | 'together' | 'decayed' | 'last' | 'years'>;
  readonly #p: Facts<'order' | 'first' | 'second' | 'p' | 'adjusted'>;

  constructor(facts: CouplingFacts, context: ReportContext, limits: PairLimits) {
    this.context = context;
    this.eligibleCount = sumOf(facts.totals);
    this.commits = new Uint32Array(context.files.count);
    for (const { file, commits } of facts.files) {
      context.files.eachRankOfFile(file, (rank) => void (this.commits[rank] = commits));
    }
    const keys = ['order', 'first', 'second'] as const;
    const columns = { together: 'max', decayed: 'max', last: 'max', years: 'max' } as const;
    this.#found = context.scratch({ name: 'coupling_found', keys, columns });
    this.#p = context.scratch({ name: 'coupling_p', keys, columns: { p: 'max', adjusted: 'max' } });
    this.counts = this.#find(facts, limits);
  }

  *pairs(): Generator<RankedPair> {
    for (const [found, { p, adjusted }] of sideBySide(this.#found, this.#p)) {
      const { order, first, second, together, decayed, last, years } = found;
      const relation = relations[Math.floor(order / orderMax)]!;
      const chance = { p: pOf(p), adjusted: pOf(adjusted) };
      yield { first, second, relation, together, decayed: decayedOf(decayed), last, years, ...chance };
    }
  }

  fileAt(rank: number): FileOfPair {
    const { files } = this.context;
    return { path: files.path(rank), class: this.context.classOfPath(files.pathId(rank)) };
  }

  #find(facts: CouplingFacts, { togetherMin, adjustedMax }: PairLimits): Record<Relation, number> {
    const { context, commits, eligibleCount: total } = this;
    const counts = { hidden: 0, twins: 0, followers: 0, routine: 0 };
    const pairs = testedPairs(facts.pairs, context, togetherMin);
    const countsOf = (first: number, second: number, together: number): CommonCommits => {
      return { total, first: commits[first]!, second: commits[second]!, together };
    };
    for (const [tested, { p, adjusted }] of sideBySide(pairs, adjustedP(pairs, countsOf, context))) {
      const { first, second, together, decayed, last, years } = tested;
      this.testedCount += 1;
      if (pOf(adjusted) > adjustedMax) continue;
      const relation = relationOf(this.fileAt(first), this.fileAt(second));
      const weight = pairWeight(countsOf(first, second, together), decayedOf(decayed));
      const byWeight = orderMax - 1 - Math.min(orderMax - 1, Math.round(weight * orderSteps));
      const order = relations.indexOf(relation) * orderMax + byWeight;
      counts[relation] += 1;
      this.#found.add(order, first, second, together, decayed, last, years);
      this.#p.add(order, first, second, p, adjusted);
    }
    return counts;
  }
}

function sumOf(totals: CouplingFacts['totals']): number {
  let sum = 0;
  for (const { eligible } of totals) sum += eligible;
  return sum;
}

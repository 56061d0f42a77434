import type { ReportContext } from '../../engine/index.ts';
import { communitiesOf } from './louvain.ts';
import type { RankedPair, RankedPairs } from './ranked-pairs.ts';
import { WeightedGraph } from './weighted-graph.ts';

/** Pairs after these, in the order of `coupled_pairs`, are cut: a graph of 6 MB. */
const edgeCountMax = 250_000;

/**
 * The files of pairs that are not routine, joined by their common commits, and the communities that they form.
 * Files are numbered from 0 in path order. BOUNDED BY: 4 bytes an alive file, 24 bytes a pair up to `edgeCountMax`.
 */
export class PairNetwork {
  readonly context: ReportContext;
  readonly graph: WeightedGraph;
  /** Rank in path order of each file. */
  readonly ranks: Uint32Array;
  /** The community of each file, from 0: the largest first, then by their first files. */
  readonly communities: Uint32Array;
  readonly communityCount: number;
  readonly cutCount: number;

  constructor(ranked: RankedPairs) {
    this.context = ranked.context;
    const { files } = ranked.context;
    const degrees = new Uint32Array(files.count);
    let cutCount = 0;
    for (const { first, second, isCut } of edges(ranked)) {
      cutCount += isCut ? 1 : 0;
      if (isCut) continue;
      degrees[first]! += 1;
      degrees[second]! += 1;
    }
    this.cutCount = cutCount;
    const numbers = new Uint32Array(files.count);
    this.ranks = Uint32Array.from({ length: files.count }, (_, rank) => rank).filter((rank) => degrees[rank]! > 0);
    this.ranks.forEach((rank, number) => void (numbers[rank] = number));
    this.graph = new WeightedGraph(degrees.filter((degree) => degree > 0));
    for (const { first, second, together, isCut } of edges(ranked)) {
      if (!isCut) this.graph.join(numbers[first]!, numbers[second]!, together);
    }
    const { of, count } = bySize(communitiesOf(this.graph));
    this.communities = of;
    this.communityCount = count;
  }

  path(file: number): string {
    return this.context.files.path(this.ranks[file]!);
  }
}

function* edges(ranked: RankedPairs): Generator<RankedPair & { readonly isCut: boolean }> {
  let count = 0;
  for (const pair of ranked.pairs()) {
    if (pair.relation === 'routine') continue;
    count += 1;
    yield { ...pair, isCut: count > edgeCountMax };
  }
}

/** Numbers communities anew; each is known by its first file. */
function bySize(firstOf: Uint32Array): { readonly of: Uint32Array; readonly count: number } {
  const sizes = new Uint32Array(firstOf.length);
  for (const first of firstOf) sizes[first]! += 1;
  const firsts = Uint32Array.from(new Set(firstOf)).sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const numbers = new Uint32Array(firstOf.length);
  firsts.forEach((first, number) => void (numbers[first] = number));
  return { of: firstOf.map((first) => numbers[first]!), count: firsts.length };
}

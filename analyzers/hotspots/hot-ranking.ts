import type { CodeFiles } from './code-files.ts';
import { type ChangeTotals, changeTotals } from './change-totals.ts';
import type { FileCommits } from './file-commits.ts';
import { PercentileRank } from './percentile-rank.ts';

export type Trend = 'rising' | 'falling' | 'new' | 'steady';

/** Ranks by score of some of the files. BOUNDED BY: 16 bytes a file. */
interface Standing {
  readonly scores: Float64Array;
  /** Numbers of the files, the highest score first. */
  readonly order: Uint32Array;
  /** From 1, by number; 0 for files that are not among them. */
  readonly ranks: Uint32Array;
}

/** The files by score, now and 180 days before the last commit. BOUNDED BY: 77 bytes a file. */
export class HotRanking {
  readonly files: CodeFiles;
  readonly totals: ChangeTotals;
  readonly now: Standing;
  /** Of the files that were there then, with their lines of today. */
  readonly before: Standing;
  /** Rank now among the files that were there then; 0 for the others. */
  readonly ranksOfOlder: Uint32Array;

  constructor(facts: FileCommits, files: CodeFiles) {
    this.files = files;
    this.totals = changeTotals(facts, files);
    const everyFile = new Uint8Array(files.count).fill(1);
    this.now = standing(this.totals.decayed, files, everyFile);
    this.before = standing(this.totals.decayedBefore, files, this.totals.isOlder);
    const older = this.now.order.filter((at) => this.totals.isOlder[at] === 1);
    this.ranksOfOlder = ranksIn(older, files.count);
  }

  trendOf(at: number): Trend {
    const before = this.before.ranks[at]!;
    return before === 0 ? 'new' : trendBetween(before, this.ranksOfOlder[at]!);
  }
}

/** Lists of hotspots are read from the top, where a step from 9 to 3 is more than one from 900 to 800. */
function trendBetween(before: number, now: number): Trend {
  if (before - now >= 3 && 3 * now <= 2 * before) return 'rising';
  if (now - before >= 3 && 3 * before <= 2 * now) return 'falling';
  return 'steady';
}

/** The score is the percentile rank of the changes times that of the lines. */
function standing(changes: Float64Array, files: CodeFiles, isIn: Uint8Array): Standing {
  const isWanted = (_: number, at: number): boolean => isIn[at] === 1;
  const numbers = Uint32Array.from({ length: files.count }, (_, at) => at).filter(isWanted);
  const changeRank = new PercentileRank(changes.filter(isWanted));
  const lineRank = new PercentileRank(Float64Array.from(numbers, (at) => files.lines(at)));
  const scores = new Float64Array(files.count);
  for (const at of numbers) scores[at] = changeRank.of(changes[at]!) * lineRank.of(files.lines(at));
  const order = numbers.sort((one, other) => scores[other]! - scores[one]! || one - other);
  return { scores, order, ranks: ranksIn(order, files.count) };
}

function ranksIn(order: Uint32Array, count: number): Uint32Array {
  const ranks = new Uint32Array(count);
  order.forEach((at, place) => void (ranks[at] = place + 1));
  return ranks;
}

import type { FactGroup, Facts, ReportContext } from '../../engine/index.ts';
import { nobody } from './people.ts';
import type { Touches } from './touches.ts';

/**
 * What each owner has of each file of the tree: lines alive, lines added, commits (all and recent in one number, see
 * `allCommits`), and the share of the familiarity that comes of changes, in 1/65536.
 */
export type HoldingFacts = Facts<'rank' | 'owner' | 'alive' | 'added' | 'commits' | 'work'>;
export type FileHoldings = FactGroup<'rank' | 'owner' | 'alive' | 'added' | 'commits' | 'work'>;

/** Recent commits are counted above the others: both are below 2^26. */
const recentUnit = 2 ** 26;
const workUnit = 65_536;
const daySeconds = 86_400;
/** A commit is recent in the last year of the history. */
export const recentDays = 365;
/** Lines of a change beyond these teach no more, and half of it is forgotten after so many days. */
const changeLinesMax = 400;
const halfLifeDays = 150;
/** What a line alive counts of a line of a change made just now. */
const aliveWeight = 0.5;

export function allCommits(commits: number): number {
  return commits % recentUnit;
}

export function recentCommits(commits: number): number {
  return Math.floor(commits / recentUnit);
}

/** How well somebody knows a file: changed lines by age, and lines that are still there. */
export function familiarity({ work, alive }: { readonly work: number; readonly alive: number }): number {
  return work / workUnit + alive * aliveWeight;
}

/** Joins the lines that are alive with the changes. Sums are of whole numbers, so that no order of adding matters. */
export function joinHoldings(touches: Touches, context: ReportContext): HoldingFacts {
  const { files } = context;
  const holdings = context.scratch({
    name: 'ownership_holdings',
    keys: ['rank', 'owner'],
    columns: { alive: 'sum', added: 'sum', commits: 'sum', work: 'sum' },
  });
  context.lines.eachAlive((rank, origin, lines) => {
    const owner = origin < 0 ? nobody : context.personOf(origin) + 1;
    holdings.add(rank, owner, 0, lines, 0, 0, 0);
  });
  const ranks: number[] = [];
  for (const file of touches.groups()) {
    ranks.length = 0;
    files.eachRankOfFile(file.key, (rank) => ranks.push(rank));
    if (ranks.length === 0) continue;
    for (const { place, added, removed } of file) {
      const ageDays = (context.history.lastCommitSeconds - context.commitSeconds(place)) / daySeconds;
      const commits = 1 + (ageDays <= recentDays ? recentUnit : 0);
      const work = Math.min(added + removed, changeLinesMax) * 2 ** (-Math.max(ageDays, 0) / halfLifeDays);
      const owner = context.personOf(place) + 1;
      for (const rank of ranks) holdings.add(rank, owner, 0, 0, added, commits, Math.round(work * workUnit));
    }
  }
  return holdings;
}

import { type AnalysisRules, type FoldedRun, type History, isoUtc, unmatchedPaths } from '../engine/index.ts';

/** What was asked for and is not there, in sentences: an empty report is no failure, and no silence either. */
export function nothingMatched(rules: AnalysisRules, history: History, { paths }: FoldedRun): readonly string[] {
  if (history.order.length === 0) return [`No commit is in the report: ${emptyBecause(rules, history)}`];
  const { include, exclude } = rules.paths;
  const unmatched = unmatchedPaths(include, paths);
  const patterns = unmatched.map((pattern) => `--path ${pattern}`).join(' ');
  const root = 'patterns start at the root of the repository';
  if (unmatched.length > 0) return [`No file of these commits matches ${patterns}; ${root}`];
  const isFiltered = include.length + exclude.length > 0;
  return isFiltered && paths.count === 0 ? [`No file of these commits is left by --exclude; ${root}`] : [];
}

function emptyBecause(rules: AnalysisRules, { table }: History): string {
  const { revision, excludedRevision, sinceSeconds, untilSeconds } = rules;
  if (sinceSeconds === undefined && untilSeconds === undefined) {
    return `every commit of ${revision} is reachable from ${excludedRevision ?? revision}`;
  }
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < table.count; index += 1) {
    first = Math.min(first, table.seconds(index));
    last = Math.max(last, table.seconds(index));
  }
  const since = sinceSeconds === undefined ? '' : ` --since ${isoUtc(sinceSeconds)}`;
  const until = untilSeconds === undefined ? '' : ` --until ${isoUtc(untilSeconds)}`;
  return `the commits of ${revision} are from ${isoUtc(first)} to ${isoUtc(last)}, and none is in${since}${until}`;
}

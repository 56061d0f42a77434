import type { Cell, CellRecord } from '../contract.ts';
import { isoUtc } from '../history/index.ts';
import { changeFlag } from '../pipeline/index.ts';
import { type AnalyzerSections, type ReportHead, reportSchema } from '../report/index.ts';
import type { History } from '../survey/index.ts';
import type { FoldedRun } from '../run/index.ts';
import { reportedSlots } from './reported-slots.ts';
import { commitSeries } from './commit-series.ts';
import type { ReportSource } from './report-source.ts';
import { unmatchedPaths } from './unmatched-paths.ts';

/** What stands before the numbers. Call it when the analyzers' gaps are known, that is after the walk. */
export function describeReport(source: ReportSource): ReportHead {
  const { history, toolVersion, options } = source;
  const { summary } = history;
  return {
    schema: reportSchema,
    tool: { name: 'codefang', version: toolVersion },
    repository: { head: history.head, object_format: history.location.objectFormat },
    options,
    history: {
      commits: summary.commits,
      mainline_commits: summary.mainlineCommits,
      merges: summary.merges,
      first_commit_at: summary.commits === 0 ? null : isoUtc(summary.firstCommitSeconds),
      last_commit_at: summary.commits === 0 ? null : isoUtc(summary.lastCommitSeconds),
      tick_seconds: summary.tickSeconds,
      ...describePeople(history),
    },
    completeness: describeGaps(source),
  };
}

/** How many people a dictionary covers; left out without one. */
function describePeople({ request, people }: History): CellRecord {
  if (typeof request.identities === 'string') return {};
  return { dictionary_people: people.listedCount, other_people: people.count - people.listedCount };
}

/** The sections of each analyzer, lazily; scratch tables of one are gone before the next. */
export function* reportSections(source: ReportSource): Generator<AnalyzerSections> {
  for (const slot of reportedSlots(source.run)) {
    yield { id: slot.definition.id, sections: slot.run.report(source.context) };
    source.context.dropScratch();
  }
  if (source.options['per_commit'] === true) yield commitSeries(source);
}

function describeGaps({ history, run, context, options }: ReportSource): CellRecord {
  const { gaps } = run;
  const unmatched = unmatchedPaths(options['paths'] as readonly string[], run.paths);
  const missing = history.missingParents + gaps.missingBlobChanges;
  const analyzerGaps: Record<string, number> = {};
  for (const slot of reportedSlots(run)) Object.assign(analyzerGaps, slot.run.gaps?.(context) ?? {});
  return {
    complete: missing === 0 && !history.isShallow,
    missing_objects: missing,
    shallow: history.isShallow,
    binary_files: run.binaryFiles,
    binary_changes: gaps.binaryChanges,
    oversize_changes: gaps.oversizeChanges,
    gitlinks: run.gitlinks,
    gitlink_changes: gaps.gitlinkChanges,
    capped_diffs: gaps.cappedDiffs,
    coarse_diffs: gaps.coarseDiffs,
    ...describePasses(history, gaps),
    ...(gaps.boundedChanges.length > 0 && { bounded_changes: nameBoundedChanges(history, run) }),
    ...(unmatched.length > 0 && { unmatched_paths: unmatched }),
    ...analyzerGaps,
  };
}

/** What was ignored, and what could not be; left out where nobody asked for it. */
function describePasses({ ignored }: History, { unpassedChanges }: FoldedRun['gaps']): CellRecord {
  return {
    ...((ignored.hash !== null || ignored.unknownCount > 0) && {
      ignored_commits: ignored.places.size,
      ignored_commits_unknown: ignored.unknownCount,
    }),
    ...(unpassedChanges > 0 && { unpassed_changes: unpassedChanges }),
  };
}

/** `[commit, path, what]` of the first changes that met a bound; no commit where the walk began with them. */
function nameBoundedChanges(history: History, { gaps, paths }: FoldedRun): Cell[] {
  const named: Cell[] = [];
  for (let at = 0; at < gaps.boundedChanges.length; at += 3) {
    const [place, path, marks] = gaps.boundedChanges.slice(at, at + 3) as [number, number, number];
    const commit = place < 0 ? null : history.table.oidHex(history.order[place]!);
    const what = (marks & changeFlag.oversize) === 0 ? 'coarse' : 'oversize';
    named.push([commit, paths.textOf(path), what]);
  }
  return named;
}

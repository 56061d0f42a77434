import type { CellRecord } from '../contract.ts';
import type { CheckpointFields } from './checkpoint-record.ts';
import type { SelectedAnalyzer } from './run-state.ts';

/**
 * Of the options that can change a number those that can change what is kept between runs. The others only label it
 * when a report is written, so that state serves reports with other bands, samples or people:
 *
 *   commits to ignore   the beginning of a walk names them, see `WalkHash`
 *   analyzers of lines  have no state of their own: their options and names count for nothing
 *   people and ticks    count where some analyzer folds changes
 *   anonymity           is a matter of reports alone, by whatever name it was asked for
 */
export function stateRules(
  options: CellRecord,
  analyzers: readonly SelectedAnalyzer[],
  isPerCommit: boolean,
): CheckpointFields {
  const { ignored_commits: _ignored, anonymize: _label, analyzers: all, ...others } = options;
  const { identities, tick_seconds: ticks, ...rest } = others;
  const stateful = analyzers.filter(({ definition }) => definition.needs.includes('changes') || isPerCommit);
  const hasLines = analyzers.some(({ definition }) => definition.needs.includes('lines'));
  const kept = stateful.map(({ definition: { id, options: declared } }) => {
    const labels = declared.filter(({ aliasOf }) => aliasOf !== undefined);
    const initial = Object.fromEntries(labels.map(({ name, initial: value }) => [name, value]));
    return [id, { ...((all as CellRecord)[id] as CellRecord), ...initial }] as const;
  });
  return {
    ...(rest as CheckpointFields),
    ...(stateful.length > 0 && ({ identities, tick_seconds: ticks } as CheckpointFields)),
    lines: hasLines,
    analyzers: Object.fromEntries(kept) as CheckpointFields,
  };
}

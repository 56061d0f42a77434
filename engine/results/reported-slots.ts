import type { FoldedRun } from '../run/index.ts';
import type { AnalyzerSlot } from '../state/index.ts';

/** The analyzers whose reports were asked for; others fold only since these read their facts. */
export function reportedSlots({ slots }: Pick<FoldedRun, 'slots'>): readonly AnalyzerSlot[] {
  return slots.filter(({ isOnlyRead }) => !isOnlyRead);
}

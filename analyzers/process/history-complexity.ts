import type { ReportContext } from '../../engine/index.ts';
import type { ChangePeriods } from './change-periods.ts';
import { normalised } from './entropy-section.ts';

/** How fast older periods lose weight: over the whole history by e^-10 (Hassan 2009). */
const decay = 10;
const percent = 100;

/**
 * Adds up for each alive file, by rank, its share in the lines of each period by how scattered the period is, by 100:
 * the History Complexity Metric, as it stands and decayed. Periods ascend, so sums do not depend on anything else.
 */
export function addHistoryComplexity(
  periods: ChangePeriods,
  context: ReportContext,
  complexity: Float64Array,
  decayed: Float64Array,
): void {
  const last = Math.max(1, periods.count - 1);
  for (const group of periods.lines.groups(periods.count)) {
    const period = group.key;
    const scatter = percent * normalised(periods.bits[period]!, periods.files[period]!);
    const weight = Math.exp((-decay * (periods.count - 1 - period)) / last);
    for (const { file, lines } of group) {
      const factor = (lines / periods.changedLines[period]!) * scatter;
      context.files.eachRankOfFile(file, (rank) => {
        complexity[rank]! += factor;
        decayed[rank]! += factor * weight;
      });
    }
  }
}

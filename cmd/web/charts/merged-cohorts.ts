import type { BurndownBlock, LineLayer } from '../../../analyzers/index.ts';

/**
 * Periods with lines, oldest first: as they are, else joined to whole years, and of these the oldest joined to
 * one, so that no more than `countMax` are left.
 */
export function mergedCohorts({ cohorts, written }: BurndownBlock, countMax: number): LineLayer[] {
  const periods = cohorts.filter((_, at) => written[at]! > 0);
  if (periods.length <= countMax) return periods;
  const years = new Map<string, LineLayer[]>();
  for (const period of periods) {
    const year = /^\d{4}(?=[ -]|$)/.exec(period.name)?.[0] ?? period.name;
    years.set(year, [...(years.get(year) ?? []), period]);
  }
  const joined = Array.from(years, ([name, layers]) => ({ name, lines: sumsOf(layers) }));
  if (joined.length <= countMax) return joined;
  const olderCount = joined.length - countMax + 1;
  const older = joined.slice(0, olderCount);
  const name = `${older[0]!.name.slice(0, 4)}–${older.at(-1)!.name.slice(-4)}`;
  return [{ name, lines: sumsOf(older) }, ...joined.slice(olderCount)];
}

function sumsOf(layers: readonly LineLayer[]): number[] {
  return layers[0]!.lines.map((_, at) => layers.reduce((sum, { lines }) => sum + lines[at]!, 0));
}

import type { AgeTotals } from './age-totals.ts';

export interface LifeFit {
  readonly halfLifeDays: number;
  /** 1 for the exponential law; below 1, lines die the less the older they are. */
  readonly shape: number;
  /** The largest distance between the estimated share and that of the law. */
  readonly error: number;
}

/** The exponential law of greatest likelihood: deaths by the days that lines were observed. */
export function exponentialFit(totals: AgeTotals): LifeFit | undefined {
  const lineDays = totals.lineDays(0, totals.lastAge);
  if (totals.diedCount === 0 || lineDays <= 0) return undefined;
  const rate = totals.diedCount / lineDays;
  return {
    halfLifeDays: Math.LN2 / rate,
    shape: 1,
    error: totals.largestError((days) => Math.exp(-rate * days)),
  };
}

import type { AgeTotals } from './age-totals.ts';
import type { LifeFit } from './exponential-fit.ts';

const [shapeMin, shapeMax] = [0.01, 100] as const;
const stepCountMax = 100;
const precision = 1e-10;

/**
 * The Weibull law S(t) = exp(-(t / scale)^shape) of greatest likelihood. Lines that come or go at a whole age of a days
 * count as if it were at a + 1/2; those that come at age 0 come at 0. The shape is the zero of
 *
 *   D / k + sum over deaths of ln t - D × A'(k) / A(k),   A(k) = sum over exits of t^k - sum over entries of t^k
 *
 * by Newton's method in ln k, halved where a step leaves the bracket. Ages are taken in units of the last one.
 */
export function weibullFit(totals: AgeTotals): LifeFit | undefined {
  const deaths = totals.diedCount;
  if (deaths === 0 || new Set(totals.ages.filter((_, at) => totals.died[at]! > 0)).size < 2) return undefined;
  const unit = totals.lastAge + 0.5;
  const shape = shapeOf(totals, unit);
  if (shape === undefined) return undefined;
  const { power } = powersOf(totals, unit, shape);
  const scale = unit * Math.exp(Math.log(power / deaths) / shape);
  if (!Number.isFinite(scale)) return undefined;
  return {
    halfLifeDays: scale * Math.exp(Math.log(Math.LN2) / shape),
    shape,
    error: totals.largestError((days) => Math.exp(-Math.exp(shape * Math.log(days / scale)))),
  };
}

function shapeOf(totals: AgeTotals, unit: number): number | undefined {
  let [low, high] = [Math.log(shapeMin), Math.log(shapeMax)];
  if (scoreOf(totals, unit, low).score <= 0 || scoreOf(totals, unit, high).score >= 0) return undefined;
  let at = 0;
  for (let step = 0; step < stepCountMax; step += 1) {
    const { score, slope } = scoreOf(totals, unit, at);
    if (score > 0) low = at;
    else high = at;
    const newton = at - score / slope;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - at) < precision) return Math.exp(next);
    at = next;
  }
  return Math.exp(at);
}

/** Derivative of the likelihood, by deaths, at the logarithm of a shape; and the derivative of that. */
function scoreOf(totals: AgeTotals, unit: number, logShape: number): { score: number; slope: number } {
  const shape = Math.exp(logShape);
  const { power, first, second, logs } = powersOf(totals, unit, shape);
  const mean = first / power;
  return {
    score: 1 / shape + logs / totals.diedCount - mean,
    slope: -1 / shape - shape * (second / power - mean * mean),
  };
}

/** Sums of t^k, t^k ln t and t^k (ln t)² over exits less those over entries, and of ln t over deaths. */
function powersOf(
  totals: AgeTotals,
  unit: number,
  shape: number,
): { power: number; first: number; second: number; logs: number } {
  const sums = { power: 0, first: 0, second: 0, logs: 0 };
  for (let at = 0; at < totals.count; at += 1) {
    const age = totals.ages[at]!;
    const log = Math.log((age + 0.5) / unit);
    const entered = age === 0 ? 0 : totals.entered[at]!;
    const term = (totals.died[at]! + totals.censored[at]! - entered) * Math.exp(shape * log);
    sums.power += term;
    sums.first += term * log;
    sums.second += term * log * log;
    sums.logs += totals.died[at]! * log;
  }
  return sums;
}

/**
 * The chance that a normal variable is at least so far from its mean, on either side: the approximation of the
 * complementary error function by Chebyshev fitting (Numerical Recipes, erfcc), relative error below 1.2e-7.
 */
export function normalTwoSided(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.5 * x);
  const sum = coefficients.reduceRight((inner, coefficient) => coefficient + t * inner, 0);
  return Math.min(1, t * Math.exp(sum - x * x));
}

/** Of erfcc, from the constant term. */
const coefficients = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
  0.17087277,
] as const;

/**
 * The normal score that is as unlikely as the score `t` of Student's distribution: scales that are estimated from few
 * values make large scores common. Wallace (1959), within a hundredth for the tails that matter here.
 */
export function normalScoreOf(t: number, degrees: number): number {
  const spread = Math.sqrt(degrees * Math.log1p((t * t) / degrees));
  return (Math.sign(t) * spread * (8 * degrees + 1)) / (8 * degrees + 3);
}

/**
 * Twice the chance that a Poisson variable is at least (or at most) so far from its mean, at most 1. Counts need not be
 * whole: counts and means that are divided by a dispersion are those of an overdispersed variable.
 */
export function poissonTwoSided(count: number, mean: number): number {
  if (!(mean > 0)) return 1;
  let term = Math.exp(count * Math.log(mean) - mean - logGamma(count + 1));
  let sum = 0;
  // Away from the mean terms fall from the first one on.
  const step = count > mean ? 1 : -1;
  for (let at = count; at >= 0 && term > sum * 1e-12; at += step) {
    sum += term;
    term *= step > 0 ? mean / (at + 1) : at / mean;
  }
  return Math.min(1, 2 * sum);
}

/** By Stirling's series, for values of at least 1. */
function logGamma(value: number): number {
  let shift = 0;
  let x = value;
  for (; x < 10; x += 1) shift += Math.log(x);
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3) - shift;
}

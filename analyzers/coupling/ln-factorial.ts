/** From here on the series is exact to the last digits of a double. */
const seriesMin = 16;

const small = smallOnes();

/** The natural logarithm of n!. Source: Stirling's series, Abramowitz and Stegun 6.1.41. */
export function lnFactorial(n: number): number {
  if (n < seriesMin) return small[n]!;
  const x = n + 1;
  const inverse = 1 / x;
  const square = inverse * inverse;
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)));
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
}

function smallOnes(): number[] {
  const values = [0];
  let factorial = 1;
  for (let n = 1; n < seriesMin; n += 1) {
    factorial *= n;
    values.push(Math.log(factorial));
  }
  return values;
}

/**
 * A share as code-maat prints it: two significant digits, halves away from zero, whole numbers as they are. Exact for
 * every count.
 *
 * REQUIRES: `0 <= part <= whole`, both whole numbers, `whole > 0`
 */
export function centiFloat(part: number, whole: number): number {
  return centiFloatOf(BigInt(part), BigInt(whole));
}

/** The same for counts beyond 2^53. */
export function centiFloatOf(part: bigint, whole: bigint): number {
  if (part % whole === 0n) return Number(part / whole);
  let scaled = part;
  let exponent = 0;
  while (scaled < whole * 10n) {
    scaled *= 10n;
    exponent += 1;
  }
  const digits = scaled / whole;
  const isUp = (scaled % whole) * 2n >= whole;
  return Number(`${isUp ? digits + 1n : digits}e-${exponent}`);
}

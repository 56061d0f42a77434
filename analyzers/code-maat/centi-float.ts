/**
 * A share as code-maat prints it: two significant digits, halves away from zero, whole numbers as they are. Exact for
 * every count.
 *
 * REQUIRES: `0 <= part <= whole`, both whole numbers, `whole > 0`
 */
export function centiFloat(part: number, whole: number): number {
  if (part % whole === 0) return part / whole;
  const wide = BigInt(whole);
  let scaled = BigInt(part);
  let exponent = 0;
  while (scaled < wide * 10n) {
    scaled *= 10n;
    exponent += 1;
  }
  const digits = scaled / wide;
  const isUp = (scaled % wide) * 2n >= wide;
  return Number(`${isUp ? digits + 1n : digits}e-${exponent}`);
}

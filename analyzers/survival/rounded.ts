/** Six digits: enough for any use, and the same with every library of logarithms. Null where there is no number. */
export function rounded(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : Number(value.toPrecision(6));
}

const daySeconds = 86_400;
const yearSeconds = 365.25 * daySeconds;

/** `1234567` as `1,234,567`; the same in every locale. */
export function grouped(value: number): string {
  const text = Number.isInteger(value) ? String(value) : value.toFixed(2);
  return text.replace(/^-?\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','));
}

/** `1234567` as `1.2M`, for axes. */
export function brief(value: number): string {
  const size = Math.abs(value);
  const [unit, divisor] = size >= 1e9 ? ['G', 1e9] : size >= 1e6 ? ['M', 1e6] : size >= 1e3 ? ['k', 1e3] : ['', 1];
  const scaled = value / divisor;
  return `${Math.abs(scaled) >= 100 ? scaled.toFixed(0) : Number(scaled.toPrecision(2))}${unit}`;
}

export function percent(share: number): string {
  const value = share * 100;
  return `${value !== 0 && value < 10 ? value.toFixed(1) : value.toFixed(0)} %`;
}

/** Seconds since 1970 as `2005-04-07`, in UTC. */
export function dayOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

export function durationOf(seconds: number): string {
  if (seconds >= 2 * yearSeconds) return `${Number((seconds / yearSeconds).toFixed(1))} years`;
  const months = Math.round(seconds / (yearSeconds / 12));
  if (months >= 2) return `${months} months`;
  return `${Math.round(seconds / daySeconds)} days`;
}

export function plural(count: number, one: string, many: string): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

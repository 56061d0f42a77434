const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** `1536` as `1.5 KiB`; negative sizes keep their sign. */
export function bytesOf(bytes: number): string {
  let value = Math.abs(bytes);
  let at = 0;
  for (; value >= 1023.5 && at < units.length - 1; at += 1) value /= 1024;
  const text = value >= 100 || Number.isInteger(value) ? value.toFixed(0) : Number(value.toPrecision(2)).toString();
  return `${bytes < 0 ? '−' : ''}${text} ${units[at]}`;
}

/** Milliseconds as `850 ms`, `4.2 s`, `3:07` or `2:03:07`. */
export function clockOf(durationMs: number): string {
  if (durationMs < 1000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 60_000) return `${Number((durationMs / 1000).toFixed(1))} s`;
  const seconds = Math.floor(durationMs / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

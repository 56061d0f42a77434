import { CodefangError } from './codefang-error.ts';

export const KiB = 1024;
export const MiB: number = 1024 * KiB;
export const GiB: number = 1024 * MiB;

const unitBytes: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: KiB,
  kib: KiB,
  kb: 1e3,
  m: MiB,
  mib: MiB,
  mb: 1e6,
  g: GiB,
  gib: GiB,
  gb: 1e9,
  t: 1024 * GiB,
  tib: 1024 * GiB,
  tb: 1e12,
};

/**
 * Parses a size such as `512MiB`, `2GB` (decimal) or bare bytes into bytes.
 *
 * @throws {CodefangError} USAGE when the text is not a size or not a safe integer of bytes
 * @example parseByteSize('512MiB') === 536_870_912
 */
export function parseByteSize(text: string): number {
  const found = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim());
  const unit = unitBytes[(found?.[2] ?? '').toLowerCase()];
  const bytes = Math.floor(Number(found?.[1]) * (unit ?? Number.NaN));
  if (Number.isSafeInteger(bytes)) return bytes;
  throw new CodefangError(
    'USAGE',
    `Cannot read size "${text}": expected a number and a unit such as 512MiB, 2GiB or 2GB`,
  );
}

/** Prints bytes with a binary unit and at most one decimal: `512 MiB`, `1.5 GiB`. */
export function formatBytes(bytes: number): string {
  const sign = bytes < 0 ? '-' : '';
  const size = Math.abs(bytes);
  if (size < KiB) return `${sign}${size} B`;
  const names = ['KiB', 'MiB', 'GiB', 'TiB'];
  let value = size / KiB;
  let at = 0;
  while (value >= 1024 && at < names.length - 1) {
    value /= 1024;
    at += 1;
  }
  return `${sign}${Number(value.toFixed(value < 10 ? 1 : 0))} ${names[at]}`;
}

/** Prints a duration for people: `850 ms`, `12.3 s`, `4 min 05 s`, `2 h 03 min`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1000) return `${Math.round(durationMs)} ms`;
  const seconds = durationMs / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${pad2(Math.floor(seconds % 60))} s`;
  return `${Math.floor(minutes / 60)} h ${pad2(minutes % 60)} min`;
}

function pad2(value: number): string {
  return String(value).padStart(2, '0');
}

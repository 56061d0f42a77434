import type { PlanRequest } from './plan-request.ts';

/** Sizes from which on a history makes heaps and tables grow to their whole. */
const whole = { commits: 40_000, files: 40_000, packBytes: 200 * 1024 * 1024 } as const;

/** Heaps and tables of a small history stay small: between `min` and `max` by the size of the history. */
export function grownByHistory(request: PlanRequest, min: number, max: number): number {
  const size = Math.max(
    request.commits / whole.commits,
    request.files / whole.files,
    request.packBytes / whole.packBytes,
  );
  return Math.ceil(min + (max - min) * Math.min(1, size));
}

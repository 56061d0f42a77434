import { median } from '../speed/statistics.ts';

const warmUpMs = 200;
const samples = 7;
const sampleMs = 100;

/**
 * Prints how many units of work a second one call of `work` makes, as the median of seven samples
 * of 100 ms after a warm-up. `units` is what one call does, in the unit named.
 */
export function timeLoop(name: string, unit: string, units: number, work: () => void): void {
  runFor(warmUpMs, work);
  const rates = Array.from({ length: samples }, () => runFor(sampleMs, work) * units);
  const best = Math.max(...rates);
  const rate = median(rates);
  const spread = `best ${format(best)}`;
  process.stdout.write(`${name.padEnd(44)} ${format(rate).padStart(10)} ${unit}/s   ${spread}\n`);
}

/** Calls a second. */
function runFor(wantedMs: number, work: () => void): number {
  const startedAt = performance.now();
  let calls = 0;
  let elapsedMs = 0;
  for (; elapsedMs < wantedMs; elapsedMs = performance.now() - startedAt) {
    work();
    calls += 1;
  }
  return (calls / elapsedMs) * 1000;
}

function format(rate: number): string {
  return rate >= 1000 ? Math.round(rate).toLocaleString('en-US') : rate.toFixed(1);
}

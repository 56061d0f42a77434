import { type Runs, runInts, specialOrigin } from './runs.ts';

/**
 * Gives lines of `base` that nobody has claimed the origins that `next` has for them; both are of the same lines.
 * Writes into `out`. Cost: the runs of both.
 */
export function fillOpen(base: Runs, next: Runs, out: Runs): void {
  out.clear();
  let at = 0;
  let left = 0;
  for (let run = 0; run < base.end; run += runInts) {
    const origin = base.ints[run + 1]!;
    let lines = base.ints[run]!;
    while (lines > 0) {
      if (left === 0) left = next.ints[at]!;
      const taken = lines < left ? lines : left;
      out.append(taken, origin === specialOrigin.open ? next.ints[at + 1]! : origin);
      lines -= taken;
      left -= taken;
      if (left === 0) at += runInts;
    }
  }
}

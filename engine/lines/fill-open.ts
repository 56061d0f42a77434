import { linesOf, originOf, type Runs, type RunView, specialOrigin } from './runs.ts';

/**
 * Gives lines of `base` that nobody has claimed the origins that `next` has for them; both are of the same lines.
 * Writes into `out`. Cost: the runs of both.
 */
export function fillOpen(base: RunView, next: RunView, out: Runs): void {
  out.clear();
  let at = next.start;
  let left = 0;
  for (let run = base.start; run < base.end; run += 1) {
    const origin = originOf(base.ints[run]!);
    let lines = linesOf(base.ints[run]!);
    while (lines > 0) {
      if (left === 0) left = linesOf(next.ints[at]!);
      const taken = lines < left ? lines : left;
      out.append(taken, origin === specialOrigin.open ? originOf(next.ints[at]!) : origin);
      lines -= taken;
      left -= taken;
      if (left === 0) at += 1;
    }
  }
}

import { linesOf, originOf, Runs, type RunView } from '../../engine/lines/runs.ts';

/** Runs of lines, each of the origin that it has in a list. */
export function runsOf(origins: readonly number[]): Runs {
  const runs = new Runs();
  for (const origin of origins) runs.append(1, origin);
  return runs;
}

/** The origin of each line. */
export function originsOf({ ints, start, end }: RunView): number[] {
  const origins: number[] = [];
  for (let at = start; at < end; at += 1) {
    for (let left = linesOf(ints[at]!); left > 0; left -= 1) origins.push(originOf(ints[at]!));
  }
  return origins;
}

export function emptyView(): RunView {
  return { ints: new Int32Array(0), start: 0, end: 0 };
}

/** A list of origins, often many times the same, at times more often than fits into one run. */
export function randomOrigins(below: (limit: number) => number, runCountMax: number, originEnd: number): number[] {
  const runCount = below(runCountMax + 1);
  return Array.from({ length: runCount }, () => {
    const length = below(30) === 0 ? 200 + below(600) : 1 + below(6);
    const origin = below(originEnd + 1) - 1;
    return Array.from({ length }, () => origin);
  }).flat();
}

/** Four numbers a hunk, ascending; they may touch. */
export function randomHunks(below: (limit: number) => number, lineCount: number, hunkCountMax: number): number[] {
  const hunks: number[] = [];
  let at = 0;
  let shift = 0;
  for (let left = below(hunkCountMax + 1); left > 0 && at <= lineCount; left -= 1) {
    const start = at + below(Math.min(40, lineCount - at) + 1);
    const dropped = Math.min(below(below(8) === 0 ? 400 : 6), lineCount - start);
    const added = below(below(8) === 0 ? 400 : 6);
    hunks.push(start, dropped, start + shift, added);
    shift += added - dropped;
    at = start + dropped + below(2);
  }
  return hunks;
}

/** What hunks make of lines; `gone` hears of those that they take away. */
export function edited(
  lines: readonly number[],
  hunks: readonly number[],
  added: number,
  gone: number[] = [],
): number[] {
  const after: number[] = [];
  let line = 0;
  for (let at = 0; at < hunks.length; at += 4) {
    const [start, dropped, , count] = hunks.slice(at, at + 4) as [number, number, number, number];
    after.push(...lines.slice(line, start), ...Array.from({ length: count }, () => added));
    gone.push(...lines.slice(start, start + dropped));
    line = start + dropped;
  }
  return [...after, ...lines.slice(line)];
}

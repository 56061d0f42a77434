/** The newest are kept whatever they hold: one may be damaged. */
const newestKept = 2;
/** Older ones need not lie closer than so many commits. */
const gapMin = 500;

/**
 * Which of the generations stay, given their places from the newest to the oldest; -1 is damaged.
 *
 * The two newest stay. Of the others one goes when its neighbours are no further apart than half the way
 * from the older of them to the furthest place: so the gaps double with the distance, about log(n) stay,
 * and a history rewritten d commits back loses at most about d more.
 */
export function keptGenerations(places: readonly number[]): ReadonlySet<number> {
  const kept = new Set<number>(places.slice(0, newestKept).keys());
  const furthest = Math.max(...places);
  const ascending = [...places.keys()].filter((at) => places[at]! >= 0).sort((a, b) => places[a]! - places[b]!);
  // The start of the walk needs no checkpoint.
  let older = 0;
  for (const [rank, at] of ascending.entries()) {
    const newer = places[ascending[rank + 1] ?? at]!;
    const isCovered = newer - older <= Math.max(gapMin, (furthest - older) / 2);
    if (isCovered && !kept.has(at)) continue;
    kept.add(at);
    older = places[at]!;
  }
  return kept;
}

/** A generation and the files it names; generations share files. */
export interface GenerationFiles {
  readonly place: number;
  readonly files: readonly { readonly name: string; readonly size: number }[];
}

/**
 * Of the kept generations, newest first, those that stay within `bytesMax`: the two newest always do. The one
 * goes first whose loss is the smallest, measured by how much further back a rewritten history would fall.
 */
export function withinBytes(
  generations: readonly GenerationFiles[],
  kept: ReadonlySet<number>,
  bytesMax: number,
): ReadonlySet<number> {
  const left = new Set(kept);
  while (bytesOf(generations, left) > bytesMax) {
    const loser = leastMissed(generations, left);
    if (loser === undefined) break;
    left.delete(loser);
  }
  return left;
}

/** Bytes on disk of the files that any of these generations names, each file once. */
export function bytesOf(generations: readonly GenerationFiles[], chosen: Iterable<number>): number {
  const sizes = new Map<string, number>();
  for (const at of chosen) {
    for (const { name, size } of generations[at]!.files) sizes.set(name, Math.max(size, sizes.get(name) ?? 0));
  }
  let sum = 0;
  for (const size of sizes.values()) sum += size;
  return sum;
}

function leastMissed(generations: readonly GenerationFiles[], left: ReadonlySet<number>): number | undefined {
  const place = (at: number): number => generations[at]!.place;
  const ascending = [...left].sort((a, b) => place(a) - place(b));
  const furthest = Math.max(0, ...ascending.map(place));
  let loser: number | undefined;
  let smallest = Number.POSITIVE_INFINITY;
  for (const [rank, at] of ascending.entries()) {
    if (at < newestKept) continue;
    const older = rank === 0 ? 0 : place(ascending[rank - 1]!);
    const share = (place(at) - older) / (furthest - older + 1);
    if (share >= smallest) continue;
    smallest = share;
    loser = at;
  }
  return loser;
}

import { describe, expect, test } from 'vitest';
import { ChunkClock } from '../../../engine/run/chunk-clock.ts';
import type { MemoryRelief } from '../../../engine/run/memory-relief.ts';
import type { WalkParts } from '../../../engine/run/walk-parts.ts';

interface MadeWalk {
  readonly places: number;
  readonly startPlace?: number;
  readonly chunkCommits: number;
  readonly chunkCommitsMin?: number;
  readonly checkpointEveryMs?: number;
  /** Milliseconds of the clock that each commit takes. */
  readonly commitMs?: number;
  readonly saveMs?: number;
  readonly isShort?: (looks: number) => boolean;
}

/** Ends a chunk wherever one is due; returns the ends, and how often memory was looked at. */
function chunkEnds(made: MadeWalk): { readonly ends: number[]; readonly looks: number } {
  const { places, startPlace = 0, chunkCommits, checkpointEveryMs, commitMs = 0, saveMs = 0 } = made;
  let looks = 0;
  let at = 0;
  const relief: Pick<MemoryRelief, 'look' | 'isCutDue'> = {
    look: () => void (looks += 1),
    get isCutDue() {
      return made.isShort?.(looks) ?? false;
    },
  };
  const parts = {
    run: {
      history: { order: { length: places } },
      plan: { chunkCommitsMin: made.chunkCommitsMin ?? 1 },
      process: { now: () => at },
      checkpoints: checkpointEveryMs === undefined ? undefined : { everyMs: checkpointEveryMs },
    },
    state: { nextPlace: startPlace, nextChunk: 3 },
    policy: { chunkEnd: (start: number) => Math.min(places, start + chunkCommits) },
  } as unknown as WalkParts;
  const clock = new ChunkClock(parts, relief as MemoryRelief);
  const ends: number[] = [];
  for (let place = startPlace; place < places; place += 1) {
    at += commitMs;
    clock.committed(place);
    if (!clock.isDue()) continue;
    const startedAt = at;
    at += saveMs;
    clock.saved(startedAt);
    ends.push(clock.nextPlace);
    clock.beginChunk();
    expect([clock.index, clock.start, clock.commitCount]).toEqual([3 + ends.length, place + 1, 0]);
  }
  return { ends, looks };
}

describe('ChunkClock, a chunk is due', () => {
  test('where the policy ends it, never at the end of the walk', () => {
    expect(chunkEnds({ places: 10, chunkCommits: 4 }).ends).toEqual([4, 8]);
    expect(chunkEnds({ places: 8, chunkCommits: 4 }).ends).toEqual([4]);
    expect(chunkEnds({ places: 9, startPlace: 2, chunkCommits: 3 }).ends).toEqual([5, 8]);
  });

  test('when memory is short, but not before its least commits', () => {
    const short = { places: 200, chunkCommits: 1000, isShort: (looks: number) => looks === 2 };
    expect(chunkEnds({ ...short, chunkCommitsMin: 90 })).toEqual({ ends: [90], looks: 6 });
    expect(chunkEnds({ ...short, chunkCommitsMin: 64 }).ends).toEqual([64]);
  });

  test('when the last checkpoint is old, asked every 32 commits, and not without checkpoints', () => {
    const slow = { places: 200, chunkCommits: 1000, commitMs: 10 };
    expect(chunkEnds({ ...slow, checkpointEveryMs: 600 }).ends).toEqual([64, 128, 192]);
    expect(chunkEnds({ ...slow, checkpointEveryMs: 640 }).ends).toEqual([96, 192]);
    expect(chunkEnds(slow).ends).toEqual([]);
  });

  test('by age at most so often that saving takes a twentieth of the time', () => {
    const slow = { places: 400, chunkCommits: 1000, commitMs: 10, checkpointEveryMs: 300 };
    expect(chunkEnds({ ...slow, saveMs: 60 }).ends).toEqual([32, 160, 288]);
  });
});

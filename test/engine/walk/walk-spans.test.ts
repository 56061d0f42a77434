import { describe, expect, test } from 'vitest';
import type { BatchTiming } from '../../../engine/pipeline/index.ts';
import { WalkSpans } from '../../../engine/walk/walk-spans.ts';
import { SpillClock } from '../../../engine/spill/index.ts';
import type { Span } from '../../../engine/telemetry/index.ts';

/** A walk whose clock moves only when told to. */
class StoppedWalk {
  readonly spans: Span[] = [];
  at = 0;
  readonly clock = new SpillClock(() => this.at);
  readonly walk: WalkSpans;

  constructor() {
    let lastId = 100;
    this.walk = new WalkSpans(
      {
        sink: {
          parentId: 7,
          nextSpanId: () => (lastId += 1),
          span: (name, fields) => void this.spans.push({ name, ...fields }),
        },
        memory: { rssBytes: () => 11, heapUsedBytes: () => 13 },
        now: () => this.at,
        commitOid: (place) => `oid ${place}`,
        spillClock: this.clock,
      },
      0,
    );
  }

  /** A slab that was waited for, with commits that take so long to fold each. */
  fold(waitMs: number, foldMs: readonly number[], startPlace = 0): void {
    const askedAt = this.at;
    this.at += waitMs;
    this.walk.slabReceived(askedAt);
    for (const [commit, ms] of foldMs.entries()) {
      this.at += ms;
      this.walk.committed(startPlace + commit);
    }
    this.walk.slabFolded();
  }

  named(name: string): Span[] {
    return this.spans.filter((span) => span.name === name);
  }
}

const timing: BatchTiming = {
  workMs: 40,
  stallMs: 2,
  commits: [{ place: 1, startMs: 5000, durationMs: 30, changeCount: 3 }],
  files: [{ path: 'a/b', startMs: 5001, durationMs: 20, versionCount: 4 }],
};

describe('WalkSpans', () => {
  test('tells of a batch what was waited, folded and worked, below the walk', () => {
    const stopped = new StoppedWalk();
    stopped.fold(10, [0.5, 4]);
    stopped.walk.batchEnded(timing);
    const [batch] = stopped.named('batch');
    expect(batch).toMatchObject({ parent_id: 7, duration_ms: 14.5, start_ms: performance.timeOrigin });
    expect(batch?.attributes).toEqual({
      commits: 2,
      commits_done: 2,
      wait_ms: 10,
      fold_ms: 4.5,
      chunk_end_ms: 0,
      work_ms: 40,
      stall_ms: 2,
      rss_bytes: 11,
      heap_bytes: 13,
    });
    const below = stopped.spans.filter((span) => span.parent_id === batch?.span_id);
    expect(below.map(({ name, duration_ms, attributes }) => [name, duration_ms, attributes])).toEqual([
      ['fold', 4, { 'vcs.ref.head.revision': 'oid 1', place: 1 }],
      ['commit', 30, { 'vcs.ref.head.revision': 'oid 1', place: 1, changes: 3 }],
      ['file', 20, { 'file.path': 'a/b', versions: 4 }],
    ]);
  });

  test('tells the four slowest folds of a batch, of equal ones the first', () => {
    const stopped = new StoppedWalk();
    stopped.fold(0, [2, 5, 3, 3, 3, 0.9, 9]);
    stopped.walk.batchEnded(undefined);
    stopped.fold(0, [2], 7);
    stopped.walk.batchEnded(undefined);
    const places = stopped.named('fold').map(({ attributes }) => attributes['place']);
    expect(places).toEqual([6, 1, 2, 3, 7]);
  });

  test('puts the end of a chunk below the chunk, and into no commit or fold', () => {
    const stopped = new StoppedWalk();
    stopped.fold(1, [2]);
    const endingAt = stopped.at;
    stopped.at += 5;
    stopped.walk.chunkPart('hibernate', endingAt);
    stopped.at += 6;
    stopped.walk.chunkPart('checkpoint', endingAt + 5, { bytes: 9 });
    stopped.walk.chunkEnded(endingAt, 3, 1);
    stopped.fold(0, [4], 1);
    stopped.walk.batchEnded(undefined);
    const [chunk] = stopped.named('chunk');
    expect(chunk).toMatchObject({ parent_id: 7, duration_ms: 14, attributes: { chunk_index: 3, commits: 1 } });
    const parts = stopped.spans.filter((span) => span.parent_id === chunk?.span_id);
    expect(parts.map(({ name, duration_ms }) => [name, duration_ms])).toEqual([
      ['hibernate', 5],
      ['checkpoint', 6],
    ]);
    expect(stopped.named('batch')[0]?.attributes).toMatchObject({ fold_ms: 6, chunk_end_ms: 11 });
    expect(stopped.named('fold').map((span) => span.duration_ms)).toEqual([4, 2]);
  });

  test('adds up the spills and boots of a chunk, and begins anew with the next', () => {
    const stopped = new StoppedWalk();
    for (const ms of [3, 4]) stopped.clock.spill(() => void (stopped.at += ms));
    expect(stopped.clock.boot(() => 'part')).toBe('part');
    stopped.walk.chunkEnded(stopped.at, 0, 1);
    stopped.walk.chunkEnded(stopped.at, 1, 1);
    expect(stopped.named('spill')).toMatchObject([{ duration_ms: 7, attributes: { count: 2 } }]);
    expect(stopped.named('boot')).toMatchObject([{ duration_ms: 0, attributes: { count: 1 } }]);
    expect(stopped.named('spill')[0]?.start_ms).toBe(performance.timeOrigin);
  });
});

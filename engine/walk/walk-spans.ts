import type { BatchTiming } from '../pipeline/index.ts';
import type { SpentTime, SpillClock } from '../spill/index.ts';
import { type Span, type SpanAttribute, TopN } from '../telemetry/index.ts';

/** Takes the spans of a walk; the chunk log is one. */
export interface SpanSink {
  /** The span of the walk. */
  readonly parentId: number | null;
  nextSpanId(): number;
  span(name: string, fields: Omit<Span, 'name'>): void;
}

export interface WalkSpansOptions {
  readonly sink: SpanSink;
  readonly memory: { rssBytes(): number; heapUsedBytes(): number };
  /** Milliseconds of the clock of `performance.now`. */
  readonly now: () => number;
  readonly commitOid: (place: number) => string;
  readonly spillClock: SpillClock;
}

type Attributes = Readonly<Record<string, SpanAttribute>>;

/** Commits of a batch whose folding is logged, if it takes so long. */
const slowFoldCount = 4;
const slowFoldMs = 1;

/**
 * What a walk did with its time, as spans of the chunk log. Names of attributes are those of
 * OpenTelemetry where it has one.
 *
 *   walk ─┬─ batch ─┬─ commit   its slowest to read and compare, at most 4      by a worker thread
 *         │         ├─ file     likewise, all its versions in the batch         by a worker thread
 *         │         └─ fold     its slowest commits to fold, at most 4          on the main thread
 *         └─ chunk ─┬─ spill, boot       sums, over the time of the chunk
 *                   └─ hibernate, checkpoint, collect
 *
 * A batch lasts from the end of the one before to its own; what its worker did may lie earlier.
 * Live readers see a run move by the batches, as chunks are rare.
 * Cost: two looks at the clock a slab and one a commit. BOUNDED BY: 13 lines a batch, 6 a chunk.
 */
export class WalkSpans {
  readonly #options: WalkSpansOptions;
  #slowFolds = new TopN<SlowFold>(slowFoldCount);
  #batchAt: number;
  #chunkAt: number;
  #chunkId: number;
  /** Since when the main thread folds the slab, and the commit. */
  #foldAt: number;
  #commitAt: number;
  #waitMs = 0;
  #foldMs = 0;
  #chunkEndMs = 0;
  #commits = 0;
  #lastPlace: number;

  constructor(options: WalkSpansOptions, startPlace: number) {
    const now = options.now();
    this.#options = options;
    this.#batchAt = now;
    this.#chunkAt = now;
    this.#foldAt = now;
    this.#commitAt = now;
    this.#chunkId = options.sink.nextSpanId();
    this.#lastPlace = startPlace - 1;
  }

  /** A slab came after `askedAt`; it is folded from now on. */
  slabReceived(askedAt: number): void {
    const now = this.#options.now();
    this.#waitMs += now - askedAt;
    this.#foldAt = now;
    this.#commitAt = now;
  }

  /** A commit is folded; called before its chunk ends. */
  committed(place: number): void {
    const at = this.#options.now();
    const startedAt = this.#commitAt;
    const durationMs = at - startedAt;
    this.#commitAt = at;
    this.#commits += 1;
    this.#lastPlace = place;
    if (durationMs < slowFoldMs || !this.#slowFolds.takes(durationMs)) return;
    this.#slowFolds.offer({ place, startedAt, durationMs }, durationMs);
  }

  slabFolded(): void {
    this.#foldMs += this.#options.now() - this.#foldAt;
  }

  batchEnded(timing: BatchTiming | undefined): void {
    const { now, memory, sink } = this.#options;
    const id = sink.nextSpanId();
    this.#writeSlowFolds(id);
    if (timing !== undefined) this.#writeTiming(id, timing);
    const at = now();
    const attributes = {
      commits: this.#commits,
      commits_done: this.#lastPlace + 1,
      wait_ms: rounded(this.#waitMs),
      fold_ms: rounded(this.#foldMs),
      chunk_end_ms: rounded(this.#chunkEndMs),
      ...(timing === undefined ? {} : { work_ms: rounded(timing.workMs), stall_ms: rounded(timing.stallMs) }),
      rss_bytes: memory.rssBytes(),
      heap_bytes: memory.heapUsedBytes(),
    };
    this.#write('batch', id, sink.parentId, epoch(this.#batchAt), at - this.#batchAt, attributes);
    this.#batchAt = at;
    this.#waitMs = 0;
    this.#foldMs = 0;
    this.#chunkEndMs = 0;
    this.#commits = 0;
  }

  /** A part of ending the chunk is done, begun at `startedAt`. */
  chunkPart(name: 'hibernate' | 'checkpoint' | 'collect', startedAt: number, attributes: Attributes = {}): void {
    const durationMs = this.#options.now() - startedAt;
    this.#writeNew(name, this.#chunkId, epoch(startedAt), durationMs, attributes);
  }

  /** The chunk ended, its ending begun at `startedAt`, in the midst of a slab. The next one begins. */
  chunkEnded(startedAt: number, chunkIndex: number, commits: number): void {
    const { now, sink, spillClock } = this.#options;
    const { spills, boots } = spillClock.take();
    this.#writeSum('spill', spills);
    this.#writeSum('boot', boots);
    const attributes = { chunk_index: chunkIndex, commits };
    const at = now();
    this.#write('chunk', this.#chunkId, sink.parentId, epoch(this.#chunkAt), at - this.#chunkAt, attributes);
    this.#chunkAt = at;
    this.#chunkId = sink.nextSpanId();
    // Ending a chunk is no time of the next commit, nor of folding.
    this.#chunkEndMs += at - startedAt;
    this.#commitAt = at;
    this.#foldAt += at - startedAt;
  }

  #writeSlowFolds(parentId: number): void {
    for (const { place, startedAt, durationMs } of this.#slowFolds.sorted()) {
      this.#writeNew('fold', parentId, epoch(startedAt), durationMs, this.#commitAttributes(place));
    }
    this.#slowFolds = new TopN(slowFoldCount);
  }

  #writeTiming(parentId: number, { commits, files }: BatchTiming): void {
    for (const { place, startMs, durationMs, changeCount } of commits) {
      const attributes = { ...this.#commitAttributes(place), changes: changeCount };
      this.#writeNew('commit', parentId, startMs, durationMs, attributes);
    }
    for (const { path, startMs, durationMs, versionCount } of files) {
      this.#writeNew('file', parentId, startMs, durationMs, { 'file.path': path, versions: versionCount });
    }
  }

  #commitAttributes(place: number): Attributes {
    return { 'vcs.ref.head.revision': this.#options.commitOid(place), place };
  }

  /** Many short times of a chunk as one span, from when the first began. */
  #writeSum(name: string, { count, totalMs, firstAt }: SpentTime): void {
    if (count > 0) this.#writeNew(name, this.#chunkId, epoch(firstAt), totalMs, { count });
  }

  #writeNew(name: string, parentId: number, startMs: number, durationMs: number, attributes: Attributes): void {
    this.#write(name, this.#options.sink.nextSpanId(), parentId, startMs, durationMs, attributes);
  }

  #write(
    name: string,
    id: number,
    parentId: number | null,
    startMs: number,
    durationMs: number,
    attributes: Attributes,
  ): void {
    this.#options.sink.span(name, {
      span_id: id,
      parent_id: parentId,
      start_ms: startMs,
      duration_ms: durationMs,
      attributes,
    });
  }
}

interface SlowFold {
  readonly place: number;
  readonly startedAt: number;
  readonly durationMs: number;
}

function epoch(at: number): number {
  return performance.timeOrigin + at;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

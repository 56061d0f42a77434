import { CodefangError, formatBytes, MiB } from '../base/index.ts';
import { type Garbage, type HeapSnapshot, PressureWatch, takeHeapSnapshot } from '../memory/index.ts';
import { type ChunkEventName, type ChunkEvents, logChunkMemory } from '../telemetry/index.ts';
import type { Frame, FrameReader, FrameSource } from '../pipeline/index.ts';
import type { OwnedState } from '../state/index.ts';
import type { WalkFeeder, WalkFold, WalkSpans } from '../walk/index.ts';
import type { ChunkObservation, ChunkPolicy, RunPlan } from '../plan.ts';
import type { PathRoom } from './path-room.ts';
import type { RunAccounts } from './run-accounts.ts';
import { stoppedBy } from './stopped-by.ts';

/** Memory of the process as the kernel counts it, in bytes. */
export interface MemoryReadings {
  rssBytes(): number;
  peakBytes(): number;
  heapUsedBytes(): number;
}

/** Hears of what a run does; the chunk log is one. */
export interface RunEvents {
  event<Name extends ChunkEventName>(name: Name, fields: ChunkEvents[Name]): void;
}

export interface ChunkLoopOptions {
  readonly plan: RunPlan;
  readonly policy: ChunkPolicy;
  readonly owners: readonly OwnedState[];
  readonly source: FrameSource;
  readonly feeder: WalkFeeder;
  readonly reader: FrameReader;
  readonly memory: MemoryReadings;
  readonly accounts: RunAccounts;
  /** Bytes of the names of files and of what is known of them, and what keeps them within the budget. */
  readonly pathBytes: () => number;
  readonly pathRoom: PathRoom;
  readonly events: RunEvents;
  /** Undefined when nobody hears of spans; then nothing is measured for them. */
  readonly spans: WalkSpans | undefined;
  readonly startPlace: number;
  readonly startChunk: number;
  readonly placeCount: number;
  /** Saves the hibernated state; undefined when no checkpoint is kept. Returns the bytes of its files. */
  readonly checkpoint: ((nextPlace: number, chunkIndex: number) => number) | undefined;
  /** A chunk is cut when the last checkpoint is so old, however much memory is left. */
  readonly checkpointEveryMs: number;
  /** Full hex id of the commit at a place. */
  readonly commitOid: (place: number) => string;
  readonly garbage: Garbage;
  /** Why the run should stop at the next commit, if it should. */
  readonly stopRequested: () => string | undefined;
  /** Called for each commit that is folded. */
  readonly onProgress: (place: number) => void;
  /** Called for each chunk that ends, with its number and its end. */
  readonly onChunk: (chunkIndex: number, end: number) => void;
  /** Milliseconds of a steady clock; for durations in the log only. */
  readonly now: () => number;
}

/** How many commits pass between two looks at memory. */
const commitsPerReading = 32;
/** Share of the caches that is kept when memory gets short. */
const keptUnderPressure = 0.5;
/** Another cut frees something only if memory has grown by this share of the budget since the last. */
const riseShare = 1 / 64;
/** What a refused run should be given, over what it held. */
const headroom = 1.15;
/** While a frame is waited for, a stop is asked for so often; inside a commit it waits so many times. */
const pollMs = 100;
/** Checkpoints by time take at most this share of it: one that took a second is not made for 20 more. */
const checkpointShareMax = 0.05;
const pollsInsideMax = 12;

/**
 * Drives frames through the fold and ends chunks:
 * measure → observe → hibernate → checkpoint → log → plan next → boot.
 *
 * Chunks end between commits wherever the frame stands, so batches, frames and chunks need not agree.
 * Tables boot at the start of a chunk, parts when a commit asks for them.
 */
export class ChunkLoop {
  readonly #options: ChunkLoopOptions;
  #chunkIndex: number;
  #start: number;
  #end: number;
  #nextPlace: number;
  readonly #pressure: PressureWatch;
  #isCutDue = false;
  /** A chunk is cut when memory is above this: cutting again would free no more than the last time. */
  #cutAboveBytes = 0;
  #before: ChunkReadings;
  #payloadBytes = 0;
  /** When the last checkpoint was saved, or the run began, and how long that took. */
  #savedAt: number;
  #saveMs = 0;

  constructor(options: ChunkLoopOptions) {
    this.#options = options;
    this.#chunkIndex = options.startChunk;
    this.#start = options.startPlace;
    this.#nextPlace = options.startPlace;
    this.#pressure = new PressureWatch({
      budgetBytes: options.plan.budgetBytes,
      meter: options.memory,
      levelOf: (used, budget) => options.policy.pressure(used, budget),
    });
    this.#end = options.policy.chunkEnd(options.startPlace);
    this.#before = this.#read();
    this.#savedAt = options.now();
  }

  /** Folds everything that is left. @throws {CodefangError} ABORTED after a stop, with its checkpoint kept */
  async run(fold: WalkFold): Promise<void> {
    const { source, reader, spans, now } = this.#options;
    let underway = this.#submit(0);
    while (underway > 0) {
      const askedAt = now();
      const frame = await this.#nextFrame(fold);
      spans?.frameReceived(askedAt);
      this.#payloadBytes += frame.end * 4;
      const isBatchEnd = reader.read(frame.ints, frame.end, fold);
      frame.release();
      spans?.frameFolded();
      if (!isBatchEnd) continue;
      spans?.batchEnded(frame.timing);
      source.endBatch();
      underway = this.#submit(underway - 1);
    }
    fold.finish();
    if (this.#nextPlace > this.#start || this.#options.placeCount === 0) this.#endChunk();
  }

  /** Called behind each commit. */
  committed(place: number): void {
    this.#nextPlace = place + 1;
    this.#options.spans?.committed(place);
    this.#options.onProgress(place);
    const stop = this.#options.stopRequested();
    if (stop !== undefined) this.#stop(stop);
    if (this.#nextPlace % commitsPerReading === 0) this.#watchMemory();
    const isCut = this.#isCutDue && this.#nextPlace - this.#start >= this.#options.plan.chunkCommitsMin;
    const isEnd = this.#nextPlace >= this.#end || isCut || this.#isCheckpointDue();
    if (this.#nextPlace < this.#options.placeCount && isEnd) {
      this.#endChunk();
    }
  }

  /** The next frame. A stop is heard while it is waited for: a worker may be at a large one. */
  async #nextFrame(fold: WalkFold): Promise<Frame> {
    const coming = this.#options.source.next();
    // After a stop nobody waits for it any more, however it ends.
    coming.catch(() => {});
    let frame = await within(coming, pollMs);
    for (let waits = 0; frame === undefined; waits += 1) {
      const stop = this.#options.stopRequested();
      if (stop === undefined) waits = 0;
      else if (!fold.isInsideCommit) this.#stop(stop);
      // The rest of the commit does not come: what was folded of it is lost, the checkpoint before it stays.
      else if (waits === pollsInsideMax) throw stoppedBy(stop, 'the run');
      frame = await within(coming, pollMs);
    }
    return frame;
  }

  /** Hours of work are not left to the size of a budget. */
  #isCheckpointDue(): boolean {
    const { checkpoint, checkpointEveryMs, now } = this.#options;
    if (checkpoint === undefined || this.#nextPlace % commitsPerReading !== 0) return false;
    return now() - this.#savedAt > Math.max(checkpointEveryMs, this.#saveMs / checkpointShareMax);
  }

  #stop(reason: string): never {
    if (this.#nextPlace > this.#start) this.#endChunk();
    throw stoppedBy(reason, 'the run');
  }

  #submit(underway: number): number {
    const { source, feeder } = this.#options;
    let count = underway;
    while (count < source.batchCountMax) {
      const batch = feeder.next();
      if (batch === undefined) return count;
      source.submit(batch);
      count += 1;
    }
    return count;
  }

  #watchMemory(): void {
    const { plan, events, source, garbage, memory, pathRoom, pathBytes } = this.#options;
    garbage.look();
    pathRoom.fit(pathBytes(), () => memory.rssBytes());
    const { level, rssBytes, hasRisen } = this.#pressure.sample();
    if (level === 'critical' && rssBytes > this.#cutAboveBytes) this.#isCutDue = true;
    if (!hasRisen || level === 'none') return;
    if (level === 'warning') source.shrink(keptUnderPressure);
    const action = level === 'warning' ? 'shrink caches' : this.#isCutDue ? 'cut chunk and hibernate' : 'none';
    events.event('memory_pressure', { level, rss_bytes: rssBytes, budget_bytes: plan.budgetBytes, action });
  }

  /** Cold state goes to disk and dead memory is collected. @throws {CodefangError} BUDGET when that is not enough */
  #relieve(): void {
    const { plan, memory, source, garbage, spans, now } = this.#options;
    const startedAt = now();
    source.shrink(0);
    garbage.collect();
    spans?.chunkPart('collect', startedAt);
    const rssBytes = memory.rssBytes();
    this.#cutAboveBytes = rssBytes + plan.budgetBytes * riseShare;
    if (rssBytes <= plan.budgetBytes) return;
    const needed = Math.ceil((rssBytes * headroom) / MiB);
    throw new CodefangError(
      'BUDGET',
      `Cannot continue within ${formatBytes(plan.budgetBytes)}: ${formatBytes(rssBytes)} are resident with all state ` +
        `on disk, use --memory-budget ${needed}MiB or more; the run resumes at commit ${this.#nextPlace}`,
    );
  }

  #endChunk(): void {
    const { policy, plan, checkpoint, spans, now } = this.#options;
    const endingAt = now();
    const measured = this.#read();
    this.#account(measured);
    const observation = this.#observe(measured);
    if (checkpoint !== undefined || plan.budgetBytes > 0) this.#hibernate();
    if (checkpoint !== undefined) this.#saveCheckpoint(checkpoint, now());
    if (this.#isCutDue) this.#relieve();
    const chunksBefore = policy.chunkCount;
    const note = policy.observe(observation);
    this.#log(measured, observation, note !== undefined);
    if (note !== undefined) {
      this.#options.events.event('replanned', {
        chunk_index: this.#chunkIndex,
        metric: note.metric,
        observed: note.observedBytes,
        predicted: note.predictedBytes,
        divergence: note.divergence,
        chunks_before: chunksBefore,
        chunks_after: policy.chunkCount,
      });
    }
    this.#options.onChunk(this.#chunkIndex, this.#nextPlace);
    spans?.chunkEnded(endingAt, this.#chunkIndex, this.#nextPlace - this.#start);
    this.#beginChunk();
  }

  #hibernate(): void {
    const { owners, spans, now } = this.#options;
    const startedAt = now();
    for (const owner of owners) owner.hibernate(this.#isCutDue ? 'drop' : 'keep');
    spans?.chunkPart('hibernate', startedAt);
  }

  #beginChunk(): void {
    for (const owner of this.#options.owners) owner.boot();
    this.#chunkIndex += 1;
    this.#start = this.#nextPlace;
    this.#end = this.#options.policy.chunkEnd(this.#start);
    this.#isCutDue = false;
    this.#payloadBytes = 0;
    this.#before = this.#read();
  }

  #saveCheckpoint(save: (nextPlace: number, chunkIndex: number) => number, startedAt: number): void {
    const bytes = save(this.#nextPlace, this.#chunkIndex);
    this.#savedAt = this.#options.now();
    this.#saveMs = this.#savedAt - startedAt;
    this.#options.events.event('checkpoint_saved', {
      chunk_index: this.#chunkIndex,
      commit: this.#options.commitOid(this.#nextPlace - 1),
      bytes,
      duration_ms: round(this.#options.now() - startedAt),
    });
    this.#options.spans?.chunkPart('checkpoint', startedAt, { bytes });
  }

  /** Per commit; a chunk without commits counts as one. */
  #observe(measured: ChunkReadings): ChunkObservation {
    const commits = Math.max(1, this.#nextPlace - this.#start);
    const before = this.#before;
    const growth = (after: number, start: number): number => Math.max(0, Math.round((after - start) / commits));
    return {
      chunkIndex: this.#chunkIndex,
      start: this.#start,
      end: this.#nextPlace,
      workGrowthPerCommitBytes: growth(
        measured.partBytes + measured.writtenPartBytes,
        before.partBytes + before.writtenPartBytes,
      ),
      payloadPerCommitBytes: Math.round(this.#payloadBytes / commits),
      aggregateGrowthPerCommitBytes: growth(
        measured.factBytes + measured.writtenFactBytes,
        before.factBytes + before.writtenFactBytes,
      ),
    };
  }

  #log(measured: ChunkReadings, observation: ChunkObservation, isReplanned: boolean): void {
    const { plan, policy, events, source, memory, accounts, owners } = this.#options;
    const after = this.#read();
    const before = this.#before;
    const { stats } = source;
    logChunkMemory(events, {
      chunkIndex: this.#chunkIndex,
      start: this.#start,
      end: this.#nextPlace,
      before,
      measured,
      after,
      peakBytes: memory.peakBytes(),
      budgetBytes: plan.budgetBytes,
      pressure: policy.pressure(measured.rssBytes, plan.budgetBytes),
      growthPerCommitBytes: observation.workGrowthPerCommitBytes,
      smoothedGrowthBytes: policy.smoothedGrowthBytes,
      payloadPerCommitBytes: observation.payloadPerCommitBytes,
      aggregateGrowthPerCommitBytes: observation.aggregateGrowthPerCommitBytes,
      isReplanned,
      hibernatedBytes: after.writtenPartBytes - before.writtenPartBytes,
      spilledBytes: after.writtenFactBytes - before.writtenFactBytes,
      spillRuns: owners.reduce((sum, owner) => sum + owner.runCount, 0),
      cache: {
        hits: stats.deltaBaseHits,
        misses: stats.deltaBaseMisses,
        bytes: plan.storeLimits.deltaBaseBytes * Math.max(1, plan.workerCount),
      },
      ledgerBytes: accounts.totalBytes,
      accounts: accounts.heldBytes,
      unaccountedBytes: accounts.unaccountedBytes,
    });
  }

  /** Brings the ledger up to date. */
  #account(readings: ChunkReadings): void {
    const { accounts, source, pathBytes } = this.#options;
    const { stats } = source;
    accounts.hold('parts', readings.partBytes);
    accounts.hold('facts', readings.factBytes);
    accounts.hold('paths', pathBytes());
    accounts.hold('pack windows', stats.windowBytes);
    accounts.hold('delta bases', stats.deltaBaseBytes);
    accounts.compare(readings.rssBytes);
  }

  #read(): ChunkReadings {
    const { owners, memory, now } = this.#options;
    const sum = (of: (owner: OwnedState) => number): number => owners.reduce((total, owner) => total + of(owner), 0);
    return {
      ...takeHeapSnapshot(memory, now),
      partBytes: sum((owner) => owner.partBytes),
      writtenPartBytes: sum((owner) => owner.writtenPartBytes),
      factBytes: sum((owner) => owner.factBytes),
      writtenFactBytes: sum((owner) => owner.writtenFactBytes),
    };
  }
}

interface ChunkReadings extends HeapSnapshot {
  readonly partBytes: number;
  readonly writtenPartBytes: number;
  readonly factBytes: number;
  readonly writtenFactBytes: number;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** What comes within the time, or undefined. What comes later is not lost: the promise may be asked again. */
async function within<Value>(coming: Promise<Value>, ms: number): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([coming, late]);
  } finally {
    clearTimeout(timer);
  }
}

import type { FilledSlab, Slice } from '../pipeline/index.ts';
import type { ReplanNote } from '../plan.ts';
import type { WalkFeeder, WalkFold } from '../walk/index.ts';
import { ChunkClock } from './chunk-clock.ts';
import { ChunkMemory } from './chunk-memory.ts';
import { commitOid } from './commit-oid.ts';
import { MemoryRelief } from './memory-relief.ts';
import { stoppedBy } from './stopped-by.ts';
import type { WalkParts } from './walk-parts.ts';

/** Saves the hibernated state and returns the bytes of its files. */
export type SaveCheckpoint = (nextPlace: number, chunkIndex: number) => number;

/** While a slab is waited for, a stop is asked for so often; inside a commit it waits so many times. */
const pollMs = 100;
const pollsInsideMax = 12;

/**
 * Takes filled slabs from the source, folds their slices and ends chunks:
 * measure → observe → hibernate → checkpoint → log → plan next → boot.
 *
 * Chunks end between commits, wherever in a slab that is, so batches, slabs and chunks need not agree.
 * Tables boot at the start of a chunk, parts when a commit asks for them.
 */
export class ChunkLoop {
  readonly #parts: WalkParts;
  readonly #feeder: WalkFeeder;
  readonly #fold: WalkFold;
  readonly #save: SaveCheckpoint | undefined;
  readonly #relief: MemoryRelief;
  readonly #clock: ChunkClock;
  readonly #memory: ChunkMemory;

  /** `save` is undefined when no checkpoint is kept. */
  constructor(parts: WalkParts, feeder: WalkFeeder, fold: WalkFold, save: SaveCheckpoint | undefined) {
    this.#parts = parts;
    this.#feeder = feeder;
    this.#fold = fold;
    this.#save = save;
    this.#relief = new MemoryRelief(parts);
    this.#clock = new ChunkClock(parts, this.#relief);
    this.#memory = new ChunkMemory(parts, this.#clock);
  }

  /** Folds everything that is left. @throws {CodefangError} ABORTED after a stop, with its checkpoint kept */
  async run(): Promise<void> {
    const { run, state, source, spans } = this.#parts;
    const { reader } = state;
    const placeCount = run.history.order.length;
    let underway = this.#submit(0);
    while (underway > 0) {
      const slab = await this.#nextSlab();
      reader.open(slab.ints, slab.end);
      while (reader.next()) this.#foldSlice(reader.slice);
      slab.release();
      spans?.slabFolded();
      if (!reader.isBatchEnd) continue;
      spans?.batchEnded(slab.timing);
      source.endBatch();
      underway = this.#submit(underway - 1);
    }
    this.#passUntil(placeCount);
    if (this.#clock.commitCount > 0 || placeCount === 0) this.#endChunk();
  }

  #submit(underway: number): number {
    const { source } = this.#parts;
    let count = underway;
    while (count < source.batchCountMax) {
      const batch = this.#feeder.next();
      if (batch === undefined) return count;
      source.submit(batch);
      count += 1;
    }
    return count;
  }

  async #nextSlab(): Promise<FilledSlab> {
    const { spans, run } = this.#parts;
    const askedAt = run.process.now();
    const slab = await this.#waitForSlab();
    spans?.slabReceived(askedAt);
    this.#memory.received(slab.end * 4);
    return slab;
  }

  /** A stop is honoured while a slab is waited for: a worker may be at a large one. */
  async #waitForSlab(): Promise<FilledSlab> {
    const { source, run } = this.#parts;
    const coming = source.next();
    // After a stop nobody waits for it any more, however it ends.
    coming.catch(() => {});
    let slab = await within(coming, pollMs);
    for (let waits = 0; slab === undefined; waits += 1) {
      const stop = run.stopRequested();
      if (stop === undefined) waits = 0;
      else if (!this.#fold.isInsideCommit) this.#stop(stop);
      // The rest of the commit does not come: what was folded of it is lost, the checkpoint before it stays.
      else if (waits === pollsInsideMax) throw stoppedBy(stop, 'the run');
      slab = await within(coming, pollMs);
    }
    return slab;
  }

  #foldSlice(slice: Slice): void {
    this.#passUntil(this.#fold.placeBefore(slice));
    if (this.#fold.take(slice)) this.#committed();
  }

  #passUntil(end: number): void {
    while (this.#fold.pass(end)) this.#committed();
  }

  /** A commit is folded: the run may stop or the chunk may end here. */
  #committed(): void {
    const { run, spans } = this.#parts;
    const place = this.#fold.nextPlace - 1;
    this.#clock.committed(place);
    spans?.committed(place);
    run.listener.onProgress(place);
    const stop = run.stopRequested();
    if (stop !== undefined) this.#stop(stop);
    if (this.#clock.isDue()) this.#endChunk();
  }

  #stop(reason: string): never {
    if (this.#clock.commitCount > 0) this.#endChunk();
    throw stoppedBy(reason, 'the run');
  }

  #endChunk(): void {
    const { run, policy, spans } = this.#parts;
    const { index, nextPlace, commitCount } = this.#clock;
    const endingAt = run.process.now();
    const measured = this.#memory.measure();
    const observation = this.#memory.observe(measured);
    if (this.#save !== undefined || run.plan.budgetBytes > 0) this.#hibernate();
    if (this.#save !== undefined) this.#saveCheckpoint(this.#save);
    if (this.#relief.isCutDue) this.#relief.relieve(nextPlace);
    const chunksBefore = policy.chunkCount;
    const note = policy.observe(observation);
    this.#memory.log(measured, observation, note !== undefined);
    if (note !== undefined) this.#logReplanned(note, chunksBefore);
    run.listener.onChunk(index, nextPlace);
    spans?.chunkEnded(endingAt, index, commitCount);
    this.#beginChunk();
  }

  /** State goes to disk, and leaves memory when that is short. */
  #hibernate(): void {
    const { run, state, spans } = this.#parts;
    const startedAt = run.process.now();
    for (const owner of state.owners) owner.hibernate(this.#relief.isCutDue ? 'drop' : 'keep');
    spans?.chunkPart('hibernate', startedAt);
  }

  #saveCheckpoint(save: SaveCheckpoint): void {
    const { run, spans } = this.#parts;
    const { now } = run.process;
    const { index, nextPlace } = this.#clock;
    const startedAt = now();
    const bytes = save(nextPlace, index);
    this.#clock.saved(startedAt);
    run.listener.events.event('checkpoint_saved', {
      chunk_index: index,
      commit: commitOid(run.history, nextPlace - 1),
      bytes,
      duration_ms: Math.round((now() - startedAt) * 10) / 10,
    });
    spans?.chunkPart('checkpoint', startedAt, { bytes });
  }

  #logReplanned(note: ReplanNote, chunksBefore: number): void {
    const { run, policy } = this.#parts;
    run.listener.events.event('replanned', {
      chunk_index: this.#clock.index,
      metric: note.metric,
      observed: note.observedBytes,
      predicted: note.predictedBytes,
      divergence: note.divergence,
      chunks_before: chunksBefore,
      chunks_after: policy.chunkCount,
    });
  }

  #beginChunk(): void {
    for (const owner of this.#parts.state.owners) owner.boot();
    this.#clock.beginChunk();
    this.#relief.beginChunk();
    this.#memory.beginChunk();
  }
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

import { type HeapSnapshot, takeHeapSnapshot } from '../memory/index.ts';
import { logChunkMemory } from '../telemetry/index.ts';
import type { ChunkObservation } from '../plan.ts';
import type { OwnedState } from '../state/index.ts';
import type { ChunkClock } from './chunk-clock.ts';
import type { WalkParts } from './walk-parts.ts';

/** What state took at one moment, in bytes. */
export interface ChunkReadings extends HeapSnapshot {
  readonly partBytes: number;
  readonly writtenPartBytes: number;
  readonly factBytes: number;
  readonly writtenFactBytes: number;
}

/** What a chunk did to memory: read at its start, at its end and after hibernation, observed and logged. */
export class ChunkMemory {
  readonly #parts: WalkParts;
  readonly #clock: ChunkClock;
  #before: ChunkReadings;
  #payloadBytes = 0;

  constructor(parts: WalkParts, clock: ChunkClock) {
    this.#parts = parts;
    this.#clock = clock;
    this.#before = this.#read();
  }

  /** A slab of so many bytes came in. */
  received(bytes: number): void {
    this.#payloadBytes += bytes;
  }

  /** Reads the end of the chunk, and brings the ledger up to date. */
  measure(): ChunkReadings {
    const readings = this.#read();
    const { run, source, state } = this.#parts;
    const { accounts } = run.process;
    const { stats } = source;
    accounts.hold('parts', readings.partBytes);
    accounts.hold('facts', readings.factBytes);
    accounts.hold('paths', state.pathBytes);
    accounts.hold('pack windows', stats.windowBytes);
    accounts.hold('delta bases', stats.deltaBaseBytes);
    accounts.compare(readings.rssBytes);
    return readings;
  }

  /** Per commit; a chunk without commits counts as one. */
  observe(measured: ChunkReadings): ChunkObservation {
    const { index, start, nextPlace, commitCount } = this.#clock;
    const commits = Math.max(1, commitCount);
    const before = this.#before;
    const growth = (after: number, from: number): number => Math.max(0, Math.round((after - from) / commits));
    return {
      chunkIndex: index,
      start,
      end: nextPlace,
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

  /** Writes the line of the chunk, which is hibernated by now. */
  log(measured: ChunkReadings, observation: ChunkObservation, isReplanned: boolean): void {
    const { run, policy, source, state } = this.#parts;
    const { memory, accounts } = run.process;
    const { plan } = run;
    const after = this.#read();
    const before = this.#before;
    const { stats } = source;
    logChunkMemory(run.listener.events, {
      chunkIndex: observation.chunkIndex,
      start: observation.start,
      end: observation.end,
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
      spillRuns: state.owners.reduce((sum, owner) => sum + owner.runCount, 0),
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

  /** Reads the start of the next chunk. */
  beginChunk(): void {
    this.#payloadBytes = 0;
    this.#before = this.#read();
  }

  #read(): ChunkReadings {
    const { run, state } = this.#parts;
    const { memory, now } = run.process;
    const sum = (of: (owner: OwnedState) => number): number =>
      state.owners.reduce((total, owner) => total + of(owner), 0);
    return {
      ...takeHeapSnapshot(memory, now),
      partBytes: sum((owner) => owner.partBytes),
      writtenPartBytes: sum((owner) => owner.writtenPartBytes),
      factBytes: sum((owner) => owner.factBytes),
      writtenFactBytes: sum((owner) => owner.writtenFactBytes),
    };
  }
}

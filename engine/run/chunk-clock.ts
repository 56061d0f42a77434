import type { MemoryRelief } from './memory-relief.ts';
import type { WalkParts } from './walk-parts.ts';

/** How many commits pass between two looks at memory, and at the age of the last checkpoint. */
const commitsPerReading = 32;
/** Checkpoints by time take at most this share of it: one that took a second is not made for 20 more. */
const checkpointShareMax = 0.05;

/**
 * Knows where the walk stands in its chunk, and when the chunk is due: at the end that the policy has planned, when
 * memory is short, or when the last checkpoint is old.
 */
export class ChunkClock {
  readonly #parts: WalkParts;
  readonly #relief: MemoryRelief;
  readonly #placeCount: number;
  #index: number;
  #start: number;
  #end: number;
  #nextPlace: number;
  /** When the last checkpoint was saved, or the run began, and how long that took. */
  #savedAt: number;
  #saveMs = 0;

  constructor(parts: WalkParts, relief: MemoryRelief) {
    const { run, state, policy } = parts;
    this.#parts = parts;
    this.#relief = relief;
    this.#placeCount = run.history.order.length;
    this.#index = state.nextChunk;
    this.#start = state.nextPlace;
    this.#nextPlace = state.nextPlace;
    this.#end = policy.chunkEnd(this.#start);
    this.#savedAt = run.process.now();
  }

  /** Number of the chunk. */
  get index(): number {
    return this.#index;
  }

  /** First place of the chunk. */
  get start(): number {
    return this.#start;
  }

  /** All places before it are folded. */
  get nextPlace(): number {
    return this.#nextPlace;
  }

  /** Commits of the chunk that are folded. */
  get commitCount(): number {
    return this.#nextPlace - this.#start;
  }

  /** The commit at a place is folded. */
  committed(place: number): void {
    this.#nextPlace = place + 1;
  }

  /** Whether the chunk ends here; asked once behind each commit. The last one of a walk ends by itself. */
  isDue(): boolean {
    const isReading = this.#nextPlace % commitsPerReading === 0;
    if (isReading) this.#relief.look();
    if (this.#nextPlace >= this.#placeCount) return false;
    if (this.#nextPlace >= this.#end) return true;
    if (this.#relief.isCutDue && this.commitCount >= this.#parts.run.plan.chunkCommitsMin) return true;
    return isReading && this.#isCheckpointOld();
  }

  /** A checkpoint is saved, begun at `startedAt`. */
  saved(startedAt: number): void {
    this.#savedAt = this.#parts.run.process.now();
    this.#saveMs = this.#savedAt - startedAt;
  }

  /** Begins the next chunk where the last one ended. */
  beginChunk(): void {
    this.#index += 1;
    this.#start = this.#nextPlace;
    this.#end = this.#parts.policy.chunkEnd(this.#start);
  }

  /** Hours of work are not left to the size of a budget. */
  #isCheckpointOld(): boolean {
    const { checkpoints, process } = this.#parts.run;
    if (checkpoints === undefined) return false;
    return process.now() - this.#savedAt > Math.max(checkpoints.everyMs, this.#saveMs / checkpointShareMax);
  }
}

import { CodefangError, formatBytes, MiB } from '../base/index.ts';
import { PressureWatch } from '../memory/index.ts';
import { OwnedState } from '../state/index.ts';
import { PathRoom } from './path-room.ts';
import type { WalkParts } from './walk-parts.ts';

/** Share of the caches that is kept when memory gets short. */
const keptUnderPressure = 0.5;
/** Another cut frees something only if memory has grown by this share of the budget since the last. */
const riseShare = 1 / 64;
/** What a refused run should be given, over what it held. */
const headroom = 1.15;

/** Watches memory between commits and gives back what it can: caches at once, state when a chunk is cut for it. */
export class MemoryRelief {
  readonly #parts: WalkParts;
  readonly #pressure: PressureWatch;
  readonly #pathRoom: PathRoom;
  #isCutDue = false;
  /** A chunk is cut when memory is above this: cutting again would free no more than the last time. */
  #cutAboveBytes = 0;

  constructor(parts: WalkParts) {
    const { run, state, policy } = parts;
    this.#parts = parts;
    this.#pressure = new PressureWatch({
      budgetBytes: run.plan.budgetBytes,
      meter: run.process.memory,
      levelOf: (used, budget) => policy.pressure(used, budget),
    });
    this.#pathRoom = new PathRoom(run.plan, (bytes) => OwnedState.limitParts(state.owners, bytes));
  }

  /** Whether memory is so short that the chunk should end, and its state leave memory. */
  get isCutDue(): boolean {
    return this.#isCutDue;
  }

  /** Looks at memory. @throws {CodefangError} BUDGET when the names of files leave no room */
  look(): void {
    const { run, state, source } = this.#parts;
    const { memory, garbage } = run.process;
    garbage.look();
    this.#pathRoom.fit(state.pathBytes, () => memory.rssBytes());
    const { level, rssBytes, hasRisen } = this.#pressure.sample();
    if (level === 'critical' && rssBytes > this.#cutAboveBytes) this.#isCutDue = true;
    if (!hasRisen || level === 'none') return;
    if (level === 'warning') source.shrink(keptUnderPressure);
    const action = level === 'warning' ? 'shrink caches' : this.#isCutDue ? 'cut chunk and hibernate' : 'none';
    const fields = { level, rss_bytes: rssBytes, budget_bytes: run.plan.budgetBytes, action };
    run.listener.events.event('memory_pressure', fields);
  }

  /**
   * Gives back caches and dead memory, with all state on disk and the walk resumable at `nextPlace`.
   *
   * @throws {CodefangError} BUDGET when that is not enough
   */
  relieve(nextPlace: number): void {
    const { run, source, spans } = this.#parts;
    const { memory, garbage, now } = run.process;
    const { budgetBytes } = run.plan;
    const startedAt = now();
    source.shrink(0);
    garbage.collect();
    spans?.chunkPart('collect', startedAt);
    const rssBytes = memory.rssBytes();
    this.#cutAboveBytes = rssBytes + budgetBytes * riseShare;
    if (rssBytes > budgetBytes) throw this.#tooLittle(rssBytes, nextPlace);
  }

  /** Another chunk begins. */
  beginChunk(): void {
    this.#isCutDue = false;
  }

  #tooLittle(rssBytes: number, nextPlace: number): CodefangError {
    const { budgetBytes } = this.#parts.run.plan;
    const needed = Math.ceil((rssBytes * headroom) / MiB);
    return new CodefangError(
      'BUDGET',
      `Cannot continue within ${formatBytes(budgetBytes)}: ${formatBytes(rssBytes)} are resident with all state ` +
        `on disk, use --memory-budget ${needed}MiB or more; the run resumes at commit ${nextPlace}`,
    );
  }
}

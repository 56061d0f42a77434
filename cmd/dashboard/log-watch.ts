import { CodefangError } from '../../engine/index.ts';
import type { DashboardModel } from './dashboard-model.ts';
import type { DashboardState, LogView } from './dashboard-view.ts';
import type { LogPlaces } from './log-places.ts';
import { WatchedLog } from './watched-log.ts';

/** A reader has a buffer of 256 KiB and an open file. */
export const logCountMax = 64;
const pollMs = 250;
/** Longest time in which the server does not answer. */
const turnMs = 30;
/** A directory is listed again after this many polls. */
const pollsPerListing = 8;

export interface LogWatchOptions {
  readonly places: LogPlaces;
  readonly model: DashboardModel;
  /** Whether to wait for what is still written. */
  readonly isFollowed: boolean;
  /** Something may have changed. */
  readonly onChange: () => void;
}

/**
 * Reads all logs into the model: what is there at once, in turns of 30 ms, then what is written,
 * four times a second; new files of a folder within two seconds. BOUNDED BY: 64 logs.
 */
export class LogWatch {
  readonly #options: LogWatchOptions;
  readonly #logs = new Map<string, WatchedLog>();
  #droppedLogCount = 0;
  #phase: DashboardState['phase'] = 'reading';
  #timer: NodeJS.Timeout | undefined;
  #pollCount = 0;
  #isClosed = false;

  constructor(options: LogWatchOptions) {
    this.#options = options;
  }

  get phase(): DashboardState['phase'] {
    return this.#phase;
  }

  get droppedLogCount(): number {
    return this.#droppedLogCount;
  }

  views(): LogView[] {
    return [...this.#logs.values()].map((log) => log.view());
  }

  /** Reads all that is there. Goes on by itself where logs are followed. */
  async start(): Promise<void> {
    this.#list();
    await this.#readAll();
    this.#phase = this.#options.isFollowed ? 'live' : 'ended';
    this.#options.onChange();
    if (this.#options.isFollowed) this.#schedule();
  }

  /** Reads what was written last; nothing is read after it. */
  async finish(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#isClosed) return;
    this.#list();
    await this.#readAll();
    this.#phase = 'ended';
    this.close();
    this.#options.onChange();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    for (const log of this.#logs.values()) log.close();
  }

  #schedule(): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => void this.#poll(), pollMs);
  }

  async #poll(): Promise<void> {
    this.#pollCount += 1;
    if (this.#pollCount % pollsPerListing === 0) this.#listAgain();
    await this.#readAll();
    if (!this.#isClosed) this.#options.onChange();
    this.#schedule();
  }

  async #readAll(): Promise<void> {
    for (const log of this.#logs.values()) {
      while (!this.#isClosed && log.read(this.#options.model, performance.now() + turnMs)) {
        this.#options.onChange();
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  }

  /** A folder that cannot be read now keeps the logs that were found in it before. */
  #listAgain(): void {
    try {
      this.#list();
    } catch (failure) {
      if (!(failure instanceof CodefangError)) throw failure;
    }
  }

  #list(): void {
    this.#droppedLogCount = 0;
    for (const { path, name, isPacked } of this.#options.places.list()) {
      if (this.#logs.has(path)) continue;
      if (this.#logs.size < logCountMax) {
        this.#logs.set(path, new WatchedLog(path, name, this.#options.isFollowed && !isPacked));
      } else {
        this.#droppedLogCount += 1;
      }
    }
  }
}

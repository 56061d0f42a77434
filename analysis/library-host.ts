import { createRequire } from 'node:module';
import { abortReason, type ChunkLog, collectGarbage, keepYoungSpaceSmall, MemoryMeter } from '../engine/index.ts';
import { nullChunkLog, SpillCleanupGuard, stoppedBy, timeoutReason } from '../engine/index.ts';
import type { AnalyseOptions } from './analyse-options.ts';
import type { AnalysisHost } from './analysis-host.ts';
import type { AnalysisEvent, AnalysisProgress } from './analysis-progress.ts';
import { removeAtExit } from './remove-at-exit.ts';

/** The process of a caller: its memory is measured, and callbacks report to it. */
export class LibraryHost implements AnalysisHost {
  readonly version: string = readVersion();
  readonly memory: MemoryMeter = new MemoryMeter();
  readonly guard: SpillCleanupGuard = new SpillCleanupGuard();
  readonly childBytes = 0;
  readonly log: ChunkLog = nullChunkLog;
  readonly profileDirectory = undefined;
  readonly #options: AnalyseOptions;
  #forget: () => void = () => {};

  constructor(options: AnalyseOptions) {
    this.#options = options;
    // Without a bound there is nothing to keep.
    if (String(options.memoryBudget) !== '0') keepYoungSpaceSmall();
  }

  readonly stopRequested = (): string | undefined => {
    const { signal } = this.#options;
    if (signal?.aborted !== true) return undefined;
    const isTimeout = signal.reason instanceof Error && signal.reason.name === 'TimeoutError';
    return isTimeout ? timeoutReason : abortReason;
  };

  /** The survey and short reports do not check for a stop themselves; they report progress, and it is checked here. */
  readonly onProgress = (progress: AnalysisProgress): void => {
    this.#options.onProgress?.(progress);
    const stop = progress.phase === 'walk' ? undefined : this.stopRequested();
    if (stop !== undefined) throw stoppedBy(stop, `the ${progress.phase}`);
  };

  readonly onEvent = (event: AnalysisEvent): void => this.#options.onEvent?.(event);

  readonly onNote = (sentence: string): void => this.#options.onNote?.(sentence);

  readonly onGuard = (guard: SpillCleanupGuard): void => {
    this.#forget = removeAtExit(guard);
  };

  onAccounts(): void {}

  /** With room on its heap no compiler of V8 waits for a process that ends (nodejs/node#54918). */
  readonly onClosed = (): void => {
    this.#forget();
    this.memory.close();
    collectGarbage();
  };
}

/** By name: this code is found in one file of the build or in another. */
function readVersion(): string {
  const own = createRequire(import.meta.url)('codefang/package.json') as { readonly version: string };
  return own.version;
}

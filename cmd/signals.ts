export type StopSignal = 'SIGINT' | 'SIGTERM';

/** What of the process a watch needs; tests pass their own. */
export interface SignalSource {
  on(signal: string, listener: () => void): unknown;
  off(signal: string, listener: () => void): unknown;
  exit(code: number): void;
}

/** A closed terminal ends a run as politely as a request to end. */
const meanings: Readonly<Record<string, StopSignal>> = {
  SIGINT: 'SIGINT',
  SIGTERM: 'SIGTERM',
  SIGHUP: 'SIGTERM',
};

/**
 * Two steps to a stop. The first signal is a wish, which a run asks for between commits so that it
 * can keep a checkpoint; the second one cleans up and ends the process at once.
 *
 * Listeners stand between `open` and `close` only: outside, signals do what they do to any program.
 * SIGPIPE needs no listener, Node ignores it and writes fail with EPIPE.
 */
export class SignalWatch {
  readonly #process: SignalSource;
  readonly #exitCodeOf: (signal: StopSignal) => number;
  readonly #listeners = new Map<string, () => void>();
  #stop: StopSignal | undefined;
  #tell: (line: string) => void = () => {};
  #cleanUp: () => void = () => {};

  constructor(source: SignalSource, exitCodeOf: (signal: StopSignal) => number) {
    this.#process = source;
    this.#exitCodeOf = exitCodeOf;
  }

  /** Starts listening. `tell` prints a line. REQUIRES: it is not open. */
  open(tell: (line: string) => void): void {
    this.#tell = tell;
    for (const [name, signal] of Object.entries(meanings)) {
      const listener = (): void => this.#hear(signal);
      this.#listeners.set(name, listener);
      this.#process.on(name, listener);
    }
  }

  /** The first signal that came; cheap, to be polled. */
  readonly stopRequested = (): StopSignal | undefined => this.#stop;

  /** What must be removed before the process ends at once; synchronous, replaces the one before. */
  onEnd(cleanUp: () => void): void {
    this.#cleanUp = cleanUp;
  }

  /** Removes what a run left behind; a failure in it does not keep the process from ending. */
  cleanUp(): void {
    const cleanUp = this.#cleanUp;
    this.#cleanUp = () => {};
    try {
      cleanUp();
    } catch (failure) {
      this.#tell(`Cannot clean up: ${failure instanceof Error ? failure.message : 'it failed'}`);
    }
  }

  /** Stops listening; signals received so far are remembered. */
  close(): void {
    for (const [name, listener] of this.#listeners) this.#process.off(name, listener);
    this.#listeners.clear();
  }

  #hear(signal: StopSignal): void {
    if (this.#stop === undefined) {
      this.#stop = signal;
      this.#tell('stopping at the next safe point; press again to stop at once');
      return;
    }
    this.cleanUp();
    this.#process.exit(this.#exitCodeOf(signal));
  }
}

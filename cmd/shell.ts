import type { SignalWatch } from './signals.ts';

/** What the program provides to its commands. */
export interface Shell {
  readonly version: string;
  /** The command line without the program. */
  readonly args: readonly string[];
  readonly signals: SignalWatch;
  /** Writes to the standard output; a reader that has gone away is no failure. */
  readonly writeOut: (text: string) => void;
  /** Writes to the standard error; failures are nobody's concern. */
  readonly writeErr: (text: string) => void;
}

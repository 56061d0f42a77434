import { PlainProgress } from './plain-progress.ts';
import { StatusLine } from './status-line.ts';

/** Shows progress to people. Every method may be called at any rate. */
export interface Progress {
  phase(name: string): void;
  /** Commits found so far while the history is surveyed. */
  survey(commits: number): void;
  /** A budget of 0 bytes is none. */
  commits(done: number, total: number, rssBytes: number, budgetBytes: number): void;
  /** One line for each chunk that ends. */
  chunk(line: string): void;
  /** Something worth knowing that is no failure. */
  note(line: string): void;
  /** Removes what is not to stay. May be called again, and lines may follow. */
  done(): void;
}

export interface ProgressOptions {
  readonly verbosity: 'quiet' | 'normal' | 'verbose';
  /** Whether `write` goes to a terminal that lines can be redrawn on. */
  readonly isTerminal: boolean;
  readonly write: (text: string) => void;
  /** Width of the terminal now. */
  readonly columns: () => number;
  /** Milliseconds of a steady clock; decides what is drawn, never what is computed. */
  readonly now: () => number;
}

/** One status line on a terminal, plain lines elsewhere, nothing when quiet. */
export function createProgress(options: ProgressOptions): Progress {
  if (options.verbosity === 'quiet') return silence;
  return options.isTerminal ? new StatusLine(options) : new PlainProgress(options);
}

const silence: Progress = {
  phase() {},
  survey() {},
  commits() {},
  chunk() {},
  note() {},
  done() {},
};

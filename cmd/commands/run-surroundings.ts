import type { SpillCleanupGuard } from '../../engine/index.ts';
import type { Progress } from '../progress.ts';

/** What the terminal and the process provide to a run. */
export interface RunSurroundings {
  readonly version: string;
  readonly progress: Progress;
  /** Why the run should stop, if it should; polled between commits. */
  readonly stopRequested: () => string | undefined;
  /** Called with whatever must be removed when the process has to end at once. */
  readonly onGuard: (guard: SpillCleanupGuard) => void;
  /** The command that would go on after a stop. */
  readonly resumeCommand: string;
  readonly textWidth: number;
  /** A line about the run; left out when it shall be quiet. */
  readonly note: (line: string) => void;
  /** A line that was asked for. */
  readonly tell: (line: string) => void;
}

import type { AnalysisRules, VerifyMode } from '../engine/index.ts';
import type { ResumeChoice } from './analyse-options.ts';

/** What an analysis is asked to do; the files of its rules are read, nothing else is opened. */
export interface AnalysisOrder {
  readonly repository: string;
  readonly rules: AnalysisRules;
  readonly means: AnalysisMeans;
}

/** What may make a run smaller, faster or restartable. None of it may change a byte of the report. */
export interface AnalysisMeans {
  /** As written: `2GiB`, `50%`, `auto`, `0`. */
  readonly memoryBudget: string;
  /** -1 means: decide by the machine and the budget. */
  readonly workers: number;
  readonly verify: VerifyMode;
  readonly spillDirectory: string;
  /** Undefined keeps nothing. */
  readonly stateDirectory: string | undefined;
  readonly resume: ResumeChoice;
  readonly incremental: boolean;
  readonly clearCheckpoint: boolean;
  readonly checkpointEverySeconds: number;
  readonly stateBytesMax: number;
  readonly diskBytesMax: number | undefined;
}

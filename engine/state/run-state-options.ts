import type { AnalyzerDefinition, OptionValues } from '../contract.ts';
import type { Garbage } from '../memory/index.ts';
import type { RunPlan } from '../plan.ts';
import type { DiskLimit, SpillCleanupGuard } from '../spill/index.ts';
import type { History } from '../survey/index.ts';

export interface SelectedAnalyzer {
  readonly definition: AnalyzerDefinition;
  readonly options: OptionValues;
  /** Nobody asked for its report: it folds, since others read its facts. */
  readonly isOnlyRead?: boolean;
}

/** What decides the shape of the state. */
export interface StateRules {
  /** Whether what the analyzers say of each commit is kept and reported. */
  readonly isPerCommit: boolean;
  /** In the order of the report. */
  readonly analyzers: readonly SelectedAnalyzer[];
}

/** What a state is made of, whether it is new or taken over. */
export interface RunStateOptions {
  readonly history: History;
  readonly rules: StateRules;
  readonly plan: RunPlan;
  readonly guard: SpillCleanupGuard;
  readonly spillRoot: string;
  /** Bounds what the spill takes, and with it what checkpoints take; undefined is no bound. */
  readonly disk: DiskLimit | undefined;
  readonly process: StateProcess;
}

export interface StateProcess {
  readonly garbage: Garbage;
  /** Milliseconds of a steady clock; for durations in the log only, and for how old a checkpoint is. */
  readonly now: () => number;
}

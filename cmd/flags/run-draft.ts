import { type CompatName, usualOptions } from '../../analysis/internal.ts';
import type { OptionValues } from '../../engine/index.ts';
import type { RunRequest } from '../run-request.ts';

type Undecided = 'repository' | 'analyzers' | 'analyzerOptions' | 'targets';

/** A request while it is read: what depends on several flags or on the terminal is still open. */
export interface RunDraft extends Omit<RunRequest, Undecided> {
  /** Ids, short names and globs; none means all. */
  readonly analyzerPatterns: readonly string[];
  /** What was said of any analyzer, selected or not. */
  readonly saidOptions: Readonly<Record<string, OptionValues>>;
  readonly format: string | undefined;
  /** As often as -o was given. */
  readonly outputs: readonly string[];
  readonly table: string | undefined;
  readonly compat: CompatName | undefined;
  /** The clock, in seconds since 1970: relative times are resolved once. */
  readonly nowSeconds: number;
  readonly colorChoice: ColorChoice;
}

export type ColorChoice = 'auto' | 'always' | 'never';

/** What holds when nobody says anything; the flags' `initial` texts say the same in words. */
export function initialDraft(spillDirectory: string, stateDirectory: string, nowSeconds: number): RunDraft {
  return {
    ...usualOptions,
    analyzerPatterns: [],
    saidOptions: {},
    format: undefined,
    outputs: [],
    table: undefined,
    compat: undefined,
    title: undefined,
    linkBase: undefined,
    open: false,
    spillDirectory,
    stateDirectory,
    maxTimeSeconds: undefined,
    logFile: undefined,
    logFormat: 'none',
    dashboard: false,
    profileDirectory: undefined,
    verbosity: 'normal',
    colorChoice: 'auto',
    memoryReport: false,
    notes: [],
    nowSeconds,
  };
}

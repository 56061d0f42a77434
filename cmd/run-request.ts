import type { IdentitiesChoice, ResumeChoice } from '../analysis/internal.ts';
import type { ReportTarget } from './flags/choose-targets.ts';
import type { MovesPolicy, OptionValues, RenamePolicy, VerifyMode } from '../engine/index.ts';

/** What was said on the command line, in the environment and in the configuration; resolved, nothing opened. */
export interface RunRequest {
  readonly repository: string;
  readonly revision: string;
  /** Analyzer ids in alphabetical order; globs are resolved. */
  readonly analyzers: readonly string[];
  /** Options of each selected analyzer, defaults filled in. */
  readonly analyzerOptions: Readonly<Record<string, OptionValues>>;
  /** As said: `2GiB`, `50%`, `auto`, `0`. */
  readonly memoryBudget: string;
  /** -1 means: decide by the machine and the budget. */
  readonly workers: number;
  /** How objects are compared with their ids. */
  readonly verify: VerifyMode;
  readonly firstParent: boolean;
  readonly since: number | undefined;
  readonly until: number | undefined;
  readonly limit: number | undefined;
  readonly paths: readonly string[];
  readonly excludes: readonly string[];
  readonly renames: RenamePolicy;
  readonly moves: MovesPolicy;
  /** Lists of commits that blame ignores. */
  readonly ignoreRevsFiles: readonly string[];
  readonly identities: IdentitiesChoice;
  /** Whether people have pseudonyms instead of names and e-mails. */
  readonly anonymize: boolean;
  readonly tickSeconds: number;
  readonly allowIncomplete: boolean;
  /** Whether refs below `refs/replace/` count. */
  readonly replaceObjects: boolean;
  /** What is written, and where to; at least one. */
  readonly targets: readonly ReportTarget[];
  /** Name of the repository in a page; undefined for its own. */
  readonly title: string | undefined;
  /** Where a page links to; undefined for what the remote says, empty for nowhere. */
  readonly linkBase: string | undefined;
  /** Whether the report has a row per commit. */
  readonly perCommit: boolean;
  /** Whether to show the page when it is written. */
  readonly open: boolean;
  readonly spillDirectory: string;
  readonly stateDirectory: string;
  readonly resume: ResumeChoice;
  /** How old the last checkpoint may get, beside those that memory asks for. */
  readonly checkpointEverySeconds: number;
  /** Bytes of older states that are kept beside the two newest. */
  readonly stateBytesMax: number;
  /** Bytes on disk that spill and state may take together; undefined is no limit. */
  readonly diskBytesMax: number | undefined;
  /** Whether the state at the end is kept, so that new commits cost only themselves. */
  readonly incremental: boolean;
  readonly clearCheckpoint: boolean;
  /** Stop with a checkpoint after so long. */
  readonly maxTimeSeconds: number | undefined;
  readonly logFile: string | undefined;
  readonly logFormat: 'none' | 'json';
  /** Whether a page shows the run as it goes; its process is part of the budget. */
  readonly dashboard: boolean;
  /** Where to write CPU and heap profiles of all threads. */
  readonly profileDirectory: string | undefined;
  readonly verbosity: 'quiet' | 'normal' | 'verbose';
  readonly memoryReport: boolean;
  /** What to print before anything is done: how something that was said was understood. */
  readonly notes: readonly string[];
}

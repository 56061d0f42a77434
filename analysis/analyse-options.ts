import type { MovesPolicy, OptionValues, RenamePolicy, VerifyMode } from '../engine/index.ts';
import type { AnalysisEvent, AnalysisProgress } from './analysis-progress.ts';

/** A people dictionary is read once, when the analysis begins. */
export type IdentitiesChoice = 'mailmap' | 'exact' | { readonly file: string };

/** `auto` resumes when it can, `require` refuses when it cannot, `never` starts fresh and keeps no checkpoint. */
export type ResumeChoice = 'require' | 'auto' | 'never';

/** What can change a number. All of it stands in the options of the report. */
export interface RuleOptions {
  /** Where the walk starts: a branch, tag or commit, or `A..B`: reachable from B and not from A. Default `HEAD`. */
  readonly revision?: string | undefined;
  /** Walk the first-parent chain only. Default false. */
  readonly firstParent?: boolean | undefined;
  /** Leave out commits before, as a date or in seconds since 1970. */
  readonly since?: Date | number | undefined;
  /** Leave out commits after, as a date or in seconds since 1970. */
  readonly until?: Date | number | undefined;
  /** The newest commits only, from 1. */
  readonly limit?: number | undefined;
  /** Globs of the files that count, such as `src` or `*.ts`. Default all. */
  readonly paths?: readonly string[] | undefined;
  /** Globs of the files that do not count. */
  readonly excludes?: readonly string[] | undefined;
  /** Default `exact`. */
  readonly renames?: RenamePolicy | undefined;
  /** Which lines that moved keep the commit that wrote them: within a file, or between files too. Default `off`. */
  readonly moves?: MovesPolicy | undefined;
  /** Who is one person. Default `mailmap`. */
  readonly identities?: IdentitiesChoice | undefined;
  /** Replace names and e-mail addresses by pseudonyms in the whole report. Default false. */
  readonly anonymize?: boolean | undefined;
  /** Paths of lists of commits that pass their lines on to older ones, as `git blame --ignore-revs-file` reads them. */
  readonly ignoreRevsFiles?: readonly string[] | undefined;
  /** A step of time, in seconds. Default 86,400. */
  readonly tickSeconds?: number | undefined;
  /** Analyse what is there of a shallow or partial clone. Default false: it is refused. */
  readonly allowIncomplete?: boolean | undefined;
  /** Whether refs below `refs/replace/` count. Default true. */
  readonly replaceObjects?: boolean | undefined;
  /** Report what each commit did as well; needed for the format `timeseries`. Default false. */
  readonly perCommit?: boolean | undefined;
  /** Ids, short names and globs, such as `history/*`. Default all but optional ones. */
  readonly analyzers?: readonly string[] | undefined;
  /** Options by id or short name: `{ burndown: { granularity: 7 } }`. */
  readonly analyzerOptions?: Readonly<Record<string, OptionValues>> | undefined;
}

/** What may make a run smaller, faster or restartable. None of it changes a byte of the report. */
export interface MeansOptions {
  /**
   * Bounds the resident memory of the whole process: `512MiB`, `2GB`, a number of bytes, `50%` of what is available,
   * or `auto`, which is half of that and at most 4 GiB. 0 is no bound. Default `auto`.
   */
  readonly memoryBudget?: string | number | undefined;
  /**
   * How objects are compared with their ids: by the checksums of whole packs where that is less work (`packs`), each by
   * itself (`full`), or not at all (`off`). Default `packs`.
   */
  readonly verify?: VerifyMode | undefined;
  /** Worker threads; -1 decides by the machine and the budget. Default -1. */
  readonly workers?: number | undefined;
  /** Where checkpoints are kept. Without it nothing is kept, and a run that is stopped begins again. */
  readonly stateDirectory?: string | undefined;
  /** Where state goes that memory has no room for. Default the system's temporary directory. */
  readonly spillDirectory?: string | undefined;
  /** Default `auto`. */
  readonly resume?: ResumeChoice | undefined;
  /** Whether the state at the end is kept, so that new commits cost only themselves. Default true. */
  readonly incremental?: boolean | undefined;
  /** Removes what was kept under the same rules first. Default false. */
  readonly clearCheckpoint?: boolean | undefined;
  /** How old the last checkpoint may get, beside those that memory asks for. Default 30. */
  readonly checkpointEverySeconds?: number | undefined;
  /** Bytes of older states that are kept beside the two newest. Default 2 GiB. */
  readonly stateBytesMax?: number | undefined;
  /** Bytes on disk that spill and state may take together. Default no limit. */
  readonly diskBytesMax?: number | undefined;
}

/** Everything `analyse` takes. Only `repository` is needed. */
export interface AnalyseOptions extends RuleOptions, MeansOptions {
  /** A work tree, a directory in it, or a bare repository. It is only read. */
  readonly repository: string;
  /**
   * Stops the run between two commits, with a checkpoint if there is a state directory. The error has the code
   * `ABORTED`, or `STOPPED` after `AbortSignal.timeout`. The survey at the start is not interrupted.
   */
  readonly signal?: AbortSignal | undefined;
  /** Called at the start of each phase and some times a second. What it throws ends the run. */
  readonly onProgress?: ((progress: AnalysisProgress) => void) | undefined;
  /** Called with what the chunk log would say, spans left out. What it throws ends the run. */
  readonly onEvent?: ((event: AnalysisEvent) => void) | undefined;
  /** Called with sentences for people, such as why nothing could be resumed. */
  readonly onNote?: ((sentence: string) => void) | undefined;
}

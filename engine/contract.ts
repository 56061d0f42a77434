/**
 * What an analyzer is, and everything it may see. An analyzer says what to measure; the engine owns its
 * state, and so hibernation, spilling, checkpoints, merging and formats come free.
 *
 *   commit ──fold──► facts (rows under up to three integers, folded by sum, min or max)
 *               └──► parts (state that survives from commit to commit, in pieces that fit in memory)
 *   facts, parts ──report──► sections of rows ──► any format
 *   lines        ──report──►                       which the engine attributes for whoever needs them
 *
 * Ids are dense integers from 0: a person, a path (bytes of a name), a file (what a path names; a rename
 * followed keeps it). A tick is a time bucket counted from the first commit walked.
 */

/** One value of a row. Lists and records are small and bounded by what they describe. */
export type Cell = string | number | boolean | null | readonly Cell[] | CellRecord;
export interface CellRecord {
  readonly [key: string]: Cell;
}

export type ColumnType = 'string' | 'int' | 'float' | 'boolean' | 'time' | 'oid' | 'list' | 'record';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly unit?: string;
  /** What a schema says of the column; stored reports do without. */
  readonly description?: string;
  /** Whether a cell may be null. Stored reports do not say. */
  readonly isNullable?: boolean;
  /** What is in the lists or records. Without it formats with types of their own keep them as JSON text. */
  readonly nested?: NestedType;
}

/** Lists of values, or records of any keys with a value under each. */
export interface NestedType {
  /** What the keys of a record are; a list has none. */
  readonly keys?: 'int' | 'string';
  /** One type, or the names of the integers that each value is a record of. */
  readonly values: 'int' | 'float' | 'string' | readonly string[];
}

/** A named table of an analyzer's report; shape `record` means exactly one row. Rows are read once, lazily. */
export interface Section {
  readonly name: string;
  readonly title: string;
  readonly shape: 'table' | 'record';
  readonly columns: readonly Column[];
  /** Says nothing of the numbers: formats that hold all of them pass it over. */
  readonly show?: Presentation;
  readonly rows: Iterable<readonly Cell[]>;
}

/** How a summary and a page show a section. Names of columns that the section lacks are passed over. */
export interface Presentation {
  /** Columns in the order shown; all scalar ones by default. */
  readonly columns?: readonly string[];
  /** Numeric column drawn as bars, and the measure of `largest`. */
  readonly bar?: string;
  /** Which rows are shown; `first` by default, since tables come in a useful order. */
  readonly keep?: Keep;
  /** Rows of a summary, 10 by default. */
  readonly rowCountMax?: number;
  /** Numeric column drawn as one line over all rows, and the column that says from where to where. */
  readonly trend?: { readonly value: string; readonly along: string };
  /** Completes "no rows: …". */
  readonly emptyBecause?: string;
}

export type Keep = 'first' | 'last' | 'largest';

/** What happened to a file in a commit. A renamed one may have changed lines as well. */
export const changeKind = { added: 0, deleted: 1, modified: 2, renamed: 3 } as const;

/**
 * The changed files of one commit, in path order, as columns. Gitlinks are not files and are not here.
 * Indexes are `[0, count)`. Views are valid only during `fold`.
 */
export interface FileChanges {
  readonly count: number;
  /** One of `changeKind`. */
  kind(at: number): number;
  pathId(at: number): number;
  /** The path before a rename, else -1. */
  oldPathId(at: number): number;
  /** What the path names; renames that are followed keep it. */
  fileId(at: number): number;
  languageId(at: number): number;
  /** Lines added and removed as `git log --numstat` says; 0 when a side is binary. */
  added(at: number): number;
  removed(at: number): number;
  /** Lines replaced: the smaller of removed and added, summed over hunks. */
  changed(at: number): number;
  /** Whether a side is binary. Of content that did not change it is known to those who need `numstat`. */
  isBinary(at: number): boolean;
  /** Text lines before and after; a binary or absent side has none. */
  oldLines(at: number): number;
  newLines(at: number): number;
}

/**
 * Submodules that a commit adds, moves or removes, as columns. Git compares a line of text in the place of each. Those
 * who need `numstat` get them, others none.
 */
export type SubmoduleChanges = Pick<FileChanges, 'count' | 'pathId' | 'added' | 'removed'>;

/**
 * One commit as analyzers see it. A commit with very many files comes in several slices with the same
 * `place`; `changeCount` is the sum over all of them.
 */
export interface CommitView {
  /** Place in the walk, from 0. */
  readonly place: number;
  readonly tick: number;
  /** Committer time in seconds since 1970, made monotone along the walk. */
  readonly seconds: number;
  readonly personId: number;
  readonly parentCount: number;
  readonly isMainline: boolean;
  readonly changeCount: number;
  readonly isFirstSlice: boolean;
  readonly isLastSlice: boolean;
  /**
   * By how many lines the commit changes the mainline, of which the first one also brings what was there before; 0
   * beside it, where nobody needs lines, and while the commit is folded.
   */
  readonly netLines: number;
}

export type Fold = 'sum' | 'min' | 'max';

/** Shape of a fact table: rows under 1 to 3 integer keys `[0, 2^32)`, 1 to 4 float64 columns that fold. */
export interface FactSpec<Key extends string = string, Column extends string = string> {
  readonly name: string;
  readonly keys: readonly Key[];
  readonly columns: Readonly<Record<Column, Fold>>;
  /** Order of the first key when facts are read; the other keys ascend. Default: ascending. */
  readonly order?: 'ascending' | 'descending';
  /** The first key may be as large as 2^53 - 1. It takes the place of two: at most one more key follows. */
  readonly isWide?: boolean;
  /** Share of the aggregate region relative to the other tables; 1 is usual. */
  readonly weight?: number;
}

/** One fact by the names of its keys and columns. Valid until the next step of the loop that reads it. */
export type Fact<Name extends string> = { readonly [name in Name]: number };

/**
 * Where an analyzer puts facts and reads them back, `Name` being the names of keys and columns. Integer values keep
 * sums exact. No fact is added while a loop reads the table.
 */
export interface Facts<Name extends string = never> extends Iterable<Fact<Name>> {
  /** Keys, then values, in the order of the spec; a key that the table does not have is 0. */
  add(a: number, b: number, c: number, v0: number, v1?: number, v2?: number, v3?: number): void;
  /** All facts, folded, in key order. May be called again; nothing stays open when a loop ends early. */
  [Symbol.iterator](): Iterator<Fact<Name>>;
  /**
   * The facts of each first key in turn. With a count there is a group for each key `[0, count)`, also for those
   * without facts. Facts that a loop leaves unread are skipped.
   */
  groups(count?: number): Iterable<FactGroup<Name>>;
}

/** Facts that live while a report is made. */
export interface ScratchFacts<Name extends string = never> extends Facts<Name>, Disposable {}

/** Facts under the same first key. Valid, and read once, until the next group. */
export interface FactGroup<Name extends string> extends Iterable<Fact<Name>> {
  readonly key: number;
}

/** Facts by the numbers of keys and columns: what the engine keeps and merges under the names of `Facts`. */
export interface FactStore {
  add(a: number, b: number, c: number, v0: number, v1?: number, v2?: number, v3?: number): void;
  /** All facts, folded, ordered by (a, b, c). May be called again; each cursor must be closed. */
  scan(): FactCursor;
}

export interface FactCursor {
  next(): boolean;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  value(column: number): number;
  close(): void;
}

/** Shape of a state part. `encode` may return a view: it is copied at once. */
export interface PartShape<Part> {
  /** Whether what `encode` gives is short by itself; else it is packed on its way to disk. */
  readonly isCompact?: boolean;
  create(id: number): Part;
  encode(part: Part): Uint8Array;
  decode(bytes: Uint8Array, id: number): Part;
  weigh(part: Part): number;
  /** Called when a part leaves memory, so that its memory can be reused. */
  release?(part: Part): void;
}

export interface Parts<Part> {
  /** The part, resident, booted from disk or new; it counts as changed with access `write`. */
  get(id: number, access: 'read' | 'write'): Part;
  /** Forgets a part. */
  remove(id: number): void;
  /** Ids of all parts that exist, ascending. */
  ids(): readonly number[];
}

export interface AnalyzerOption {
  /** Flag and key after the analyzer's name: `granularity` is `--burndown-granularity`. */
  readonly name: string;
  /**
   * What its value is:
   *
   *   switch   true or false
   *   count    a whole number from `min`
   *   number   a finite number from `min` to `max`
   *   choice   one of `choices`
   *   text     any text
   *   list     texts; the flag may be repeated, and the texts of one may be separated by commas
   *   file     a `RuleFile`; an empty text where none is named, which is what `initial` says
   */
  readonly kind: 'switch' | 'count' | 'number' | 'choice' | 'text' | 'list' | 'file';
  readonly initial: boolean | number | string | readonly string[];
  readonly min?: number;
  readonly max?: number;
  /** The values of a choice, or of a list's texts where not all are allowed. */
  readonly choices?: readonly string[];
  readonly help: string;
  /** Only chooses what a report lists, and changes no state, so that state is kept as if it were `initial`. */
  readonly isReportOnly?: boolean;
  /**
   * The rule of the run that a switch is another name of: setting either sets both. Such a rule labels a report and
   * changes no state, so that state is kept as if it were `initial`.
   */
  readonly aliasOf?: 'anonymize';
}

/** A file that can change a number, read once: its bytes are what is hashed and what is used. */
export interface RuleFile {
  /** What messages call it; its path is no part of a report. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export type OptionValue = boolean | number | string | readonly string[] | RuleFile;

export type OptionValues = Readonly<Record<string, OptionValue>>;

/**
 * Upper estimates in bytes per commit: what an analyzer's own parts and facts take in memory when nothing is put on
 * disk, and what it adds to the payload between threads. Lines are counted by the engine. The planner adds them up,
 * predicts the peak by them and cuts the first chunks; the chunk log has what was measured.
 */
export interface AnalyzerCost {
  readonly workingStateBytesPerCommit: number;
  readonly payloadBytesPerCommit: number;
  readonly aggregateBytesPerCommit: number;
}

/**
 * `changes`: `fold` sees each commit, merges without changes. `lines`: reports may ask which commit wrote which line
 * (`ReportContext.lines`). `numstat`: beside changes, `fold` sees what `git log --numstat` lists: submodules, and whether
 * a file is binary.
 */
export type AnalyzerNeed = 'changes' | 'lines' | 'numstat';

/** A value of each commit; whole numbers. A running one says by how much the commit changes it. */
export interface CommitColumn {
  readonly name: string;
  readonly unit: string;
  readonly isRunning?: boolean;
}

export interface AnalyzerDefinition {
  /** `history/<folder>` */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** What the engine works out for it; `fold` is called for `changes` only. */
  readonly needs: readonly AnalyzerNeed[];
  /**
   * Ids of analyzers whose facts the report reads (`ReportContext.factsOf`). They fold even where nobody asked for
   * their reports. They read nobody themselves.
   */
  readonly reads?: readonly string[];
  /** Left out unless it is asked for by name or glob. */
  readonly isOptional?: boolean;
  readonly options: readonly AnalyzerOption[];
  readonly cost: AnalyzerCost;
  /** What `commitValues` gives, at most 4; without it the analyzer has nothing to say of a single commit. */
  readonly commitColumns?: readonly CommitColumn[];
  create(setup: AnalyzerSetup): AnalyzerRun;
}

export interface AnalyzerSetup {
  readonly options: OptionValues;
  facts<Key extends string, Column extends string>(spec: FactSpec<Key, Column>): Facts<Key | Column>;
  parts<Part>(name: string, shape: PartShape<Part>): Parts<Part>;
}

export interface AnalyzerRun {
  /** Called for those that need `changes`. */
  fold?(commit: CommitView, changes: FileChanges, submodules: SubmoduleChanges): void;
  /**
   * Fills in the values of the commit whose last slice was folded just now, in the order of `commitColumns`; they
   * are 0 before. Asked only when each commit is to be reported.
   */
  commitValues?(commit: CommitView, values: Float64Array): void;
  /** Sections in a stated order. Throws CodefangError INVARIANT when a self-check of the result fails. */
  report(context: ReportContext): Iterable<Section>;
  /** Named counts for the report's completeness statement, for example commits over a limit. */
  gaps?(context: ReportContext): Readonly<Record<string, number>>;
}

/** Facts about the whole walk that reports need. */
export interface HistorySummary {
  readonly commits: number;
  readonly mainlineCommits: number;
  readonly merges: number;
  /** Committer times in seconds since 1970; equal and 0 in an empty history. */
  readonly firstCommitSeconds: number;
  readonly lastCommitSeconds: number;
  readonly tickSeconds: number;
  /** Start of tick 0 in seconds since 1970. */
  readonly originSeconds: number;
  readonly lastTick: number;
}

/** The files of the tree at the end, ranked in path order by bytes. Gitlinks are not among them. */
export interface FinalFiles {
  readonly count: number;
  path(rank: number): string;
  /** Text lines; a binary file has none. */
  lines(rank: number): number;
  isBinary(rank: number): boolean;
  pathId(rank: number): number;
  fileId(rank: number): number;
  /** Rank of a path, or -1 when no file of that path is alive. */
  rankOfPath(pathId: number): number;
  /** Calls back with each alive rank of a file, ascending; usually one, none when it is gone. */
  eachRankOfFile(fileId: number, visit: (rank: number) => void): void;
  readonly textLines: number;
}

/** One step of the ledger of lines. Valid until the next. */
export interface LineEvent {
  /** Place of the mainline commit with which the lines came or went. */
  readonly place: number;
  /** Place of the commit that wrote them; -1 where they are older than the walk. */
  readonly origin: number;
  /** A file of the mainline, renames followed; see `LineReport.filePathId`. */
  readonly file: number;
  /** Lines that came, or negative, lines that went. */
  readonly lines: number;
}

/** Lines that went, and who took them. Valid until the next. */
export interface LineDeath extends LineEvent {
  /** Place of the commit that took them away: on the mainline, or on the branch that brought it there. */
  readonly remover: number;
}

/**
 * Which commit wrote which line, as `git blame` says, of the lines of the mainline: a line is born when it is written,
 * lands when the mainline first has it, and dies when the mainline has it no more.
 * Lines of a file that came less those that went are those it has: checked before the first report reads them.
 */
export interface LineReport {
  /**
   * What came and went, by (place, origin, file). What one commit did to lines of one origin in one file is one step.
   */
  events(): Iterable<LineEvent>;
  /** What went, with who took it: steps of `events` by place, origin and file, split by remover. */
  deaths(): Iterable<LineDeath>;
  /** The lines of each file of the tree at the end: by rank, for each run of lines of one origin in line order. */
  eachAlive(visit: (rank: number, origin: number, lines: number) => void): void;
  /** Place of the first mainline commit that has the commit at a place among its ancestors, or is it. */
  landedPlace(place: number): number;
  readonly fileCount: number;
  /** The path that a file of the mainline has at the end, or had last. */
  filePathId(file: number): number;
}

/**
 * What a file is for. `bookkeeping` is what changes with every release or dependency: lock files, change logs, package
 * manifests, version files.
 */
export type PathClass = 'code' | 'test' | 'docs' | 'config' | 'generated' | 'vendored' | 'data' | 'bookkeeping';

/** What a commit says of itself. Valid during one call. */
export interface CommitText {
  readonly place: number;
  /** Seconds since 1970 at which it was written; 0 where it says no time that can be read. */
  readonly authorSeconds: number;
  /** The author's zone, in minutes east of UTC. */
  readonly authorZoneMinutes: number;
  /** The first paragraph of the message as one line. */
  readonly subject: string;
}

export interface ReportContext {
  readonly history: HistorySummary;
  readonly files: FinalFiles;
  /** REQUIRES: the analyzer needs `lines`. */
  readonly lines: LineReport;
  /** Whose the commit at a place is. */
  personOf(place: number): number;
  tickOf(place: number): number;
  isMainline(place: number): boolean;
  pathText(pathId: number): string;
  /** A path as Git has it: any bytes but NUL. */
  pathBytes(pathId: number): Uint8Array;
  languageOfPath(pathId: number): number;
  /** By the `.gitattributes` files of the tree at the end, else by the path alone. */
  classOfPath(pathId: number): PathClass;
  /**
   * The content of a file of the tree at the end; undefined where there is none, its blob is missing, or it has more
   * than 4 MiB. It reads objects: for a few files only.
   */
  fileBytes(path: string): Uint8Array | undefined;
  readonly personCount: number;
  /** The name to show: a pseudonym where the run is anonymous. Never empty. */
  personName(id: number): string;
  /**
   * The name of the author of the commit at a place, by the mailmap (`%aN`); a pseudonym where the run is anonymous. One
   * person may have several, and several people one. May be empty.
   */
  authorName(place: number): string;
  /** The e-mail to show; empty where there is none, or the run is anonymous. */
  personEmail(id: number): string;
  /** Language ids are `[0, languageCount)`. */
  readonly languageCount: number;
  languageName(id: number): string;
  /** Full hex id of the commit at a place in the walk. */
  commitOid(place: number): string;
  /** Committer time, made monotone along the walk, of the commit at a place. */
  commitSeconds(place: number): number;
  /**
   * Calls back with each commit of the walk, in no order that means anything. It reads every commit again, which takes
   * as long as a survey: for reports that nothing else tells.
   */
  eachCommit(visit: (commit: CommitText) => void): void;
  /** Places in the order in which `git log` prints the commits. BOUNDED BY: 4 bytes a commit. */
  logOrder(): Int32Array;
  isoUtc(seconds: number): string;
  /**
   * The facts of a table of an analyzer that this one `reads`, or of its own. They are read only: nothing is added.
   */
  factsOf<Name extends string>(analyzerId: string, table: string): Facts<Name>;
  /** A fact table for re-sorting within a report; dropped when it is disposed of, or the report ends. At most 7 at once. */
  scratch<Key extends string, Column extends string>(spec: FactSpec<Key, Column>): ScratchFacts<Key | Column>;
}

import type { CommitView, FileChanges } from '../contract.ts';
import { commitFlag, type FileIdentity } from '../history/index.ts';
import { changeFlag, passesCutFlag, type Slice } from '../pipeline/index.ts';
import type { History } from '../survey/index.ts';
import type { AnalyzerSlot, FinalFilesBuilder, LineSlot, WalkGaps } from '../state/index.ts';
import { specialPlace } from './walk-feeder.ts';

/** How many changes the report names; their counts are of all. */
export const boundedChangesMax = 100;

export interface WalkFoldOptions {
  readonly history: History;
  readonly slots: readonly AnalyzerSlot[];
  /** Undefined when nobody needs lines. */
  readonly lines: LineSlot | undefined;
  readonly identity: FileIdentity;
  readonly gaps: WalkGaps;
  readonly finalFiles: FinalFilesBuilder;
  /** Where the walk goes on: 0, or behind a checkpoint. */
  readonly start: number;
}

/**
 * Folds slices into the analyzers, in walk order. Commits without a diff have no slice: before each slice, and at the
 * end of the walk, the caller lets those pass that come before it.
 */
export class WalkFold {
  readonly #options: WalkFoldOptions;
  readonly #view: MutableCommitView = emptyView();
  #nextPlace: number;
  #isInside = false;

  constructor(options: WalkFoldOptions) {
    this.#options = options;
    this.#nextPlace = options.start;
  }

  /** Whether a commit is folded in part: then there is no state that could be kept. */
  get isInsideCommit(): boolean {
    return this.#isInside;
  }

  /** The place of the next commit to be folded whole; all before it are. */
  get nextPlace(): number {
    return this.#nextPlace;
  }

  /** The place up to which commits pass before this slice is taken. */
  placeBefore(slice: Slice): number {
    if (slice.place === specialPlace.finalTree) return this.#nextPlace;
    if (slice.place !== specialPlace.baseline) return slice.place;
    // What passes before the mainline begins is done: a checkpoint that lies there must not have these lines yet.
    return slice.isFirst ? firstMainlinePlace(this.#options.history) : this.#nextPlace;
  }

  /** Folds the next commit, which has no diff, if its place is before `end`; false when it is not. */
  pass(end: number): boolean {
    if (this.#nextPlace >= end) return false;
    const place = this.#nextPlace;
    const view = this.#show(place, undefined);
    this.#beginLines(place, view);
    this.#foldBare(view);
    this.#endCommit(place);
    return true;
  }

  /** Folds a slice; returns whether a commit is whole with it. */
  take(slice: Slice): boolean {
    const { finalFiles, history } = this.#options;
    this.#isInside = slice.place !== specialPlace.finalTree && !slice.isLast;
    if (slice.place === specialPlace.finalTree) finalFiles.add(slice, history.lastMainlinePlace);
    else if (slice.place === specialPlace.baseline) this.#foldBaseline(slice);
    else this.#foldSlice(slice);
    return slice.isLast && slice.place >= 0;
  }

  #foldSlice(slice: Slice): void {
    const place = slice.place;
    const { slots, identity } = this.#options;
    const view = this.#show(place, slice);
    this.#count(slice);
    if (slice.isFirst) this.#beginLines(place, view);
    this.#options.lines?.histories.fold(slice.lines);
    if (!this.#hasDiff(place)) {
      // Analyzers see a merge once, without changes.
      if (slice.isFirst) this.#foldBare(view);
    } else {
      slice.changes.identify(identity);
      for (const slot of slots) slot.fold(view, slice.changes, slice.submodules);
    }
    if (slice.isLast) this.#endCommit(place);
  }

  #foldBaseline(slice: Slice): void {
    this.#count(slice);
    this.#options.lines?.histories.baseline(slice.lines);
  }

  /** Whether what the commit did is its own: what a merge brings in was done by others. */
  #hasDiff(place: number): boolean {
    const { table, order, request } = this.#options.history;
    return request.firstParentOnly || !table.hasFlag(order[place]!, commitFlag.merge);
  }

  #beginLines(place: number, { isMainline }: CommitView): void {
    this.#options.lines?.histories.begin(place, isMainline);
  }

  #foldBare(view: MutableCommitView): void {
    const { changeCount, isLastSlice } = view;
    view.changeCount = 0;
    view.isLastSlice = true;
    for (const slot of this.#options.slots) slot.fold(view, noChanges, noChanges);
    view.changeCount = changeCount;
    view.isLastSlice = isLastSlice;
  }

  #endCommit(place: number): void {
    const view = this.#view;
    const { lines, slots } = this.#options;
    lines?.histories.end();
    view.netLines = lines?.ledger.netLines ?? 0;
    for (const slot of slots) slot.noteCommit(view);
    this.#nextPlace = place + 1;
  }

  #show(place: number, slice: Slice | undefined): MutableCommitView {
    const { table, order, personOfPlace, tickOfPlace, secondsOfPlace } = this.#options.history;
    const index = order[place]!;
    const view = this.#view;
    view.place = place;
    view.tick = tickOfPlace[place]!;
    view.seconds = secondsOfPlace[place]!;
    view.personId = personOfPlace[place]!;
    view.parentCount = table.hasFlag(index, commitFlag.merge) ? 2 : table.parentCount(index);
    view.isMainline = table.hasFlag(index, commitFlag.mainline);
    view.changeCount = slice?.changeCount ?? 0;
    view.isFirstSlice = slice?.isFirst ?? true;
    view.isLastSlice = slice?.isLast ?? true;
    view.netLines = 0;
    return view;
  }

  /** What is not in the numbers, by change; of rows that are there for lines alone what spoils lines. */
  #count(slice: Slice): void {
    const { gaps } = this.#options;
    const { lines } = slice;
    gaps.gitlinkChanges += slice.gitlinks;
    for (let at = 0; at < lines.count; at += 1) {
      const flags = lines.flags(at);
      if ((flags & countedMarks) === 0) continue;
      const isChange = (flags & changeFlag.linesOnly) === 0;
      if (isChange && (flags & changeFlag.binary) !== 0) gaps.binaryChanges += 1;
      if (isChange && (flags & changeFlag.capped) !== 0) gaps.cappedDiffs += 1;
      if ((flags & changeFlag.oversize) !== 0) gaps.oversizeChanges += 1;
      if ((flags & changeFlag.missing) !== 0) gaps.missingBlobChanges += 1;
      if ((flags & changeFlag.coarse) !== 0) gaps.coarseDiffs += 1;
      if ((flags & passesCutFlag) !== 0) gaps.unpassedChanges += 1;
      if ((flags & boundMarks) !== 0 && gaps.boundedChanges.length < boundedChangesMax * 3) {
        gaps.boundedChanges.push(slice.place, lines.pathId(at), flags & boundMarks);
      }
    }
  }
}

function firstMainlinePlace({ table, order }: History): number {
  return order.findIndex((index) => table.hasFlag(index, commitFlag.mainline));
}

const countedMarks =
  changeFlag.binary | changeFlag.oversize | changeFlag.missing | changeFlag.capped | changeFlag.coarse | passesCutFlag;
const boundMarks = changeFlag.oversize | changeFlag.coarse;

type MutableCommitView = { -readonly [Key in keyof CommitView]: CommitView[Key] };

function emptyView(): MutableCommitView {
  return {
    place: 0,
    tick: 0,
    seconds: 0,
    personId: 0,
    parentCount: 0,
    isMainline: false,
    changeCount: 0,
    isFirstSlice: true,
    isLastSlice: true,
    netLines: 0,
  };
}

const noChanges: FileChanges = {
  count: 0,
  kind: () => 0,
  pathId: () => -1,
  oldPathId: () => -1,
  fileId: () => -1,
  languageId: () => 0,
  added: () => 0,
  removed: () => 0,
  isBinary: () => false,
  changed: () => 0,
  oldLines: () => 0,
  newLines: () => 0,
};

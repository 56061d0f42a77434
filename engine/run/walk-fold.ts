import type { CommitView, FileChanges } from '../contract.ts';
import { commitFlag, type FileIdentity } from '../history/index.ts';
import { changeFlag, type FrameReader, type Slice, type SliceSink } from '../pipeline/index.ts';
import type { AnalyzerSlot } from './analyzer-slot.ts';
import type { FinalFilesBuilder } from './final-files.ts';
import type { History } from './open-history.ts';
import { specialPlace } from './walk-feeder.ts';

/** What the walk met that is not in the numbers; part of the report's completeness statement. */
export interface WalkGaps {
  binaryChanges: number;
  oversizeChanges: number;
  missingBlobChanges: number;
  cappedDiffs: number;
  coarseDiffs: number;
  gitlinkChanges: number;
  /**
   * The first changes of the walk whose numbers a bound has made coarse, three integers each: place of the
   * commit (-1 for what was there before the walk), path, marks. BOUNDED BY: `boundedChangesMax`.
   */
  boundedChanges: number[];
  /** Text lines added less removed along the mainline, the baseline included. */
  mainlineNetLines: number;
}

export function noGaps(): WalkGaps {
  return {
    binaryChanges: 0,
    oversizeChanges: 0,
    missingBlobChanges: 0,
    cappedDiffs: 0,
    coarseDiffs: 0,
    gitlinkChanges: 0,
    boundedChanges: [],
    mainlineNetLines: 0,
  };
}

/** How many changes the report names; their counts are of all. */
export const boundedChangesMax = 100;

export interface WalkFoldOptions {
  readonly history: History;
  readonly slots: readonly AnalyzerSlot[];
  readonly reader: FrameReader;
  readonly identity: FileIdentity;
  readonly gaps: WalkGaps;
  readonly finalFiles: FinalFilesBuilder;
  /** Where the walk goes on: 0, or behind a checkpoint. */
  readonly start: number;
  /** Called when a commit has been folded whole, in walk order. */
  readonly onCommitFolded: (place: number) => void;
}

/** Folds slices into the analyzers, in walk order; commits without a diff pass with no changes. */
export class WalkFold implements SliceSink {
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

  slice(slice: Slice): void {
    this.#isInside = slice.index !== specialPlace.finalTree && !slice.isLast;
    const { finalFiles, history } = this.#options;
    if (slice.index === specialPlace.finalTree) finalFiles.add(slice, history.lastMainlinePlace);
    else if (slice.index === specialPlace.baseline) this.#foldBaseline(slice);
    else this.#foldSlice(slice);
  }

  /** Folds the commits that are left when no diff comes any more. */
  finish(): void {
    this.#passUntil(this.#options.history.order.length);
  }

  #foldSlice(slice: Slice): void {
    const place = slice.index;
    if (slice.isFirst) this.#passUntil(place);
    const { history, slots, reader, identity } = this.#options;
    const view = this.#show(place, slice);
    const isWithoutDiff = view.parentCount > 1 && !history.request.firstParentOnly;
    if (!isWithoutDiff) reader.identify(identity);
    this.#count(slice, view.isMainline);
    for (const slot of slots) {
      if (slot.isMainline) {
        if (view.isMainline) slot.run.fold(view, slice.changes);
      } else if (!isWithoutDiff) {
        slot.run.fold(view, slice.changes);
      } else if (slice.isFirst) {
        slot.run.fold(bare(view), noChanges);
        this.#show(place, slice);
      }
    }
    if (slice.isLast) this.#endCommit(place);
  }

  #foldBaseline(slice: Slice): void {
    const view = this.#view;
    view.index = 0;
    view.tick = 0;
    view.personId = -1;
    view.parentCount = 0;
    view.isMainline = true;
    view.changeCount = slice.changeCount;
    view.isFirstSlice = slice.isFirst;
    view.isLastSlice = slice.isLast;
    this.#count(slice, true);
    for (const slot of this.#options.slots) {
      if (!slot.isMainline) continue;
      slot.run.fold(view, slice.changes);
      if (slice.isLast) slot.noteCommit(view);
    }
  }

  /** Folds the places before `end` that have no diff. */
  #passUntil(end: number): void {
    while (this.#nextPlace < end) {
      const place = this.#nextPlace;
      const view = bare(this.#show(place, undefined));
      for (const slot of this.#options.slots) {
        if (!slot.isMainline || view.isMainline) slot.run.fold(view, noChanges);
      }
      this.#endCommit(place);
    }
  }

  #endCommit(place: number): void {
    const view = this.#view;
    for (const slot of this.#options.slots) if (!slot.isMainline || view.isMainline) slot.noteCommit(view);
    this.#nextPlace = place + 1;
    this.#options.onCommitFolded(place);
  }

  #show(place: number, slice: Slice | undefined): MutableCommitView {
    const { table, order, personOfPlace, tickOfPlace } = this.#options.history;
    const index = order[place]!;
    const view = this.#view;
    view.index = place;
    view.tick = tickOfPlace[place]!;
    view.personId = personOfPlace[place]!;
    view.parentCount = table.hasFlag(index, commitFlag.merge) ? 2 : table.parentCount(index);
    view.isMainline = table.hasFlag(index, commitFlag.mainline);
    view.changeCount = slice?.changeCount ?? 0;
    view.isFirstSlice = slice?.isFirst ?? true;
    view.isLastSlice = slice?.isLast ?? true;
    return view;
  }

  #count(slice: Slice, isMainline: boolean): void {
    const { gaps, reader } = this.#options;
    gaps.gitlinkChanges += slice.gitlinks;
    for (let at = 0; at < reader.count; at += 1) {
      const flags = reader.flags(at);
      if (isMainline) gaps.mainlineNetLines += reader.newLines(at) - reader.oldLines(at);
      if ((flags & ~changeFlag.sameContent) === 0) continue;
      if ((flags & changeFlag.binary) !== 0) gaps.binaryChanges += 1;
      if ((flags & changeFlag.oversize) !== 0) gaps.oversizeChanges += 1;
      if ((flags & changeFlag.missing) !== 0) gaps.missingBlobChanges += 1;
      if ((flags & changeFlag.capped) !== 0) gaps.cappedDiffs += 1;
      if ((flags & changeFlag.coarse) !== 0) gaps.coarseDiffs += 1;
      if ((flags & boundMarks) !== 0 && gaps.boundedChanges.length < boundedChangesMax * 3) {
        gaps.boundedChanges.push(slice.index, reader.pathId(at), flags & boundMarks);
      }
    }
  }
}

const boundMarks = changeFlag.oversize | changeFlag.coarse;

type MutableCommitView = { -readonly [Key in keyof CommitView]: CommitView[Key] };

function emptyView(): MutableCommitView {
  return {
    index: 0,
    tick: 0,
    personId: 0,
    parentCount: 0,
    isMainline: false,
    changeCount: 0,
    isFirstSlice: true,
    isLastSlice: true,
  };
}

/** The same view as a commit that changes nothing. */
function bare(view: MutableCommitView): MutableCommitView {
  view.changeCount = 0;
  view.isFirstSlice = true;
  view.isLastSlice = true;
  return view;
}

const nothing = new Int32Array(0);

const noChanges: FileChanges = {
  count: 0,
  kind: () => 0,
  pathId: () => -1,
  oldPathId: () => -1,
  fileId: () => -1,
  languageId: () => 0,
  added: () => 0,
  removed: () => 0,
  changed: () => 0,
  oldLines: () => 0,
  newLines: () => 0,
  hunkCount: () => 0,
  hunkStart: () => 0,
  hunks: nothing,
};

import { commitFlag } from '../history/index.ts';
import { addItem, type Batch, itemFlag, makeBatch } from '../pipeline/index.ts';
import type { History } from '../survey/index.ts';
import type { RunPlan } from '../plan.ts';

/** What is left of the walk is always so many batches a worker, unless they get too small. */
const batchesLeftMin = 2;
const smallBatchCommits = 128;

type BatchPlan = Pick<RunPlan, 'batchCommits' | 'workerCount'>;

/** Places that are not commits of the walk. */
export const specialPlace = {
  /** The lines that were there before the walked part of history. */
  baseline: -1,
  /** The files of the tree at the end. */
  finalTree: -2,
} as const;

/** What the selected analyzers want to be read. */
export interface WalkNeeds {
  readonly lines: boolean;
  /** Whether lines may be older than the walk, which then needs to know how many there are. */
  readonly baseline: boolean;
  /** Whether submodules are wanted, too. */
  readonly numstat: boolean;
}

/**
 * Turns the walk into batches: one item for each commit that has a diff somebody wants.
 *
 *   not a merge   against its first parent, or the empty tree
 *   a merge       against all its parents when lines are attributed, else nothing; the fold sees it pass all the same
 *
 * Where the walked part of history begins in the middle (a shallow clone, --since, --limit), one item
 * before its first mainline commit brings the tree that was there already.
 */
export class WalkFeeder {
  readonly #history: History;
  readonly #needs: WalkNeeds;
  readonly #batchCommits: number;
  readonly #workerCount: number;
  readonly #listedPlace: number;
  #place: number;
  #sequence = 0;
  #isBaselineDue: boolean;
  #isFinalTreeDue = true;

  /** `listedPlace` is of the commit whose tree is listed already, -1 for none. */
  constructor(history: History, needs: WalkNeeds, plan: BatchPlan, start: number, listedPlace: number) {
    this.#history = history;
    this.#needs = needs;
    this.#batchCommits = plan.batchCommits;
    this.#workerCount = plan.workerCount;
    this.#place = start;
    this.#listedPlace = listedPlace;
    this.#isBaselineDue = needs.lines && !hasMainlineBefore(history, start);
  }

  /**
   * The next batch, undefined when everything was handed out. The tree at the end is listed ahead of the last
   * commits: it takes as long as hundreds of them, for which all threads but one would wait.
   */
  next(): Batch | undefined {
    const { order, location } = this.#history;
    const wanted = this.#wantedCommits();
    const batch = makeBatch(this.#sequence, wanted + 2, location.oidBytes);
    if (order.length - this.#place <= this.#batchCommits) this.#addFinalTree(batch);
    while (this.#place < order.length && batch.count < wanted) {
      this.#addPlace(batch, this.#place);
      this.#place += 1;
    }
    if (batch.count === 0) return undefined;
    this.#sequence += 1;
    return batch;
  }

  /** Batches shrink towards the end, or all threads but one would wait for the last. */
  #wantedCommits(): number {
    const left = this.#history.order.length - this.#place;
    const share = Math.ceil(left / (this.#workerCount * batchesLeftMin));
    return this.#workerCount < 2 ? this.#batchCommits : clamp(share, smallBatchCommits, this.#batchCommits);
  }

  #addPlace(batch: Batch, place: number): void {
    const { table, order, request } = this.#history;
    const index = order[place]!;
    const { lines, baseline, numstat } = this.#needs;
    const isMainline = table.hasFlag(index, commitFlag.mainline);
    if (isMainline && this.#isBaselineDue) this.#addBaseline(batch, index);
    if (table.hasFlag(index, commitFlag.boundary)) return;
    const isMerge = table.hasFlag(index, commitFlag.merge) && !request.firstParentOnly;
    if (isMerge && !lines) return;
    const isIgnored = this.#history.ignored.places.has(place);
    const flags =
      (isMainline ? itemFlag.mainline : 0) | (baseline ? itemFlag.counts : 0) | (isIgnored ? itemFlag.ignored : 0);
    const parents = isMerge ? table.parentCount(index) : Math.min(1, table.parentCount(index));
    const listed = numstat && !isMerge ? itemFlag.numstat : 0;
    this.#addTrees(batch, place, index, parents, listed | (lines ? flags | itemFlag.lines : 0));
  }

  #addBaseline(batch: Batch, index: number): void {
    const { table } = this.#history;
    this.#isBaselineDue = false;
    const isEdge = table.hasFlag(index, commitFlag.boundary);
    if (!isEdge && table.parentCount(index) === 0) return;
    this.#addTrees(batch, specialPlace.baseline, isEdge ? index : table.parent(index, 0), 0, itemFlag.lines);
  }

  /** Against nothing, or against the tree that is listed already. */
  #addFinalTree(batch: Batch): void {
    if (!this.#isFinalTreeDue) return;
    this.#isFinalTreeDue = false;
    const { order, lastMainlinePlace } = this.#history;
    if (lastMainlinePlace < 0) return;
    const index = order[lastMainlinePlace]!;
    const at = this.#addItem(batch, specialPlace.finalTree, index, this.#listedPlace < 0 ? 0 : 1, itemFlag.listing);
    if (this.#listedPlace >= 0) this.#copyTree(batch, order[this.#listedPlace]!, at, 1);
  }

  /** An item that compares a commit with its first parents. */
  #addTrees(batch: Batch, place: number, index: number, parents: number, flags: number): void {
    const at = this.#addItem(batch, place, index, parents, flags);
    const { table } = this.#history;
    for (let nth = 0; nth < parents; nth += 1) this.#copyTree(batch, table.parent(index, nth), at, nth + 1);
  }

  #addItem(batch: Batch, place: number, index: number, bases: number, flags: number): number {
    const at = addItem(batch, place, flags, bases, this.#history.location.oidBytes);
    this.#copyTree(batch, index, at, 0);
    return at;
  }

  #copyTree(batch: Batch, index: number, at: number, nth: number): void {
    const { table, location } = this.#history;
    table.copyTree(index, batch.oids, at + nth * location.oidBytes);
  }
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}

function hasMainlineBefore(history: History, start: number): boolean {
  for (let place = 0; place < start; place += 1) {
    if (history.table.hasFlag(history.order[place]!, commitFlag.mainline)) return true;
  }
  return false;
}

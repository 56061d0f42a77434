import { MiB } from '../base/index.ts';
import { changeKind } from '../contract.ts';
import { gitlinkMode, TreeDiff, type TreeChangeSink } from '../diff/index.ts';
import {
  checkPacks,
  ObjectStore,
  type ObjectStoreLimits,
  type ObjectStoreStats,
  type PackCheckShare,
  PathFilter,
  type PathFilterPatterns,
  type RepositoryLocation,
  type SharedIndexes,
} from '../git/index.ts';
import { collectGarbage } from '../memory/index.ts';
import { type Batch, itemFlag, itemInts } from './batch.ts';
import type { BatchTimer } from './batch-timer.ts';
import { BlobComparer } from './blob-comparer.ts';
import { ChangeColumns, want } from './change-columns.ts';
import { CopiedRows } from './copied-rows.ts';
import { SlabWriter } from './slab-writer.ts';
import type { SubmoduleRow } from './submodule-row.ts';
import { LineRows } from './line-rows.ts';
import { RenameJoiner, type RenamePolicy } from './rename-joiner.ts';
import { StoreTreeReader } from './store-tree-reader.ts';

/** What decides a commit's numbers; the same in every thread, and part of the report. */
export interface ExtractionRules {
  readonly renames: RenamePolicy;
  /** Globs of paths to take and to leave out; both empty takes all. */
  readonly paths: PathFilterPatterns;
  /** Which lines that stood elsewhere before keep the commit that wrote them. */
  readonly moves: MovesPolicy;
}

/** `file`: lines that moved within their file, as `git blame -M`; `commit`: from other files too, as `git blame -C`. */
export type MovesPolicy = 'off' | 'file' | 'commit';

/** A group is closed at this many changes: enough to meet the same file many times, 2 MB of columns. */
const groupChangesMax = 16_384;
/** Of the bytes planned for delta bases: trees that are read once more soon. */
const treeShare = 1 / 8;
const treeBytesMax = 2 * MiB;

const typeMask = 0o170000;

type TreeChange = Parameters<TreeChangeSink['change']>;

/** What reading commits takes, in any thread. */
export interface ExtractorSetup {
  readonly location: RepositoryLocation;
  readonly limits: ObjectStoreLimits;
  readonly sharedIndexes: SharedIndexes | undefined;
  readonly rules: ExtractionRules;
  /** Which packs this thread checks; absent means all that `limits.packChecks` names. */
  readonly checkShare?: PackCheckShare;
}

/**
 * Commits → file changes with line counts and hunks.
 *
 *   batch ──tree diffs──► group of ~16 k changes ──by path──► line diffs ──by commit──► slabs
 *
 * The idea is the turn in the middle: a file's versions are compared one after another whatever commit
 * they belong to, so the new blob of one change is still at hand as the old blob of the next, delta
 * chains are walked once while their bases are warm, and a pair of blobs that a branch and its merge
 * both changed is compared once. The output does not depend on where groups end.
 */
export class Extractor implements TreeChangeSink {
  readonly #store: ObjectStore;
  readonly #columns: ChangeColumns;
  readonly #trees: StoreTreeReader;
  readonly #treeDiff: TreeDiff;
  readonly #renames: RenameJoiner;
  readonly #lineRows: LineRows;
  readonly #blobs: BlobComparer;
  readonly #copiedRows: CopiedRows | undefined;
  readonly #filter: PathFilter;
  readonly #oidBytes: number;
  readonly #moves: MovesPolicy;
  /** Goes on a little with each batch: nobody waits for packs to be checked, objects are hashed until then. */
  readonly #packChecks: Generator<void> | undefined;
  /** Bits of `want` for the rows of the commit at hand. */
  #wants = 0;
  #isListing = false;
  #gitlinks = 0;
  /** Whether submodules of the commit at hand are wanted, and what they are. BOUNDED BY: the submodules of a tree. */
  #isNumstat = false;
  #submodules: SubmoduleRow[] = [];

  /** Opens an object store of its own. */
  constructor({ location, limits, sharedIndexes, rules, checkShare }: ExtractorSetup) {
    const { oidBytes } = location;
    const treeBytes = Math.min(treeBytesMax, Math.floor(limits.deltaBaseBytes * treeShare));
    const deltaBaseBytes = limits.deltaBaseBytes - treeBytes;
    const store = new ObjectStore(location, { ...limits, deltaBaseBytes }, sharedIndexes);
    this.#store = store;
    this.#oidBytes = oidBytes;
    this.#moves = rules.moves;
    const { packChecks } = limits;
    const share = checkShare ?? { lane: 0, laneCount: 1 };
    this.#packChecks = packChecks === undefined ? undefined : checkPacks(packChecks, location, share);
    this.#columns = new ChangeColumns(oidBytes);
    this.#trees = new StoreTreeReader(store, oidBytes, treeBytes);
    this.#treeDiff = new TreeDiff(this.#trees, oidBytes);
    this.#renames = new RenameJoiner(store, oidBytes, rules.renames);
    this.#blobs = new BlobComparer(store, oidBytes);
    this.#filter = new PathFilter(rules.paths);
    const accepts = (path: Uint8Array, length: number): boolean => this.#accepts(path, length);
    this.#lineRows = new LineRows({ store, trees: this.#trees, oidBytes, renames: rules.renames, accepts });
    if (rules.moves === 'off') return;
    const isFollowing = rules.moves === 'commit';
    this.#copiedRows = new CopiedRows({ store, trees: this.#trees, oidBytes, accepts, isFollowing });
  }

  get stats(): ObjectStoreStats {
    return this.#store.stats;
  }

  /** Keeps only that share of the caches, in [0, 1]. */
  shrink(keep: number): void {
    this.#store.shrink(1 - keep);
    this.#trees.shrink(keep);
  }

  close(): void {
    // Closes the pack that is being checked.
    this.#packChecks?.return(undefined);
    this.#store.close();
  }

  /**
   * Yields the integers filled of each slab and takes the next one; returns those of the last.
   *
   * @param timer measures what takes long; without one no clock is read
   */
  *run(batch: Batch, slab: Int32Array, timer?: BatchTimer): Generator<number, number, Int32Array> {
    this.#packChecks?.next();
    const writer = new SlabWriter(slab);
    let item = 0;
    while (item < batch.count) {
      const first = item;
      const ends: number[] = [];
      const gitlinks: number[] = [];
      const submodules: SubmoduleRow[][] = [];
      let submoduleCount = 0;
      this.#columns.clear();
      while (item < batch.count && this.#columns.count + submoduleCount < groupChangesMax) {
        const startedAt = timer?.now() ?? 0;
        gitlinks.push(this.#compareTrees(batch, item));
        ends.push(this.#columns.count);
        submodules.push(this.#submodules);
        submoduleCount += this.#submodules.length;
        timer?.treesCompared(batch.heads[item * itemInts]!, startedAt);
        item += 1;
      }
      // Trees are not needed while files are compared.
      this.#settle();
      this.#blobs.compareAll(this.#columns, timer);
      this.#copiedRows?.completeAll(this.#columns, batch, first, ends);
      timer?.endGroup(ends);
      this.#settle();
      yield* writer.reset();
      let start = 0;
      for (let at = 0; at < ends.length; at += 1) {
        const place = batch.heads[(first + at) * itemInts]!;
        yield* writer.commit(place, gitlinks[at]!, this.#columns, start, ends[at]!, submodules[at]!);
        start = ends[at]!;
      }
    }
    return yield* writer.done();
  }

  /** Huge directories leave large buffers behind, which other threads may wait for. */
  #settle(): void {
    const { allowance } = this.#store;
    if (!allowance.isOverdrawn) return;
    this.#treeDiff.release();
    this.#lineRows.release();
    this.#copiedRows?.release();
    collectGarbage();
    allowance.giveBack();
  }

  /** After a failure: other threads go on. */
  abandon(): void {
    this.#store.allowance.giveBack();
  }

  /** Adds the rows of one item to the columns; returns how many gitlinks changed. */
  #compareTrees(batch: Batch, item: number): number {
    const [flags, baseCount, treeAt] = batch.heads.subarray(item * itemInts + 1, (item + 1) * itemInts) as unknown as [
      number,
      number,
      number,
    ];
    this.#wants = wantsOf(flags, this.#moves);
    this.#isListing = (flags & itemFlag.listing) !== 0;
    this.#gitlinks = 0;
    this.#isNumstat = (flags & itemFlag.numstat) !== 0;
    this.#submodules = [];
    const start = this.#columns.count;
    const base = baseCount > 0 ? batch.oids : undefined;
    this.#treeDiff.run(base, treeAt + this.#oidBytes, batch.oids, treeAt, this);
    if (!this.#isListing) this.#completeRows(batch, item, start);
    return this.#gitlinks;
  }

  /** Joins renames, and says where lines come from that are not the first parent's at the same path. */
  #completeRows(batch: Batch, item: number, start: number): void {
    const columns = this.#columns;
    const flags = batch.heads[item * itemInts + 1]!;
    const isMerge = batch.heads[item * itemInts + 2]! > 1;
    const deleted = this.#wants === 0 ? [] : this.#lineRows.deleted(columns, start);
    // Beside the mainline nobody asks what a merge has renamed.
    if (!isMerge || (flags & itemFlag.mainline) !== 0) this.#renames.join(columns, start);
    if (isMerge) this.#lineRows.ofMerge(columns, start, mergeWants(this.#wants), batch, item, deleted);
    else if (this.#wants !== 0) this.#lineRows.ofCommit(columns, start, this.#wants, deleted);
  }

  /** Called by the tree diff for each path that differs. */
  change(
    path: Uint8Array,
    pathLength: number,
    oldMode: number,
    oldOid: Uint8Array,
    oldAt: number,
    newMode: number,
    newOid: Uint8Array,
    newAt: number,
  ): void {
    if (oldMode === gitlinkMode || newMode === gitlinkMode) {
      this.#gitlinkChange(path, pathLength, oldMode, oldOid, oldAt, newMode, newOid, newAt);
      return;
    }
    if (!this.#accepts(path, pathLength)) return;
    const kind = this.#kindOf(oldMode, newMode);
    const columns = this.#columns;
    const mode = newMode === 0 ? oldMode : newMode;
    const wants = this.#isNumstat ? this.#wants | want.binary : this.#wants;
    const row = columns.add(columns.paths.intern(path, 0, pathLength), kind, mode, wants);
    const at = row * 2 * this.#oidBytes;
    if (oldMode !== 0 && newMode !== 0 && (oldMode & typeMask) !== (newMode & typeMask)) columns.isRetyped[row] = 1;
    if (kind !== changeKind.added) copyOid(oldOid, oldAt, columns.oids, at, this.#oidBytes);
    if (newMode !== 0) copyOid(newOid, newAt, columns.oids, at + this.#oidBytes, this.#oidBytes);
  }

  #accepts(path: Uint8Array, length: number): boolean {
    return this.#filter.acceptsAll || this.#filter.accepts(path, 0, length);
  }

  /**
   * Counts a submodule; in a listing those that come against those that go. A file that it replaces, or that replaces
   * it, is deleted or added, and no rename starts or ends there.
   */
  #gitlinkChange(...[path, pathLength, oldMode, oldOid, oldAt, newMode, newOid, newAt]: TreeChange): void {
    const isOld = oldMode === gitlinkMode;
    const isNew = newMode === gitlinkMode;
    this.#gitlinks += this.#isListing ? Number(isNew) - Number(isOld) : 1;
    if (this.#isNumstat && this.#accepts(path, pathLength)) {
      const id = this.#columns.paths.intern(path, 0, pathLength);
      this.#submodules.push({ path: id, added: Number(isNew), removed: Number(isOld) });
    }
    if ((isOld && isNew) || oldMode === 0 || newMode === 0) return;
    const row = this.#columns.count;
    this.change(path, pathLength, isOld ? 0 : oldMode, oldOid, oldAt, isNew ? 0 : newMode, newOid, newAt);
    if (this.#columns.count > row) this.#columns.isRetyped[row] = 1;
  }

  #kindOf(oldMode: number, newMode: number): number {
    if (newMode === 0) return changeKind.deleted;
    return oldMode === 0 || this.#isListing ? changeKind.added : changeKind.modified;
  }
}

function wantsOf(flags: number, moves: MovesPolicy): number {
  if ((flags & itemFlag.lines) === 0) return 0;
  const counts = (flags & itemFlag.counts) === 0 ? 0 : want.counts;
  const ignored = (flags & itemFlag.ignored) === 0 ? 0 : want.ignored;
  return want.hunks | counts | ignored | moveWants[moves];
}

const moveWants = { off: 0, file: want.moves, commit: want.moves | want.letters } as const;

/** What all parents lack is known when all have been compared. */
function mergeWants(wants: number): number {
  return (wants & want.moves) === 0 ? wants : (wants & ~want.moves) | want.letters;
}

function copyOid(from: Uint8Array, fromAt: number, to: Uint8Array, toAt: number, oidBytes: number): void {
  for (let i = 0; i < oidBytes; i += 1) to[toAt + i] = from[fromAt + i]!;
}

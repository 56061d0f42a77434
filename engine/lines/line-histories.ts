import { CodefangError } from '../base/index.ts';
import { changeKind, type Parts, type PartShape } from '../contract.ts';
import { changeFlag, type ChangeRows, lineKind } from '../pipeline/index.ts';
import type { ColdStates } from './cold-states.ts';
import { editRuns, type LineEdit } from './edit-runs.ts';
import { passRuns } from './pass-runs.ts';
import { FileVersions, filesPerPart, gone, unknown } from './file-versions.ts';
import { fillOpen } from './fill-open.ts';
import type { LineLedger } from './line-ledger.ts';
import { hasOrigin, linesOf, originOf, Runs, type RunView, specialOrigin } from './runs.ts';
import type { VersionGraph } from './version-graph.ts';

/**
 * The part stores of the versions and of states that are put away, and their shares of memory. The first comes first:
 * what it hibernates goes to the second.
 */
export const lineParts = { versions: { name: 'versions', weight: 3 }, cold: { name: 'cold', weight: 1 } } as const;

const partShift = Math.log2(filesPerPart);
const slotMask = filesPerPart - 1;

export interface LineHistoriesOptions {
  readonly parts: Parts<FileVersions>;
  readonly ledger: LineLedger;
  readonly graph: VersionGraph;
  /** Whether history is walked from its roots; else lines may be older than the walk. */
  readonly isWhole: boolean;
}

/** What is known of a path whose lines are still being put together. */
interface OpenPath {
  pathId: number;
  kind: number;
  oldPathId: number;
  oldLines: number;
  hasSource: boolean;
  /** The state of this path that is taken over as it is; `unknown` when there is none. */
  takenState: number;
}

/**
 * Which commit wrote each line of each file, at every commit of the graph, as `git blame` would say there.
 *
 * A commit looks up the versions of its parents, edits the one its rows name, and adds its own:
 *
 *   one parent   the hunks; lines that they add are the commit's own
 *   a merge      a file that is equal in a parent is taken over, lines and all; else each parent in turn gives the
 *                origins of those lines that are unchanged against it and that no parent before it gave, and what is
 *                left is the merge's own (blame.c, pass_blame)
 *
 * What differs from the first parent goes into the ledger where the commit is on the mainline.
 * BOUNDED BY: the part store, and scratch of 8 bytes a run of the largest version.
 */
export class LineHistories {
  readonly #parts: Parts<FileVersions>;
  readonly #ledger: LineLedger;
  readonly #graph: VersionGraph;
  readonly #isWhole: boolean;
  /** The version that a parent has: in its part, or in `#made`. */
  readonly #older: RunView = { ints: new Int32Array(0), start: 0, end: 0 };
  readonly #made = new Runs();
  #result = new Runs();
  #next = new Runs();
  #spare = new Runs();
  /** Of a path that is put together: what each parent would pass on, when all have given what is unchanged. */
  readonly #passed: Runs[] = [];
  readonly #edit: LineEdit = { hunks: new Int32Array(0), hunkStart: 0, hunkCount: 0, oldLines: 0 };
  #place = 0;
  #open: OpenPath | undefined;

  constructor({ parts, ledger, graph, isWhole }: LineHistoriesOptions) {
    this.#parts = parts;
    this.#ledger = ledger;
    this.#graph = graph;
    this.#isWhole = isWhole;
  }

  /** How the part store keeps some files; versions that nobody can ask for are left out. */
  static shapeFor(cold: ColdStates, graph: () => VersionGraph): PartShape<FileVersions> {
    return {
      isCompact: true,
      create: () => new FileVersions(cold),
      encode: (part) => part.encode(graph()),
      decode: (bytes) => FileVersions.decode(bytes, cold),
      weigh: (part) => part.bytes,
      release: (part) => part.release(),
    };
  }

  begin(place: number, isMainline: boolean): void {
    this.#place = place;
    this.#graph.enter(place);
    this.#ledger.begin(place, isMainline);
  }

  /**
   * Rows of what was there before the walk; history does not keep them, whoever finds nothing knows that it is they.
   */
  baseline(rows: ChangeRows): void {
    const { files } = this.#ledger;
    for (let at = 0; at < rows.count; at += 1) {
      const file = files.observe(changeKind.added, rows.pathId(at), -1);
      this.#ledger.baseline(file, rows.newLines(at));
    }
  }

  /** Rows of the commit, in slices. */
  fold(rows: ChangeRows): void {
    this.#identify(rows);
    for (let at = 0; at < rows.count; at += 1) {
      if (rows.kind(at) > changeKind.renamed) this.#addSource(rows, at);
      else this.#foldChange(rows, at);
    }
  }

  /** Ends the commit. */
  end(): void {
    this.#close();
    this.#graph.leave(this.#place);
  }

  /**
   * Points `out` at the runs of a file as the commit at `place` has it; false when they are all older than the walk.
   */
  readVersion(pathId: number, place: number, out: RunView): boolean {
    const part = this.#parts.get(pathId >>> partShift, 'read');
    const state = part.find(pathId & slotMask, place, this.#graph);
    if (state < 0) return false;
    part.open(state, out);
    return true;
  }

  /**
   * Renames and new files. Rows may come in any order and in any slice: a path differs from the first parent once, so
   * that none is both gone and new in one commit.
   */
  #identify(rows: ChangeRows): void {
    if (!this.#ledger.isMainline) return;
    const { files } = this.#ledger;
    for (let at = 0; at < rows.count; at += 1) {
      const kind = rows.kind(at);
      const oldPathId = kind === changeKind.renamed ? rows.oldPathId(at) : -1;
      if (kind === changeKind.renamed || kind === changeKind.added) files.observe(kind, rows.pathId(at), oldPathId);
    }
  }

  #foldChange(rows: ChangeRows, at: number): void {
    this.#close();
    const kind = rows.kind(at);
    const flags = rows.flags(at);
    const pathId = rows.pathId(at);
    const hasSameContent = (flags & changeFlag.sameContent) !== 0;
    if ((flags & changeFlag.linesElsewhere) !== 0) this.#openPath(rows, at);
    else if (kind === changeKind.deleted) this.#delete(pathId, rows.oldLines(at));
    else if (kind === changeKind.added) this.#create(pathId, rows.newLines(at));
    else if (kind === changeKind.renamed || !hasSameContent) this.#change(rows, at, hasSameContent);
  }

  #delete(pathId: number, oldLines: number): void {
    const { files, isMainline } = this.#ledger;
    if (isMainline || !this.#isGoneInAParent(pathId)) {
      this.#load(0, pathId, oldLines);
      this.#ledger.allWent(this.#older, files.fileOf(pathId));
    }
    this.#part(pathId).share(pathId & slotMask, this.#place, gone, this.#graph);
  }

  /** Whether the commit only repeats what a parent of it, or one before that, has done. */
  #isGoneInAParent(pathId: number): boolean {
    const count = this.#graph.parentCount(this.#place);
    for (let parent = 1; parent < count; parent += 1) {
      const place = this.#graph.parentPlace(this.#place, parent);
      const part = this.#parts.get(pathId >>> partShift, 'read');
      if (place >= 0 && part.find(pathId & slotMask, place, this.#graph) === gone) return true;
    }
    return false;
  }

  #create(pathId: number, lineCount: number): void {
    const result = this.#result;
    result.clear();
    result.append(lineCount, this.#place);
    this.#ledger.came(this.#ledger.files.fileOf(pathId), lineCount);
    this.#put(pathId);
  }

  #change(rows: ChangeRows, at: number, hasSameContent: boolean): void {
    const pathId = rows.pathId(at);
    const oldPathId = rows.kind(at) === changeKind.renamed ? rows.oldPathId(at) : pathId;
    const file = this.#ledger.files.fileOf(pathId);
    this.#load(0, oldPathId, rows.oldLines(at));
    if (hasSameContent) copyRuns(this.#older, this.#result);
    else if (rows.passCount(at) > 0) this.#changeWithPasses(rows, at, file);
    else {
      const edit = this.#editOf(rows, at);
      const ledger = this.#ledger;
      editRuns(this.#older, edit, this.#place, this.#result, (origin, lines) => ledger.went(origin, file, lines));
      ledger.came(file, addedLines(edit));
    }
    this.#put(pathId);
  }

  /** Added lines that go on to lines of the old text keep the origin of those. */
  #changeWithPasses(rows: ChangeRows, at: number, file: number): void {
    editRuns(this.#older, this.#editOf(rows, at), specialOrigin.open, this.#result);
    passRuns(this.#older, rows, at, this.#next);
    fillOpen(this.#result, this.#next, this.#spare);
    [this.#result, this.#spare] = [this.#spare, this.#result];
    this.#claimRest();
    this.#ledger.differ(this.#older, this.#result, file);
  }

  #openPath(rows: ChangeRows, at: number): void {
    this.#open = {
      pathId: rows.pathId(at),
      kind: rows.kind(at),
      oldPathId: rows.oldPathId(at),
      oldLines: rows.oldLines(at),
      hasSource: false,
      takenState: unknown,
    };
  }

  #addSource(rows: ChangeRows, at: number): void {
    const open = this.#open;
    if (open === undefined || open.pathId !== rows.pathId(at)) throw new CodefangError('INVARIANT', strayRow);
    const kind = rows.kind(at);
    const oldPathId = rows.oldPathId(at) < 0 ? open.pathId : rows.oldPathId(at);
    if (kind === lineKind.born) {
      this.#result.clear();
      this.#result.append(rows.newLines(at), specialOrigin.open);
    } else if (kind === lineKind.taken) {
      this.#take(open, rows.parent(at), oldPathId, rows.newLines(at));
    } else if (kind === lineKind.copied) {
      this.#load(rows.parent(at), oldPathId, rows.oldLines(at));
      this.#pass(rows, at);
    } else {
      this.#load(rows.parent(at), oldPathId, rows.oldLines(at));
      editRuns(this.#older, this.#editOf(rows, at), specialOrigin.open, this.#spare);
      if (rows.passCount(at) > 0) this.#pass(rows, at);
      this.#claim(open.hasSource);
    }
    open.hasSource = true;
  }

  /** Keeps what the row at hand passes on, until all parents have given what is unchanged. */
  #pass(rows: ChangeRows, at: number): void {
    const passed = new Runs();
    passRuns(this.#older, rows, at, passed);
    this.#passed.push(passed);
  }

  /** Beside the mainline nobody asks which lines a version has that is only taken over. */
  #take(open: OpenPath, parent: number, oldPathId: number, lineCount: number): void {
    const place = this.#graph.parentPlace(this.#place, parent);
    if (oldPathId === open.pathId && place >= 0) {
      const part = this.#parts.get(oldPathId >>> partShift, 'read');
      open.takenState = part.find(oldPathId & slotMask, place, this.#graph);
    }
    if (open.takenState >= 0 && !this.#ledger.isMainline) return;
    this.#load(parent, oldPathId, lineCount);
    copyRuns(this.#older, this.#result);
  }

  /** What the parent at hand, in `#spare`, has of the lines that no parent before it had. */
  #claim(hasSource: boolean): void {
    if (!hasSource) [this.#result, this.#spare] = [this.#spare, this.#result];
    else {
      fillOpen(this.#result, this.#spare, this.#next);
      [this.#result, this.#next] = [this.#next, this.#result];
    }
  }

  /** All that is said of the open path has been read. */
  #close(): void {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    const isTaken = open.takenState >= 0;
    for (const passed of this.#passed.splice(0)) {
      fillOpen(this.#result, passed, this.#spare);
      [this.#result, this.#spare] = [this.#spare, this.#result];
    }
    if (!isTaken) this.#claimRest();
    if (this.#ledger.isMainline || this.#graph.parentCount(this.#place) === 1) this.#book(open);
    if (!isTaken) this.#put(open.pathId);
    else this.#part(open.pathId).share(open.pathId & slotMask, this.#place, open.takenState, this.#graph);
  }

  /** Lines that no parent has are the commit's own. */
  #claimRest(): void {
    const result = this.#result;
    if (!hasOrigin(result, specialOrigin.open)) return;
    const out = this.#spare;
    out.clear();
    for (let at = 0; at < result.end; at += 1) {
      const origin = originOf(result.ints[at]!);
      out.append(linesOf(result.ints[at]!), origin === specialOrigin.open ? this.#place : origin);
    }
    [this.#result, this.#spare] = [this.#spare, this.#result];
  }

  #book({ kind, pathId, oldPathId, oldLines }: OpenPath): void {
    const source = kind === changeKind.renamed ? oldPathId : pathId;
    if (kind === changeKind.added) this.#makeOlder(0);
    else this.#load(0, source, oldLines);
    this.#ledger.differ(this.#older, this.#result, this.#ledger.files.fileOf(pathId));
  }

  /** Points `#older` at the lines that a parent has of a path. */
  #load(parent: number, pathId: number, lineCount: number): void {
    const place = this.#graph.parentPlace(this.#place, parent);
    const part = this.#parts.get(pathId >>> partShift, 'read');
    const state = place < 0 ? unknown : part.find(pathId & slotMask, place, this.#graph);
    if (state >= 0) part.open(state, this.#older);
    else if (this.#isWhole || state === gone) throw lost(this.#place, pathId);
    else this.#makeOlder(Math.max(0, lineCount));
  }

  /** Lines that are older than the walk. */
  #makeOlder(lineCount: number): void {
    this.#made.clear();
    this.#made.append(lineCount, specialOrigin.baseline);
    this.#older.ints = this.#made.ints;
    this.#older.start = 0;
    this.#older.end = this.#made.end;
  }

  #put(pathId: number): void {
    this.#part(pathId).add(pathId & slotMask, this.#place, this.#result, this.#graph);
  }

  #part(pathId: number): FileVersions {
    return this.#parts.get(pathId >>> partShift, 'write');
  }

  #editOf(rows: ChangeRows, at: number): LineEdit {
    const edit = this.#edit;
    edit.hunks = rows.hunks;
    edit.hunkStart = rows.hunkStart(at);
    edit.hunkCount = rows.hunkCount(at);
    edit.oldLines = rows.oldLines(at);
    return edit;
  }
}

const strayRow = 'Cannot follow lines: a row gives their source before its path is named; please report this';

function lost(place: number, pathId: number): CodefangError {
  return new CodefangError(
    'INVARIANT',
    `Cannot follow lines: commit ${place} changes path ${pathId}, no version of it is known; please report this`,
  );
}

function addedLines({ hunks, hunkStart, hunkCount }: LineEdit): number {
  let lines = 0;
  for (let hunk = hunkStart; hunk < hunkStart + hunkCount * 4; hunk += 4) lines += hunks[hunk + 3]!;
  return lines;
}

function copyRuns(from: RunView, to: Runs): void {
  to.clear();
  to.appendRuns(from.ints, from.start, from.end);
}

import { assert } from '../base/index.ts';
import { changeKind } from '../contract.ts';
import { copiedLettersMin, CopiedLines, isBinary, lineCountOf, movedLettersMin } from '../diff/index.ts';
import { ObjectScratch, type ObjectStore } from '../git/index.ts';
import { collectGarbage } from '../memory/index.ts';
import { type Batch, itemInts } from './batch.ts';
import type { ChangeColumns } from './change-columns.ts';
import { CopySources, type CopySourcesSetup, type SourceFile } from './copy-sources.ts';
import { copyTargets, type CopyTarget } from './copy-targets.ts';
import { changeFlag, lineKind, parentCountMax, passesCutFlag, passRunMax } from './slab-layout.ts';
import { joined, type PassedRun } from './line-passer.ts';
import { eachRange, rangesWithout } from './line-ranges.ts';

export interface CopiedRowsSetup extends CopySourcesSetup {
  readonly store: ObjectStore;
  /** Whether lines are looked for in other files too. */
  readonly isFollowing: boolean;
}

const noHunks = new Int32Array(0);

/**
 * Where lines stood before that the comparisons leave to a commit, by the rules of `git blame` (blame.c, pass_blame):
 *
 *   a merge      what no parent has at the same path is looked for in the whole file of each parent, in order (-M);
 *                of other commits `LinePasser` has done that
 *   any commit   what is left then, in all files of each parent that the commit changed or deleted (-C)
 *
 * Rows of kind `copied` are linked behind those of the path, one for each file that lines come from.
 * BOUNDED BY: two texts of at most the run's blob limit, `CopiedLines`, and the files of `CopySources`.
 */
export class CopiedRows {
  readonly #setup: CopiedRowsSetup;
  readonly #copied: CopiedLines;
  readonly #files: CopySources;
  readonly #newer: ObjectScratch;
  readonly #older: ObjectScratch;

  constructor(setup: CopiedRowsSetup) {
    const { allowance } = setup.store;
    this.#setup = setup;
    this.#copied = new CopiedLines({ allowance });
    this.#files = new CopySources(setup);
    this.#newer = new ObjectScratch(undefined, allowance);
    this.#older = new ObjectScratch(undefined, allowance);
  }

  /** Gives back what large texts took. */
  release(): void {
    this.#copied.release();
    this.#files.release();
    this.#newer.release();
    this.#older.release();
  }

  /** Completes the commits of a group, from item `first` on; `ends` are where the rows of each end. */
  completeAll(columns: ChangeColumns, batch: Batch, first: number, ends: readonly number[]): void {
    let start = 0;
    for (const [at, end] of ends.entries()) {
      const parentCount = Math.min(batch.heads[(first + at) * itemInts + 2]!, parentCountMax);
      if (parentCount > 0) this.#complete(columns, batch, first + at, start, end, parentCount);
      this.#settle();
      start = end;
    }
  }

  /** Other threads may wait for the memory that large texts took. */
  #settle(): void {
    const { allowance } = this.#setup.store;
    if (!allowance.isOverdrawn) return;
    this.release();
    collectGarbage();
    allowance.settle();
  }

  #complete(columns: ChangeColumns, batch: Batch, item: number, start: number, end: number, parentCount: number): void {
    const isMerge = parentCount > 1;
    if (!isMerge && !this.#setup.isFollowing) return;
    const targets = copyTargets(columns, start, end, isMerge ? movedLettersMin : copiedLettersMin);
    if (targets.length === 0) return;
    for (let parent = 0; isMerge && parent < parentCount; parent += 1) {
      for (const target of targets) this.#findMoved(columns, target, parent);
    }
    for (let parent = 0; this.#setup.isFollowing && parent < parentCount; parent += 1) {
      const isAny = this.#addAll(columns, targets, copiedLettersMin);
      if (!isAny) break;
      const files = isMerge
        ? this.#files.ofMerge(columns, batch, item, parent)
        : this.#files.ofCommit(columns, start, end);
      if (files === undefined) this.#cut(columns, targets);
      else this.#findCopied(columns, targets, parent, files);
    }
    for (const target of targets) if (target.found.size > 0) this.#write(columns, target, isMerge);
  }

  /** Within the file, as the parent has it. */
  #findMoved(columns: ChangeColumns, target: CopyTarget, parent: number): void {
    const source = target.sources.find((one) => one.parent === parent);
    if (source === undefined || !this.#addAll(columns, [target], movedLettersMin)) return;
    const { row } = source;
    if (!this.#read(columns.oids, row * 2 * columns.oidBytes)) return;
    const { bytes, length } = this.#older;
    do this.#copied.offer(0, bytes, length);
    while (this.#copied.settle());
    const path = columns.oldPath[row]! < 0 ? columns.path[row]! : columns.oldPath[row]!;
    this.#take(columns, [target], parent, () => ({ path, lines: columns.oldLines[row]! }));
  }

  /** In other files: each is read once, and those with lines of stretches for what is left of them. */
  #findCopied(
    columns: ChangeColumns,
    targets: readonly CopyTarget[],
    parent: number,
    files: readonly SourceFile[],
  ): void {
    const copied = this.#copied;
    const lineCounts = new Map<number, number>();
    let asked = files.map((_, at) => at);
    do {
      asked = asked.filter((at) => {
        const { oid, pathId } = files[at]!;
        if (!this.#read(oid, 0)) return false;
        const { bytes, length } = this.#older;
        const hasLines = copied.offer(at, bytes, length, (owner) => isOwn(columns, targets[owner]!, parent, pathId));
        if (hasLines && !lineCounts.has(at)) lineCounts.set(at, lineCountOf(bytes, length));
        return hasLines;
      });
    } while (copied.settle());
    this.#take(columns, targets, parent, (at) => {
      const path = this.#files.internPath(columns, files[at]!);
      return { path, lines: lineCounts.get(at)! };
    });
  }

  /** Adds what is open of the new texts; returns whether there is anything to look for. */
  #addAll(columns: ChangeColumns, targets: readonly CopyTarget[], lettersMin: number): boolean {
    const copied = this.#copied;
    copied.start(lettersMin);
    for (const [owner, { head, open }] of targets.entries()) {
      if (open.length === 0) continue;
      const newer = this.#newer;
      const kind = this.#setup.store.read(columns.oids, (head * 2 + 1) * columns.oidBytes, newer, 'base');
      assert(kind === 'blob', 'a text that was compared is there');
      eachRange(newer, open, (line, from, to) => copied.add(owner, line, newer.bytes, from, to));
    }
    if (copied.isCut) this.#cut(columns, targets);
    return copied.hasStretches && !copied.isCut;
  }

  /** Moves what was found to its targets. */
  #take(
    columns: ChangeColumns,
    targets: readonly CopyTarget[],
    parent: number,
    fileOf: (source: number) => { path: number; lines: number },
  ): void {
    if (this.#copied.isCut) this.#cut(columns, targets);
    // By line, so that they can be taken out of what is open.
    const runs = this.#copied.runs.toSorted((a, b) => a.owner - b.owner || a.line - b.line);
    const taken = targets.map((): number[] => []);
    for (const { owner, line, count, source, sourceLine } of runs) {
      const target = targets[owner]!;
      const { path, lines } = fileOf(source);
      const key = `${parent} ${path}`;
      const known = target.found.get(key) ?? { parent, path, lines, runs: [] as PassedRun[] };
      target.found.set(key, known);
      known.runs.push({ line, count, oldLine: sourceLine });
      taken[owner]!.push(line, line + count);
    }
    for (const [owner, lines] of taken.entries()) {
      if (lines.length > 0) targets[owner]!.open = rangesWithout(targets[owner]!.open, lines);
    }
  }

  #cut(columns: ChangeColumns, targets: readonly CopyTarget[]): void {
    for (const { head } of targets) columns.flags[head]! |= passesCutFlag;
  }

  /** Reads a text that lines may come from; binary ones have none. */
  #read(oid: Uint8Array, at: number): boolean {
    const older = this.#older;
    return this.#setup.store.read(oid, at, older, 'base') === 'blob' && !isBinary(older.bytes, older.length);
  }

  #write(columns: ChangeColumns, target: CopyTarget, isMerge: boolean): void {
    const { head } = target;
    const hasRows = (columns.flags[head]! & changeFlag.linesElsewhere) !== 0;
    assert(hasRows || !isMerge, 'the rows of a merge say where lines come from');
    if (!hasRows) target.last = splitHead(columns, head);
    for (const { parent, path, lines, runs } of target.found.values()) {
      if (runs.length > passRunMax) {
        this.#cut(columns, [target]);
        runs.length = passRunMax;
      }
      const row = columns.add(columns.path[head]!, lineKind.copied, columns.mode[head]!, 0);
      columns.oldPath[row] = path === columns.path[head] ? -1 : path;
      columns.parent[row] = parent;
      columns.flags[row] = changeFlag.linesOnly;
      columns.oldLines[row] = lines;
      columns.newLines[row] = target.lineCount;
      columns.setHunks(row, noHunks, 0);
      columns.setPasses(row, ...joined(runs));
      columns.next[target.last] = row;
      target.last = row;
    }
  }
}

/** Puts what a row says of lines into a row of its own, behind it; returns that. */
function splitHead(columns: ChangeColumns, head: number): number {
  const isNew = columns.kind[head] === changeKind.added;
  const row = columns.add(columns.path[head]!, isNew ? lineKind.born : lineKind.source, columns.mode[head]!, 0);
  columns.oldPath[row] = columns.oldPath[head]!;
  columns.flags[row] = changeFlag.linesOnly;
  columns.oldLines[row] = columns.oldLines[head]!;
  columns.newLines[row] = columns.newLines[head]!;
  columns.hunkStart[row] = columns.hunkStart[head]!;
  columns.hunkCount[row] = columns.hunkCount[head]!;
  columns.passCount[row] = columns.passCount[head]!;
  columns.flags[head]! |= changeFlag.linesElsewhere;
  columns.hunkCount[head] = 0;
  columns.passCount[head] = 0;
  columns.next[head] = row;
  return row;
}

/** Whether that is the file itself, as the parent has it: it was looked through. */
function isOwn(columns: ChangeColumns, { head, sources }: CopyTarget, parent: number, pathId: number): boolean {
  return sources.some(({ parent: one, row }) => {
    const path = columns.oldPath[row]! < 0 ? columns.path[head]! : columns.oldPath[row]!;
    return one === parent && path === pathId;
  });
}

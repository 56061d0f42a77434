import { CodefangError } from '../base/index.ts';
import { ObjectScratch } from '../git/index.ts';
import type { ScratchAllowance } from '../memory/index.ts';
import { isBinary } from './binary-sniff.ts';
import { scoreMax, similarity, Sketcher, type Sketch } from './similarity.ts';

/**
 * `exact` pairs equal object ids; `similar` also files alike by that percentage, as `git diff
 * -M<n>%`.
 */
export type RenamePolicy = 'off' | 'exact' | { readonly similar: number };

/** One added or deleted file. */
export interface RenameSide {
  readonly path: Uint8Array;
  readonly mode: number;
  readonly oid: Uint8Array;
}

export interface RenamePair {
  readonly deleteIndex: number;
  readonly addIndex: number;
  /** Similarity in percent, rounded down; 100 for equal bytes. */
  readonly percent: number;
}

export interface BlobReader {
  /** Puts a blob into `scratch`; false when it is not available, which makes it no candidate. */
  readBlob(oid: Uint8Array, scratch: ObjectScratch): boolean;
}

export interface RenameLimits {
  /**
   * Files are compared by content when deletes × adds is at most its square. Git's default: 1,000.
   */
  readonly candidateCountMax: number;
  /**
   * Bytes of sketches kept at a time; past it they are made anew for each comparison. Default 64
   * MiB.
   */
  readonly sketchBytesMax?: number;
  /** The account that the blob being sketched is charged to, if there is one. */
  readonly allowance?: ScratchAllowance;
}

const regularType = 0o100000;
const typeMask = 0o170000;
const equalCandidateCountMax = 100;
const candidatesPerAdd = 4;

/**
 * Pairs the deleted and added files of one commit, by git's rules (diffcore-rename):
 *
 *   1. equal object ids, the same base name first, else the first in path order;
 *   2. `similar` only: a base name that just one delete and one add bear, when their similarity is
 *      half-way from the threshold to 100 % or more;
 *   3. the rest against the rest, best score first; each add proposes its four best.
 *
 * A delete is used once, so further adds stay adds. Symlinks pair only by equal ids. Deterministic.
 * BOUNDED BY: `candidateCountMax` squared comparisons, `sketchBytesMax` bytes of sketches.
 */
export class RenameDetector {
  /** Commits whose step 3 was left out because there were too many candidates. */
  skippedCount = 0;
  readonly #policy: RenamePolicy;
  readonly #scoreMin: number;
  readonly #limits: RenameLimits;
  readonly #sketcher = new Sketcher();
  readonly #scratch: ObjectScratch;

  constructor(policy: RenamePolicy, limits: RenameLimits) {
    const percent = typeof policy === 'object' ? policy.similar : 100;
    if (!Number.isInteger(percent) || percent < 1 || percent > 100) {
      throw new CodefangError(
        'USAGE',
        `Cannot detect renames similar by ${percent} %: expected a whole number from 1 to 100`,
      );
    }
    this.#policy = policy;
    this.#scoreMin = (percent * scoreMax) / 100;
    this.#limits = limits;
    this.#scratch = new ObjectScratch(undefined, limits.allowance);
  }

  /** Pairs of one commit by ascending `addIndex`. Both lists are in path order. */
  detect(deletes: readonly RenameSide[], adds: readonly RenameSide[], reader: BlobReader): RenamePair[] {
    if (this.#policy === 'off' || deletes.length === 0 || adds.length === 0) return [];
    const matches = new Matches(deletes, adds);
    pairEqualIds(matches);
    if (this.#scoreMin < scoreMax && matches.hasBothSides) {
      this.#pairSimilar(matches, reader);
      this.#scratch.release();
    }
    return matches.toPairs();
  }

  #pairSimilar(matches: Matches, reader: BlobReader): void {
    const sketches = new SketchCache(
      reader,
      this.#sketcher,
      this.#scratch,
      this.#limits.sketchBytesMax ?? 64 * 1024 * 1024,
    );
    pairUniqueNames(matches, sketches, (this.#scoreMin + scoreMax) / 2);
    if (!matches.hasBothSides) return;
    const deletes = matches.openDeletes();
    const adds = matches.openAdds();
    if (deletes.length * adds.length > this.#limits.candidateCountMax ** 2) {
      this.skippedCount += 1;
      return;
    }
    pairByScore(matches, proposals(matches, deletes, adds, sketches, this.#scoreMin));
  }
}

/** Which delete each add was paired with so far. */
class Matches {
  readonly deletes: readonly RenameSide[];
  readonly adds: readonly RenameSide[];
  readonly #deleteOf: Int32Array;
  readonly #scoreOf: Int32Array;
  readonly #isUsed: Uint8Array;
  #count = 0;

  constructor(deletes: readonly RenameSide[], adds: readonly RenameSide[]) {
    this.deletes = deletes;
    this.adds = adds;
    this.#deleteOf = new Int32Array(adds.length).fill(-1);
    this.#scoreOf = new Int32Array(adds.length);
    this.#isUsed = new Uint8Array(deletes.length);
  }

  get hasBothSides(): boolean {
    return this.#count < this.deletes.length && this.#count < this.adds.length;
  }

  isOpen(deleteIndex: number, addIndex: number): boolean {
    return this.#isUsed[deleteIndex] === 0 && this.#deleteOf[addIndex] === -1;
  }

  pair(deleteIndex: number, addIndex: number, score: number): void {
    this.#deleteOf[addIndex] = deleteIndex;
    this.#scoreOf[addIndex] = score;
    this.#isUsed[deleteIndex] = 1;
    this.#count += 1;
  }

  openDeletes(): number[] {
    const open: number[] = [];
    for (let i = 0; i < this.deletes.length; i += 1) if (this.#isUsed[i] === 0) open.push(i);
    return open;
  }

  openAdds(): number[] {
    const open: number[] = [];
    for (let i = 0; i < this.adds.length; i += 1) if (this.#deleteOf[i] === -1) open.push(i);
    return open;
  }

  toPairs(): RenamePair[] {
    const pairs: RenamePair[] = [];
    for (let addIndex = 0; addIndex < this.adds.length; addIndex += 1) {
      const deleteIndex = this.#deleteOf[addIndex]!;
      if (deleteIndex === -1) continue;
      const percent = Math.floor((this.#scoreOf[addIndex]! * 100) / scoreMax);
      pairs.push({ deleteIndex, addIndex, percent });
    }
    return pairs;
  }
}

/**
 * Sketches of files by index and side; dropped from the cache never, made without it when it is
 * full.
 */
class SketchCache {
  readonly #reader: BlobReader;
  readonly #sketcher: Sketcher;
  readonly #scratch: ObjectScratch;
  readonly #bySide = new Map<RenameSide, Sketch | undefined>();
  readonly #bytesMax: number;
  #bytes = 0;

  constructor(reader: BlobReader, sketcher: Sketcher, scratch: ObjectScratch, bytesMax: number) {
    this.#reader = reader;
    this.#sketcher = sketcher;
    this.#scratch = scratch;
    this.#bytesMax = bytesMax;
  }

  /** The sketch of a regular file, or undefined for other kinds and for what cannot be read. */
  get(side: RenameSide): Sketch | undefined {
    if (this.#bySide.has(side)) return this.#bySide.get(side);
    const sketch = this.#make(side);
    const bytes = sketch === undefined ? 0 : sketch.hashes.byteLength * 2;
    if (this.#bytes + bytes <= this.#bytesMax) {
      this.#bySide.set(side, sketch);
      this.#bytes += bytes;
    }
    return sketch;
  }

  #make(side: RenameSide): Sketch | undefined {
    if ((side.mode & typeMask) !== regularType) return undefined;
    const scratch = this.#scratch;
    if (!this.#reader.readBlob(side.oid, scratch)) return undefined;
    const kind = isBinary(scratch.bytes, scratch.length) ? 'binary' : 'text';
    return this.#sketcher.sketch(scratch.bytes, scratch.length, kind);
  }
}

function pairEqualIds(matches: Matches): void {
  const byOid = new Map<string, number[]>();
  matches.deletes.forEach((side, index) => {
    const key = oidKey(side.oid);
    const sameOid = byOid.get(key);
    if (sameOid === undefined) byOid.set(key, [index]);
    else sameOid.push(index);
  });
  for (let addIndex = 0; addIndex < matches.adds.length; addIndex += 1) {
    const candidates = byOid.get(oidKey(matches.adds[addIndex]!.oid));
    if (candidates === undefined) continue;
    const found = bestEqual(matches, candidates, addIndex);
    if (found !== -1) matches.pair(found, addIndex, scoreMax);
  }
}

function bestEqual(matches: Matches, candidates: readonly number[], addIndex: number): number {
  const add = matches.adds[addIndex]!;
  let best = -1;
  let tried = 0;
  for (const index of candidates) {
    const side = matches.deletes[index]!;
    if (!matches.isOpen(index, addIndex) || !kindsAgree(side.mode, add.mode)) continue;
    if (sameBaseName(side.path, add.path)) return index;
    if (best === -1) best = index;
    tried += 1;
    if (tried === equalCandidateCountMax) break;
  }
  return best;
}

/** Regular files may differ in the execute bit; other kinds must be the same. */
function kindsAgree(a: number, b: number): boolean {
  return a === b || ((a & typeMask) === regularType && (b & typeMask) === regularType);
}

function pairUniqueNames(matches: Matches, sketches: SketchCache, scoreMin: number): void {
  const deleteByName = uniqueByName(matches.deletes, matches.openDeletes());
  const addByName = uniqueByName(matches.adds, matches.openAdds());
  for (const [name, deleteIndex] of deleteByName) {
    const addIndex = addByName.get(name);
    if (deleteIndex === -1 || addIndex === undefined || addIndex === -1) continue;
    const old = sketches.get(matches.deletes[deleteIndex]!);
    const newer = sketches.get(matches.adds[addIndex]!);
    if (old === undefined || newer === undefined) continue;
    const score = similarity(old, newer, scoreMin);
    if (score >= scoreMin) matches.pair(deleteIndex, addIndex, score);
  }
}

/** Index by base name; -1 for a name borne twice. */
function uniqueByName(sides: readonly RenameSide[], open: readonly number[]): Map<string, number> {
  const byName = new Map<string, number>();
  for (const index of open) {
    const path = sides[index]!.path;
    const name = oidKey(path.subarray(baseNameStart(path)));
    byName.set(name, byName.has(name) ? -1 : index);
  }
  return byName;
}

interface Proposal {
  readonly deleteIndex: number;
  readonly addIndex: number;
  readonly score: number;
  readonly hasSameName: boolean;
}

/** The best four deletes of every add, in the order in which git holds them. */
function proposals(
  matches: Matches,
  deletes: readonly number[],
  adds: readonly number[],
  sketches: SketchCache,
  scoreMin: number,
): Proposal[] {
  const all: Proposal[] = [];
  for (const addIndex of adds) {
    const add = matches.adds[addIndex]!;
    const newer = sketches.get(add);
    if (newer === undefined) continue;
    const best: Proposal[] = [];
    for (const deleteIndex of deletes) {
      const side = matches.deletes[deleteIndex]!;
      const old = sketches.get(side);
      const score = old === undefined ? 0 : similarity(old, newer, scoreMin);
      const hasSameName = sameBaseName(side.path, add.path);
      keepBest(best, { deleteIndex, addIndex, score, hasSameName });
    }
    all.push(...best.filter(({ score }) => score >= scoreMin));
  }
  return all;
}

/**
 * Puts a proposal in the place of the worst of four when it is better. WHY in its place, and why those below the
 * threshold take part: among equals the first place wins, as in git (diffcore-rename.c, record_if_better).
 */
function keepBest(best: Proposal[], proposal: Proposal): void {
  if (best.length < candidatesPerAdd) {
    best.push(proposal);
    return;
  }
  let worst = 0;
  for (let at = 1; at < candidatesPerAdd; at += 1) if (compareProposals(best[at]!, best[worst]!) > 0) worst = at;
  if (compareProposals(best[worst]!, proposal) > 0) best[worst] = proposal;
}

/** Best score first, then equal base names; a stable sort keeps the order of places among the rest. */
function compareProposals(a: Proposal, b: Proposal): number {
  if (a.score !== b.score) return b.score - a.score;
  return Number(b.hasSameName) - Number(a.hasSameName);
}

function pairByScore(matches: Matches, all: Proposal[]): void {
  for (const { deleteIndex, addIndex, score } of all.sort(compareProposals)) {
    if (matches.isOpen(deleteIndex, addIndex)) matches.pair(deleteIndex, addIndex, score);
  }
}

function sameBaseName(a: Uint8Array, b: Uint8Array): boolean {
  const aStart = baseNameStart(a);
  const bStart = baseNameStart(b);
  return Buffer.compare(a.subarray(aStart), b.subarray(bStart)) === 0;
}

function baseNameStart(path: Uint8Array): number {
  return path.lastIndexOf(0x2f) + 1;
}

/** Bytes as a map key, one character a byte. */
function oidKey(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/**
 * A slab: 1 MiB of 32-bit integers that a worker fills and the main thread folds, in commit order.
 *
 *   reset    0                                  local path ids begin anew
 *   path     1, byteLength, bytes…              defines the next local path id; padded to whole integers
 *   commit   2, place, flags, changes, gitlinks opens a slice of a commit
 *   change   3, path, oldPath, kind, flags, added, removed, changed, oldLines, newLines, hunks, passes,
 *            4 × hunks, 4 × passes
 *   done     4                                  the batch is finished
 *
 * Submodules are changes of `submoduleKind` at the end of a commit, for those who ask for them.
 * `place` is the number in the walk, `changes` the count of changes over all slices of the commit, `oldPath` -1 unless
 * renamed. Rows of a `lineKind` follow the change that they are about; their flags hold a parent above
 * `parentShift`. A commit that does not fit goes on in the next slab as another slice. Bounds: a slab holds the
 * longest path and a change with the most hunks, asserted below, so writing never fails for want of room.
 */
import { assert, KiB, MiB } from '../base/index.ts';
import { hunkCountMax } from '../diff/index.ts';

export const slabTag = { reset: 0, path: 1, commit: 2, change: 3, done: 4 } as const;

export const sliceFlag = { first: 1, last: 2 } as const;

/**
 * Kinds of rows beside `changeKind`: where the lines of a path come from, when it is not just the first parent.
 * `oldPath` is the path they had there, when it was another one.
 */
export const lineKind = {
  /** The content is that of a parent: its lines are taken over as they are. */
  taken: 4,
  /** Compared with a parent: lines that no earlier parent had, and that did not change, are that one's. */
  source: 5,
  /** No parent has it: all lines are the commit's own. */
  born: 6,
  /** Lines that stood elsewhere in a parent are passed on: those of the row, which has no hunks. */
  copied: 7,
} as const;

/** Marks of a change beside its numbers. */
export const changeFlag = {
  /** A side is binary: it has no lines. */
  binary: 1,
  /** A side is larger than the limit of the run: handled as binary. */
  oversize: 2,
  /** A side is not in this repository. */
  missing: 4,
  /** The work bound of the line diff fired: numbers are right, but may not be the smallest. */
  capped: 8,
  /** More hunks than are kept: the last one covers the rest. */
  coarse: 16,
  /** Content is the same on both sides; line counts were not read and are -1. */
  sameContent: 32,
  /** The row is there for its lines only: no change that analyzers see, as a merge has none. */
  linesOnly: 64,
  /** The rows that follow say where the lines come from. */
  linesElsewhere: 128,
} as const;

/**
 * A kind of row beside `changeKind` and `lineKind`: a submodule that came, moved on or went. Its added and removed lines
 * are those of the one line of text that git compares in its place.
 */
export const submoduleKind = 8;

/** Above the marks: what is the same on both sides is binary. Read only where `want.binary` asks for it. */
export const sameBinaryFlag = 512;

/** Above the marks and below the parent: a bound left lines of an ignored commit, or moved ones, where they are. */
export const passesCutFlag = 256;

/** Above the marks of a row of a `lineKind`: the number of the parent. Octopus merges have up to 65,535. */
export const parentShift = 16;
export const parentCountMax = 0xffff;

export const slabBytes: number = MiB;
export const slabInts: number = slabBytes / 4;
export const commitInts = 5;
export const changeInts = 12;
/** Runs of lines that a change passes on to the old text; what is beyond is the commit's own. */
export const passRunMax = 24_000;
export const pathBytesMax: number = 64 * KiB;

const longestChangeInts = commitInts + changeInts + (hunkCountMax + passRunMax) * 4 + 2 * (pathBytesMax / 4 + 2) + 2;
assert(longestChangeInts < slabInts, 'a slab holds any change');

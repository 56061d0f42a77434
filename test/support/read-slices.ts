import { ByteInterner } from '../../engine/base/index.ts';
import { findRepository, type ObjectStoreLimits } from '../../engine/git/index.ts';
import {
  addItem,
  type Batch,
  type ChangeRows,
  type ExtractionRules,
  SlabReader,
  type SlabSource,
  InlineSource,
  makeBatch,
  type Slice,
} from '../../engine/pipeline/index.ts';
import type { GitFixture } from './git-fixture.ts';

/** A change as plain values; paths as latin1, so that every byte has a letter. */
export interface PlainChange {
  readonly path: string;
  readonly oldPath: string | null;
  readonly kind: number;
  readonly flags: number;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly oldLines: number;
  readonly newLines: number;
  readonly hunks: readonly (readonly number[])[];
}

/** A change, or what else is said of where lines come from. */
export interface PlainRow extends PlainChange {
  readonly parent: number;
}

export interface PlainSlice {
  readonly place: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly changeCount: number;
  readonly gitlinks: number;
  /** What analyzers see. */
  readonly changes: readonly PlainChange[];
  /** All rows. */
  readonly lines: readonly PlainRow[];
}

/** A tree to compare with those of its parents; none is compared with nothing. */
export interface TreePair {
  readonly place: number;
  readonly tree: string;
  readonly bases?: readonly string[];
  /** See `itemFlag`. */
  readonly flags?: number;
}

export const smallLimits: ObjectStoreLimits = {
  windowBytes: 32 * 1024,
  windowCountMax: 8,
  deltaBaseBytes: 1024 * 1024,
  objectBytesMax: 16 * 1024 * 1024,
};

export const takeAll: ExtractionRules = { renames: 'off', moves: 'off', paths: { include: [], exclude: [] } };

export function sourceSetup(
  fixture: GitFixture,
  rules: Partial<ExtractionRules> = {},
): ConstructorParameters<typeof InlineSource>[0] {
  return {
    location: findRepository(fixture.path),
    limits: smallLimits,
    sharedIndexes: undefined,
    rules: { ...takeAll, ...rules },
  };
}

export function batchOf(sequence: number, pairs: readonly TreePair[], oidBytes = 20): Batch {
  const batch = makeBatch(sequence, pairs.length, oidBytes);
  for (const { place, tree, bases = [], flags = 0 } of pairs) {
    const at = addItem(batch, place, flags, bases.length, oidBytes);
    batch.oids.set(Buffer.from([tree, ...bases].join(''), 'hex'), at);
  }
  return batch;
}

/** Runs the pairs through a source in batches of a size, and closes it. */
export async function readPairs(
  source: SlabSource,
  pairs: readonly TreePair[],
  batchSize: number,
  oidBytes = 20,
): Promise<PlainSlice[]> {
  const paths = new ByteInterner();
  const reader = new SlabReader(paths, () => 0);
  const slices: PlainSlice[] = [];
  let next = 0;
  let underway = 0;
  const submit = (): void => {
    while (underway < source.batchCountMax && next * batchSize < pairs.length) {
      source.submit(batchOf(next, pairs.slice(next * batchSize, (next + 1) * batchSize), oidBytes));
      next += 1;
      underway += 1;
    }
  };
  try {
    for (submit(); underway > 0; submit()) {
      const slab = await source.next();
      reader.open(slab.ints, slab.end);
      while (reader.next()) slices.push(plainSlice(reader.slice, paths));
      slab.release();
      if (!reader.isBatchEnd) continue;
      source.endBatch();
      underway -= 1;
    }
  } finally {
    await source.close();
  }
  return slices;
}

export function plainSlice(slice: Slice, paths: ByteInterner): PlainSlice {
  const { place, isFirst, isLast, changeCount, gitlinks } = slice;
  const lines = plainRows(slice.lines, paths);
  const changes = plainRows(slice.changes, paths).map(({ parent: _parent, ...change }) => change);
  return { place, isFirst, isLast, changeCount, gitlinks, changes, lines };
}

function plainRows(rows: ChangeRows, paths: ByteInterner): PlainRow[] {
  const name = (id: number): string => paths.bytesOf(id).toString('latin1');
  return Array.from({ length: rows.count }, (_, at) => ({
    path: name(rows.pathId(at)),
    oldPath: rows.oldPathId(at) < 0 ? null : name(rows.oldPathId(at)),
    kind: rows.kind(at),
    flags: rows.flags(at),
    parent: rows.parent(at),
    added: rows.added(at),
    removed: rows.removed(at),
    changed: rows.changed(at),
    oldLines: rows.oldLines(at),
    newLines: rows.newLines(at),
    hunks: Array.from({ length: rows.hunkCount(at) }, (_nothing, hunk) => {
      const start = rows.hunkStart(at) + hunk * 4;
      return Array.from(rows.hunks.slice(start, start + 4));
    }),
  }));
}

/** Slices put together to commits again; says so when they do not fit. */
export function joinSlices(slices: readonly PlainSlice[]): PlainSlice[] {
  const commits: PlainSlice[] = [];
  for (const slice of slices) {
    const last = commits.at(-1);
    if (slice.isFirst !== (last === undefined || last.isLast)) throw new Error('Slices of two commits are mixed');
    if (slice.isFirst) {
      commits.push(slice);
      continue;
    }
    if (last!.place !== slice.place || last!.changeCount !== slice.changeCount) {
      throw new Error(`Slice of ${slice.place} follows a part of ${last!.place}`);
    }
    const gitlinks = last!.gitlinks + slice.gitlinks;
    commits[commits.length - 1] = {
      ...last!,
      isLast: slice.isLast,
      gitlinks,
      changes: [...last!.changes, ...slice.changes],
      lines: [...last!.lines, ...slice.lines],
    };
  }
  return commits;
}

import { changeKind } from '../../engine/index.ts';
import { FileIdentity } from '../../engine/history/index.ts';

/** Old start, old count, new start, new count. */
export type Hunk = readonly [number, number, number, number];

/** One file change as a test writes it; line counts before it come from the story's tree. */
export interface ChangeSpec {
  readonly kind: number;
  readonly path: string;
  readonly oldPath?: string;
  readonly hunks: readonly Hunk[];
  readonly turns?: 'binary' | 'text';
  /** Overrides what the rules of file identity say. */
  readonly fileId?: number;
}

/** A change with all its numbers, as a commit brings it. */
export interface StoryChange {
  readonly kind: number;
  readonly pathId: number;
  readonly oldPathId: number;
  readonly fileId: number;
  readonly languageId: number;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly oldLines: number;
  readonly newLines: number;
  readonly isBinary: boolean;
  readonly hunks: readonly Hunk[];
}

export interface StoryCommit {
  readonly tick: number;
  readonly person: number;
  readonly isMainline: boolean;
  readonly isMerge: boolean;
  readonly seconds: number;
  /** Place of the commit that wrote the lines it adds: of another one when a merge brings them. */
  readonly writer: number;
  readonly changes: readonly StoryChange[];
}

export const added = (path: string, lines: number): ChangeSpec => ({
  kind: changeKind.added,
  path,
  hunks: lines === 0 ? [] : [[0, 0, 0, lines]],
});
export const addedBinary = (path: string): ChangeSpec => ({ ...added(path, 0), turns: 'binary' });
export const deleted = (path: string): ChangeSpec => ({
  kind: changeKind.deleted,
  path,
  hunks: [],
});
export const modified = (path: string, ...hunks: readonly Hunk[]): ChangeSpec => ({
  kind: changeKind.modified,
  path,
  hunks,
});
export const renamed = (oldPath: string, path: string, ...hunks: readonly Hunk[]): ChangeSpec => ({
  kind: changeKind.renamed,
  path,
  oldPath,
  hunks,
});
export const becameBinary = (path: string): ChangeSpec => ({ ...modified(path), turns: 'binary' });
export const becameText = (path: string, lines: number): ChangeSpec => ({
  ...modified(path, [0, 0, 0, lines]),
  turns: 'text',
});

interface TreeFile {
  readonly lines: number;
  readonly isBinary: boolean;
}

/**
 * A history in a few lines of a test: commits of changes on a tree that follows the mainline.
 * Changes of side commits are seen by analyzers, the tree sees them with the merge.
 */
export class CommitStory {
  static readonly tickSeconds = 86_400;
  /** 2020-01-01T00:00:00Z */
  static readonly originSeconds = 1_577_836_800;
  readonly commits: StoryCommit[] = [];
  readonly tree: Map<string, TreeFile> = new Map();
  readonly paths: string[] = [];
  readonly identity: FileIdentity = new FileIdentity();
  baseline: StoryCommit | undefined;
  readonly #pathIds = new Map<string, number>();

  commit(by: Partial<Omit<StoryCommit, 'changes'>>, ...specs: readonly ChangeSpec[]): this {
    const { tick = 0, person = 0, isMainline = true, isMerge = false } = by;
    const seconds = by.seconds ?? CommitStory.originSeconds + tick * CommitStory.tickSeconds + 3600;
    const writer = by.writer ?? this.commits.length;
    const changes = this.#resolve(specs, !isMerge, isMainline);
    this.commits.push({ tick, person, isMainline, isMerge, seconds, writer, changes });
    return this;
  }

  /** Lines that are older than the walk. */
  startFrom(...specs: readonly ChangeSpec[]): this {
    const changes = this.#resolve(specs, false, true);
    const seconds = CommitStory.originSeconds;
    this.baseline = { tick: 0, person: -1, isMainline: true, isMerge: false, seconds, writer: -1, changes };
    return this;
  }

  get personCount(): number {
    return this.commits.reduce((count, { person }) => Math.max(count, person + 1), 0);
  }

  pathId(path: string): number {
    const known = this.#pathIds.get(path);
    if (known !== undefined) return known;
    this.paths.push(path);
    this.#pathIds.set(path, this.paths.length - 1);
    return this.paths.length - 1;
  }

  #resolve(specs: readonly ChangeSpec[], isIdentified: boolean, isMainline: boolean): StoryChange[] {
    const inPathOrder = specs.toSorted((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
    const changes = inPathOrder.map((spec) => this.#change(spec, isIdentified));
    if (!isMainline) return changes;
    for (const { kind, path, oldPath } of inPathOrder) {
      if (oldPath !== undefined) this.#moved.set(path, this.tree.get(oldPath)!);
      if (kind === changeKind.deleted) this.tree.delete(path);
      if (oldPath !== undefined) this.tree.delete(oldPath);
    }
    inPathOrder.forEach((spec, at) => this.#land(spec, changes[at]!));
    this.#moved.clear();
    return changes;
  }

  readonly #moved = new Map<string, TreeFile>();

  #land({ kind, path, turns }: ChangeSpec, { newLines }: StoryChange): void {
    if (kind === changeKind.deleted) return;
    const before = this.#moved.get(path) ?? this.tree.get(path);
    const isBinary = turns === undefined ? (before?.isBinary ?? false) : turns === 'binary';
    this.tree.set(path, { lines: newLines < 0 ? before!.lines : newLines, isBinary });
  }

  #change(spec: ChangeSpec, isIdentified: boolean): StoryChange {
    const { kind, path, oldPath, turns } = spec;
    const pathId = this.pathId(path);
    const oldPathId = oldPath === undefined ? -1 : this.pathId(oldPath);
    const before = this.tree.get(oldPath ?? path);
    if (before === undefined && kind !== changeKind.added) throw new Error(`No file "${oldPath ?? path}"`);
    const oldLines = kind === changeKind.added ? 0 : before!.lines;
    const isBinary = turns !== undefined || before?.isBinary === true;
    const hunks = wholeHunks(spec, oldLines);
    const sums = sumsOf(hunks);
    const isSame = hunks.length === 0 && turns === undefined && kind >= changeKind.modified;
    return {
      kind,
      pathId,
      oldPathId,
      fileId: isIdentified ? (spec.fileId ?? this.identity.observe(kind, pathId, oldPathId)) : -1,
      languageId: languageIdOf(path),
      added: isBinary ? 0 : sums.added,
      removed: isBinary ? 0 : sums.removed,
      changed: isBinary ? 0 : sums.changed,
      oldLines: isSame ? -1 : oldLines,
      newLines: isSame ? -1 : oldLines + sums.added - sums.removed,
      isBinary,
      hunks,
    };
  }
}

export const languageNames = ['Other', 'C', 'Go', 'TypeScript'] as const;

export function languageIdOf(path: string): number {
  return Math.max(0, ['', '.c', '.go', '.ts'].indexOf(/\.[a-z]+$/.exec(path)?.[0] ?? 'none'));
}

/** Deletions and turns to binary take all lines away. */
function wholeHunks({ kind, hunks, turns }: ChangeSpec, oldLines: number): readonly Hunk[] {
  const takesAll = kind === changeKind.deleted || (turns === 'binary' && kind === changeKind.modified);
  if (!takesAll) return hunks;
  return oldLines === 0 ? [] : [[0, oldLines, 0, 0]];
}

function sumsOf(hunks: readonly Hunk[]): { added: number; removed: number; changed: number } {
  const sums = { added: 0, removed: 0, changed: 0 };
  for (const [, oldCount, , newCount] of hunks) {
    sums.added += newCount;
    sums.removed += oldCount;
    sums.changed += Math.min(oldCount, newCount);
  }
  return sums;
}

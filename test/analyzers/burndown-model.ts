import { changeKind } from '../../engine/index.ts';
import type { CommitStory, StoryChange, StoryCommit } from '../support/commit-story.ts';

interface Line {
  readonly band: number;
  readonly person: number;
}

export interface BurndownModel {
  /** Lines of each band at each sample. */
  readonly bands: number[][];
  readonly owners: Record<string, Record<string, number>>;
  /** By "author,modifier". */
  readonly interactions: Record<string, number>;
}

interface Walk {
  readonly files: Map<number, Line[]>;
  readonly interactions: Record<string, number>;
  readonly granularity: number;
}

/** The burndown of a story, line by line: slow, and hard to get wrong. */
export function burndownModel(
  story: CommitStory,
  { granularity, sampling }: { readonly granularity: number; readonly sampling: number },
): BurndownModel {
  const walk: Walk = { files: new Map(), interactions: {}, granularity };
  if (story.baseline !== undefined) follow(walk, story.baseline);
  const mainline = story.commits.filter(({ isMainline }) => isMainline);
  const lastTick = mainline.at(-1)!.tick;
  const bands: number[][] = [];
  for (let start = 0, at = 0; start <= lastTick; start += sampling) {
    for (; at < mainline.length && mainline[at]!.tick < start + sampling; at += 1) {
      follow(walk, mainline[at]!);
    }
    const shownTick = Math.min(lastTick, start + sampling - 1);
    bands.push(countBands(walk, Math.floor(shownTick / granularity) + 1));
  }
  return { bands, owners: ownersOf(walk, story), interactions: walk.interactions };
}

function follow(walk: Walk, commit: StoryCommit): void {
  for (const { kind, oldPathId, pathId } of commit.changes) {
    if (kind !== changeKind.renamed) continue;
    walk.files.set(pathId, walk.files.get(oldPathId)!);
    walk.files.delete(oldPathId);
  }
  for (const change of commit.changes) edit(walk, commit, change);
}

function edit(
  walk: Walk,
  { tick, person }: StoryCommit,
  { pathId, hunks, kind }: StoryChange,
): void {
  const lines = walk.files.get(pathId) ?? [];
  const fresh: Line = { band: Math.floor(tick / walk.granularity), person };
  for (const [oldStart, oldCount, , newCount] of hunks.toReversed()) {
    const gone = lines.splice(oldStart, oldCount, ...Array.from({ length: newCount }, () => fresh));
    for (const line of gone)
      if (line.person >= 0) count(walk.interactions, `${line.person},${person}`);
  }
  if (kind === changeKind.deleted) walk.files.delete(pathId);
  else walk.files.set(pathId, lines);
}

function countBands({ files }: Walk, bandCount: number): number[] {
  const bands: number[] = Array.from({ length: bandCount }, () => 0);
  for (const lines of files.values()) for (const { band } of lines) bands[band]! += 1;
  return bands;
}

function ownersOf({ files }: Walk, story: CommitStory): BurndownModel['owners'] {
  const owners: BurndownModel['owners'] = {};
  for (const [pathId, lines] of files) {
    const path = story.paths[pathId]!;
    if (story.tree.get(path)!.isBinary) continue;
    owners[path] = {};
    for (const { person } of lines) if (person >= 0) count(owners[path], String(person));
  }
  return owners;
}

function count(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

import type { ScratchObjects } from './scratch-objects.ts';

/** Lines of the old text that are gone, and of the new one that stand for them; lines from 0. */
export interface Hunk {
  readonly oldStart: number;
  readonly oldCount: number;
  readonly newStart: number;
  readonly newCount: number;
}

export type BlobPair = readonly [older: string, newer: string];

/**
 * What `git diff -U0` says of each pair of blobs, by `older newer`. As `git blame` does, it takes every blob for
 * text. One process for all: each blob is the only file of a tree.
 */
export function blobHunks(scratch: ScratchObjects, pairs: Iterable<BlobPair>): Map<string, readonly Hunk[]> {
  const wanted = new Map(Array.from(pairs, (pair) => [pair.join(' '), pair]));
  const blobs = Array.from(new Set(Array.from(wanted.values()).flat()));
  const made = scratch.makeTrees(blobs.map((oid) => [{ mode: '100644', name: 'text', oid }]));
  const trees = new Map(blobs.map((oid, at) => [oid, made[at]!]));
  const treePairs = Array.from(wanted.values(), ([older, newer]) => [trees.get(older)!, trees.get(newer)!] as const);
  const texts = scratch.diffTrees(treePairs, ['-p', '-U0', '--text', '--no-renames', '--no-textconv', '--no-ext-diff']);
  return new Map(Array.from(wanted.keys(), (key, at) => [key, hunksIn(texts[at]!)]));
}

function hunksIn(text: string): Hunk[] {
  const heads = text.matchAll(/^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/gm);
  return Array.from(heads, ([, oldLine, oldLines = '1', newLine, newLines = '1']) => ({
    oldStart: startOf(Number(oldLine), Number(oldLines)),
    oldCount: Number(oldLines),
    newStart: startOf(Number(newLine), Number(newLines)),
    newCount: Number(newLines),
  }));
}

/** Git counts from 1, and names the line before an empty side. */
function startOf(line: number, count: number): number {
  return count === 0 ? line : line - 1;
}

import { stemOf } from './path-noise.ts';

/** Two files and the commits that changed both. */
export interface FilePair {
  readonly file1: string;
  readonly file2: string;
  readonly commits: number;
  readonly strength: number;
  readonly weight: number;
}

/** At this many common commits a pair counts for half of its strength. */
const commitsToBelieve = 40;

/** strength × common commits / (common commits + 40), so that a strength out of few commits counts for little. */
export function pairWeight(strength: number, commits: number): number {
  return (strength * commits) / (commits + commitsToBelieve);
}

/** A source with its header, its test, its page of the manual, or the folder of its parts. */
export function isExplained(file1: string, file2: string): boolean {
  const [stem1, stem2] = [stemOf(file1), stemOf(file2)];
  if (stem1.includes(stem2) || stem2.includes(stem1)) return true;
  return withoutEnding(file1) === folderOf(file2) || withoutEnding(file2) === folderOf(file1);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function withoutEnding(path: string): string {
  return path.replace(/\.[^./]*$/, '');
}

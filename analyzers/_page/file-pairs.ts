/**
 * Pairs of files that say something: what changes together by nature is left out. Holds a few pairs
 * of each kind.
 */
import { type Cell, pathClassOf, type Section } from '../../engine/index.ts';
import { type FilePair, isExplained, pairWeight } from './file-pair.ts';
import { RowReader } from './row-reader.ts';
import { shortened } from './section-table.ts';
import { TopRows } from './top-rows.ts';

/** Pairs with fewer common commits are chance. */
export const commonCommitsMin = 10;
const strengthMin = 0.35;
const keptCountMax = 10;

export class FilePairs {
  readonly #strongest = new TopRows<FilePair>(keptCountMax);
  readonly #distant = new TopRows<FilePair>(1);
  readonly #near = new TopRows<FilePair>(1);
  #pairCount = 0;

  view(section: Section): (cells: readonly Cell[]) => void {
    const row = new RowReader(section);
    return (cells) => {
      row.turnTo(cells);
      this.#pairCount += 1;
      const [commits, strength] = [row.number('co_changes'), row.number('coupling_strength')];
      if (commits < commonCommitsMin) return;
      const weight = pairWeight(strength, commits);
      // Of equal strength, more common commits are more to go by.
      const measure = strength + commits / 1e9;
      const isWanted = [this.#distant, this.#near].some((top) => top.admits(weight));
      if (!isWanted && !this.#strongest.admits(measure)) return;
      const [file1, file2] = [row.text('file1'), row.text('file2')];
      if (isOrdinary(file1) || isOrdinary(file2)) return;
      const pair = { file1: shortened(file1), file2: shortened(file2), commits, strength, weight };
      this.#strongest.offer(measure, () => pair);
      if (strength < strengthMin || isExplained(file1, file2)) return;
      if (areDistant(file1, file2)) this.#distant.offer(weight, () => pair);
      else this.#near.offer(weight, () => pair);
    };
  }

  /** All pairs that went by. */
  get pairCount(): number {
    return this.#pairCount;
  }

  /** Those of the largest strength, from 10 common commits on. */
  strongest(): FilePair[] {
    return this.#strongest.sorted();
  }

  /** The heaviest pair that no folder and no name explains. */
  distant(): FilePair | undefined {
    return this.#distant.sorted()[0];
  }

  /** The heaviest pair of neighbours that no name explains. */
  near(): FilePair | undefined {
    return this.#near.sorted()[0];
  }
}

/**
 * Whether nothing is to be learned from what a file changes together with: tests and their data, documents, examples,
 * configuration and what builds the rest are bound to follow.
 */
export function isOrdinary(path: string): boolean {
  return pathClassOf(path) !== 'code';
}

/** In folders that have nothing in common, not even the outermost; a file of the root is near to all. */
export function areDistant(file1: string, file2: string): boolean {
  const [top1, top2] = [topFolderOf(file1), topFolderOf(file2)];
  return top1 !== '' && top2 !== '' && top1 !== top2;
}

function topFolderOf(path: string): string {
  return path.slice(0, Math.max(0, path.indexOf('/')));
}

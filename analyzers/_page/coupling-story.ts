/**
 * The pairs of files that matter, out of any number: those with the largest weight. Pairs that are meant to match, a
 * source and its header or test, are left out. Holds 300 pairs of code and 300 of all files.
 */
import type { Cell, Section } from '../../engine/index.ts';
import type { CouplingBlock } from './page-data.ts';
import { type FilePair, isExplained, pairWeight } from './file-pair.ts';
import { isMeantToMove } from './path-noise.ts';
import { RowReader } from './row-reader.ts';
import { shortened } from './section-table.ts';
import { TopRows } from './top-rows.ts';

const pairCountMax = 300;

export class CouplingStory {
  readonly #pairs = new TopRows<FilePair>(pairCountMax);
  /** Neither of them changes all the time by nature. */
  readonly #codePairs = new TopRows<FilePair>(pairCountMax);
  #pairCount = 0;

  view(section: Section): (cells: readonly Cell[]) => void {
    const row = new RowReader(section);
    return (cells) => {
      row.turnTo(cells);
      this.#pairCount += 1;
      const [commits, strength] = [row.number('co_changes'), row.number('coupling_strength')];
      const weight = pairWeight(strength, commits);
      // Few pairs are heavy, so the paths of most are never looked at.
      if (![this.#pairs, this.#codePairs].some((top) => top.admits(weight))) return;
      const pair = {
        file1: shortened(row.text('file1')),
        file2: shortened(row.text('file2')),
        commits,
        strength,
        weight,
      };
      if (isExplained(pair.file1, pair.file2)) return;
      this.#pairs.offer(weight, () => pair);
      if (!isRoutine(pair)) this.#codePairs.offer(weight, () => pair);
    };
  }

  block(): CouplingBlock | undefined {
    if (this.#pairCount === 0) return undefined;
    const files: string[] = [];
    const places = new Map<string, number>();
    const placeOf = (file: string): number => {
      const known = places.get(file);
      if (known !== undefined) return known;
      places.set(file, files.length);
      return files.push(file) - 1;
    };
    const routine = this.#pairs.sorted().filter(isRoutine);
    const all = [...this.#codePairs.sorted(), ...routine].sort((one, other) => other.weight - one.weight);
    const pairs = all.map((pair) => ({
      a: placeOf(pair.file1),
      b: placeOf(pair.file2),
      commits: pair.commits,
      strength: Number(pair.strength.toFixed(4)),
      isRoutine: isRoutine(pair),
    }));
    return { pairCount: this.#pairCount, files, pairs };
  }
}

function isRoutine({ file1, file2 }: FilePair): boolean {
  return isMeantToMove(file1) || isMeantToMove(file2);
}

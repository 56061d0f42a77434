/**
 * The files that change most often, with their size; those that change because that is what they are
 * for are left out. Sizes come with earlier sections, ordered by
 * path: the 5,000 largest are held, and 800 files by commits.
 */
import type { Cell, Section } from '../../engine/index.ts';
import type { HotFile, HotspotsBlock } from './page-data.ts';
import { isMeantToMove } from './path-noise.ts';
import { RowReader } from './row-reader.ts';
import { shortened } from './section-table.ts';
import { TopRows } from './top-rows.ts';

const sizeCountMax = 5000;
const fileCountMax = 800;

interface Sized {
  readonly path: string;
  readonly lines: number;
}

export class HotspotStory {
  #fileCount = 0;
  #sizes = new TopRows<Sized>(sizeCountMax);
  readonly #files = new TopRows<Omit<HotFile, 'lines'>>(fileCountMax);

  /** Takes rows with a path and its lines, under the names of the columns. */
  sizesView(section: Section, pathName: string, linesName: string): (cells: readonly Cell[]) => void {
    const row = new RowReader(section);
    // Two analyzers tell the sizes; the one that comes last is as good as the other.
    this.#sizes = new TopRows(sizeCountMax);
    return (cells) => {
      row.turnTo(cells);
      const lines = row.number(linesName);
      this.#sizes.offer(lines, () => ({ path: shortened(row.text(pathName)), lines }));
    };
  }

  churnView(section: Section): (cells: readonly Cell[]) => void {
    const row = new RowReader(section);
    return (cells) => {
      row.turnTo(cells);
      const commits = row.number('commit_count');
      this.#fileCount += 1;
      // Few files are hot, so the paths of most are never looked at.
      if (!this.#files.admits(commits) || isMeantToMove(row.text('path'))) return;
      this.#files.offer(commits, () => ({
        path: shortened(row.text('path')),
        commits,
        people: row.number('contributor_count'),
      }));
    };
  }

  /** The file with most commits. */
  hottest(): HotFile | undefined {
    return this.#withSizes()[0];
  }

  /** Files with commits. */
  get fileCount(): number {
    return this.#fileCount;
  }

  /** The files with most living lines, and how many files have a size. */
  largest(countMax: number): { readonly files: readonly Sized[]; readonly fileCount: number } {
    return { files: this.#sizes.sorted().slice(0, countMax), fileCount: this.#sizes.seenCount };
  }

  block(): HotspotsBlock | undefined {
    if (this.#fileCount === 0) return undefined;
    return { fileCount: this.#fileCount, files: this.#withSizes() };
  }

  #withSizes(): HotFile[] {
    const lines = new Map(this.#sizes.sorted().map((sized) => [sized.path, sized.lines]));
    return this.#files.sorted().map((file) => ({ ...file, lines: lines.get(file.path) ?? 0 }));
  }
}

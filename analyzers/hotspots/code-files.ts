import type { OptionValue, PathClass, ReportContext } from '../../engine/index.ts';

/**
 * The text files of some classes that are alive at the end, numbered from 0 in path order. BOUNDED BY: 8 bytes an alive
 * file.
 */
export class CodeFiles {
  readonly context: ReportContext;
  /** Rank in path order among all files of the tree, by number. */
  readonly ranks: Uint32Array;
  readonly #numberOfRank: Int32Array;

  constructor(context: ReportContext, classes: OptionValue) {
    const { files } = context;
    const wanted = new Set<PathClass>(classes as readonly PathClass[]);
    this.context = context;
    this.#numberOfRank = new Int32Array(files.count).fill(-1);
    const ranks = new Uint32Array(files.count);
    let count = 0;
    for (let rank = 0; rank < files.count; rank += 1) {
      if (files.isBinary(rank) || !wanted.has(context.classOfPath(files.pathId(rank)))) continue;
      this.#numberOfRank[rank] = count;
      ranks[count] = rank;
      count += 1;
    }
    this.ranks = ranks.subarray(0, count);
  }

  get count(): number {
    return this.ranks.length;
  }

  path(at: number): string {
    return this.context.files.path(this.ranks[at]!);
  }

  pathId(at: number): number {
    return this.context.files.pathId(this.ranks[at]!);
  }

  lines(at: number): number {
    return this.context.files.lines(this.ranks[at]!);
  }

  /** Calls back with each number of a file: usually one, none where the file is gone or not wanted. */
  eachOfFile(fileId: number, visit: (at: number) => void): void {
    this.context.files.eachRankOfFile(fileId, (rank) => {
      const at = this.#numberOfRank[rank]!;
      if (at >= 0) visit(at);
    });
  }
}

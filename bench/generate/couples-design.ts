/**
 * Which files change together, laid out so that every number of the answer is known beforehand.
 *
 * A transversal design: cells (column, row) with `columns` <= `rows` and `rows` prime. Block (m, b) is the cells
 * (c, m·c + b mod rows), one in each column. Two cells in different columns lie in exactly one block, two in
 * one column in none. Each cell is `cellFiles` files and each block a commit, made as often as its weight says:
 *
 *   files in different columns   co_changes = the weight of their one block
 *   files of one cell            co_changes = revisions = the weights of all blocks through the cell
 *   other files of one column    never together
 *
 * Block number k is (1 + floor(k / rows), k mod rows), so that slope 0 is not used.
 */
export interface CouplesShape {
  readonly columns: number;
  readonly rows: number;
  readonly cellFiles: number;
  readonly blocks: number;
}

export interface FilePlace {
  readonly column: number;
  readonly row: number;
  readonly file: number;
}

/** 204,300 files, commits of 900, 30.3 million pairs that differ. */
export const largeCouples: CouplesShape = { columns: 225, rows: 227, cellFiles: 4, blocks: 75 };

/** Commits that a block is made into, 1 to 3. */
export function weightOf(block: number): number {
  return 1 + (block % 3);
}

export const weightMax = 3;

/** Row of a block in a column. */
export function rowOf({ rows }: CouplesShape, block: number, column: number): number {
  return (slopeOf(rows, block) * column + (block % rows)) % rows;
}

export class CouplesDesign {
  readonly shape: CouplesShape;
  /** Commits that change a cell, by column × rows + row. */
  readonly revisions: Int32Array;
  readonly #inverses: Int32Array;

  constructor(shape: CouplesShape) {
    this.shape = shape;
    checkShape(shape);
    this.revisions = new Int32Array(shape.columns * shape.rows);
    for (let block = 0; block < shape.blocks; block += 1) {
      for (let column = 0; column < shape.columns; column += 1) {
        const cell = column * shape.rows + rowOf(shape, block, column);
        this.revisions[cell] = this.revisions[cell]! + weightOf(block);
      }
    }
    this.#inverses = inversesModulo(shape.rows);
  }

  get files(): number {
    const { columns, rows, cellFiles } = this.shape;
    return columns * rows * cellFiles;
  }

  /** Pairs of files with a common commit. */
  get pairs(): number {
    const { columns, cellFiles, blocks } = this.shape;
    const perBlock = ((columns * (columns - 1)) / 2) * cellFiles * cellFiles;
    const touched = this.revisions.reduce((count, revisions) => count + (revisions > 0 ? 1 : 0), 0);
    return blocks * perBlock + touched * ((cellFiles * (cellFiles - 1)) / 2);
  }

  /** Sum of the common commits of all pairs: each commit adds all pairs of its files. */
  get coChanges(): number {
    const { columns, cellFiles, blocks } = this.shape;
    const size = columns * cellFiles;
    let commits = 0;
    for (let block = 0; block < blocks; block += 1) commits += weightOf(block);
    return (commits * size * (size - 1)) / 2;
  }

  revisionsOf({ column, row }: FilePlace): number {
    return this.revisions[column * this.shape.rows + row]!;
  }

  /** Common commits of two files, 0 for the most. */
  coChangesOf(one: FilePlace, other: FilePlace): number {
    if (one.column === other.column) return one.row === other.row ? this.revisionsOf(one) : 0;
    const { rows, blocks } = this.shape;
    const run = modulo(other.column - one.column, rows);
    const slope = (modulo(other.row - one.row, rows) * this.#inverses[run]!) % rows;
    const base = modulo(one.row - slope * one.column, rows);
    const block = (slope - 1) * rows + base;
    return slope > 0 && block < blocks ? weightOf(block) : 0;
  }
}

/** `c012/r034-5.txt`; bytes in the order of the numbers. */
export function coupledPath({ column, row, file }: FilePlace): string {
  return `c${digits(column)}/r${digits(row)}-${file}.txt`;
}

export function coupledPlace(path: string): FilePlace {
  const found = /^c(\d{3})\/r(\d{3})-(\d)\.txt$/.exec(path);
  if (found === null) throw new Error(`Cannot place "${path}": it is not a file of the design`);
  return { column: Number(found[1]), row: Number(found[2]), file: Number(found[3]) };
}

function digits(number: number): string {
  return String(number).padStart(3, '0');
}

function slopeOf(rows: number, block: number): number {
  return 1 + Math.floor(block / rows);
}

function checkShape({ columns, rows, cellFiles, blocks }: CouplesShape): void {
  const isPrime = rows > 1 && !Array.from({ length: rows }, (_, at) => at).some((d) => d > 1 && rows % d === 0);
  const isFine = isPrime && columns <= rows && rows < 1000 && cellFiles < 10 && blocks <= rows * (rows - 1);
  if (!isFine) throw new Error('Cannot lay out files: expected a prime number of rows, and no more columns or blocks');
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}

function inversesModulo(prime: number): Int32Array {
  const inverses = new Int32Array(prime);
  for (let a = 1; a < prime; a += 1) {
    for (let b = 1; b < prime; b += 1) if ((a * b) % prime === 1) inverses[a] = b;
  }
  return inverses;
}

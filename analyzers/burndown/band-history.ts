import { CodefangError, type ReportContext } from '../../engine/index.ts';
import type { LineBooks } from './line-books.ts';

/**
 * The lines of each band, sample after sample, summed up from the deltas as they stream by.
 * Cost of a walk: samples × bands. BOUNDED BY: 16 bytes a band.
 *
 * @throws {CodefangError} INVARIANT when a band goes below zero, when bands do not add up to the
 * total, or when the last total is not the number of text lines of the tree at the end
 */
export class BandHistory {
  /** Lines of each band at the sample that the walk has reached. */
  readonly lines: Float64Array;
  readonly sampleCount: number;
  readonly bandCount: number;
  /** Sum over bands of the most lines a band ever had at a sample. */
  readonly peakLines: number;
  /** Lines at the last sample. */
  readonly currentLines: number;
  readonly #books: LineBooks;
  readonly #context: ReportContext;

  constructor(books: LineBooks, context: ReportContext) {
    this.#books = books;
    this.#context = context;
    this.sampleCount = books.labels.grid.sampleCount(context.history);
    this.bandCount = books.labels.grid.bandCount(context.history);
    this.lines = new Float64Array(this.bandCount);
    const peaks = new Float64Array(this.bandCount);
    let total = 0;
    for (total of this.totals()) raise(peaks, this.lines);
    this.peakLines = peaks.reduce((sum, peak) => sum + peak, 0);
    this.currentLines = total;
    this.#checkEnd();
  }

  /**
   * Total lines at each sample from 0; `lines` shows the bands of the same sample. One walk at a
   * time.
   */
  *totals(): Generator<number> {
    this.lines.fill(0);
    let total = 0;
    for (const sample of this.#books.deltas.groups(this.sampleCount)) {
      for (const { band, lines } of sample) {
        this.lines[band]! += lines;
        total += lines;
      }
      this.#checkSample(sample.key, total);
      yield total;
    }
  }

  #checkSample(sample: number, total: number): void {
    const lastBand = this.#books.labels.grid.lastBandOf(sample, this.#context.history);
    let sum = 0;
    for (let band = 0; band <= lastBand; band += 1) {
      const lines = this.lines[band]!;
      if (lines < 0) throw broken(`band ${band} of sample ${sample} has ${lines} lines, at least 0`);
      sum += lines;
    }
    if (sum === total) return;
    throw broken(`the bands of sample ${sample} have ${sum} lines, its total is ${total}`);
  }

  #checkEnd(): void {
    const { textLines } = this.#context.files;
    if (this.currentLines === textLines) return;
    throw broken(`the mainline ends with ${this.currentLines} lines, the tree at the end has ${textLines}`);
  }
}

function raise(peaks: Float64Array, lines: Float64Array): void {
  for (let band = 0; band < lines.length; band += 1) {
    if (lines[band]! > peaks[band]!) peaks[band] = lines[band]!;
  }
}

function broken(state: string): CodefangError {
  return new CodefangError('INVARIANT', `Cannot report the burndown: ${state}`);
}

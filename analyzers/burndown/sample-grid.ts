import type { HistorySummary, OptionValues } from '../../engine/index.ts';

/**
 * How ticks fall into samples (rows of the report) and bands (ages of lines).
 *
 *   tick      0 1 2 3 4 5 6 7 8
 *   sample    |  0  |  1  |  2 …      sampling 3
 *   band      |   0   |   1   | …     granularity 4
 *
 * BOUNDED BY: `countMax` samples and bands. One commit dated a million years ahead would
 * otherwise make a table of as many rows; ticks past the last place fall into it, and such
 * commits are counted.
 */
export class SampleGrid {
  /** More than 800 years of the default 30 days. */
  static readonly countMax = 10_000;
  readonly #sampling: number;
  readonly #granularity: number;

  constructor(sampling: number, granularity: number) {
    this.#sampling = sampling;
    this.#granularity = granularity;
  }

  static of(options: OptionValues): SampleGrid {
    return new SampleGrid(Number(options['sampling']), Number(options['granularity']));
  }

  sampleOf(tick: number): number {
    return Math.min(Math.floor(tick / this.#sampling), SampleGrid.countMax - 1);
  }

  bandOf(tick: number): number {
    return Math.min(Math.floor(tick / this.#granularity), SampleGrid.countMax - 1);
  }

  /** Whether a tick lies behind the last sample or band. */
  isLate(tick: number): boolean {
    return tick >= Math.min(this.#sampling, this.#granularity) * SampleGrid.countMax;
  }

  sampleCount(history: HistorySummary): number {
    return history.commits === 0 ? 0 : this.sampleOf(history.lastTick) + 1;
  }

  bandCount(history: HistorySummary): number {
    return history.commits === 0 ? 0 : this.bandOf(history.lastTick) + 1;
  }

  /** The youngest band that lines of a sample may have. */
  lastBandOf(sample: number, history: HistorySummary): number {
    const isLast = sample === this.sampleOf(history.lastTick);
    return this.bandOf(isLast ? history.lastTick : (sample + 1) * this.#sampling - 1);
  }

  /** The moment a sample that is not the last one shows, in seconds since 1970. */
  sampleEndSeconds(sample: number, history: HistorySummary): number {
    return history.originSeconds + (sample + 1) * this.#sampling * history.tickSeconds;
  }

  /** The lines of a band are from `[bandStartSeconds, bandEndSeconds)`. */
  bandStartSeconds(band: number, history: HistorySummary): number {
    return history.originSeconds + band * this.#granularity * history.tickSeconds;
  }

  bandEndSeconds(band: number, history: HistorySummary): number {
    const isLast = band === this.bandOf(history.lastTick);
    const next = (isLast ? Math.floor(history.lastTick / this.#granularity) : band) + 1;
    return history.originSeconds + next * this.#granularity * history.tickSeconds;
  }
}

/**
 * How long a line lives, seen from the burndown samples (Kaplan and Meier 1958):
 *
 *   S(0) = 1,  S(k + 1) = S(k) × lines left after step k + 1 / the same bands' lines after step k
 *
 * over all bands that were seen at both steps; a step is the time between samples, and a band's
 * clock starts at the first sample behind its end. So bands of every age take part, the young ones
 * too, and a line that still lives counts as alive as long as it was watched. Lines that a branch brings in after their
 * band has ended are at risk from then on, and no survivors of the step that they came in: the curve never rises.
 * 16 bytes a band and 16 a step; burndown has at most 10,000 of both.
 */
import type { Cell } from '../../engine/index.ts';
import type { SurvivalBlock } from './page-data.ts';
import type { HistoryClock } from './history-clock.ts';

/** The curve ends where fewer of the lines ever seen have got that old. */
const observedShareMin = 0.02;
const pointCountMax = 400;

export class SurvivalCurve {
  readonly #clock: HistoryClock;
  /** Per band: the sample at which its clock started, and its lines at the sample before this. */
  readonly #startSamples: number[] = [];
  readonly #lines: number[] = [];
  /** Per step: lines before it and after it. */
  readonly #atRisk: number[] = [];
  readonly #survived: number[] = [];
  #seenSeconds = Number.NEGATIVE_INFINITY;
  #sampleCount = 0;

  constructor(clock: HistoryClock) {
    this.#clock = clock;
  }

  sample(sampledAt: number, bands: readonly Cell[]): void {
    const { originSeconds, bandSeconds, sampleSeconds } = this.#clock;
    // The last sample is at the end of history, which may be soon after the one before.
    if (sampledAt - this.#seenSeconds < sampleSeconds / 2) return;
    this.#seenSeconds = sampledAt;
    const closedCount = Math.min(bands.length, Math.floor((sampledAt - originSeconds) / bandSeconds));
    for (let band = 0; band < closedCount; band += 1) {
      const lines = Number(bands[band]);
      if (band < this.#lines.length) this.#step(this.#sampleCount - this.#startSamples[band]! - 1, band, lines);
      else this.#startSamples.push(this.#sampleCount);
      this.#lines[band] = lines;
    }
    this.#sampleCount += 1;
  }

  #step(step: number, band: number, lines: number): void {
    this.#atRisk[step] = (this.#atRisk[step] ?? 0) + this.#lines[band]!;
    this.#survived[step] = (this.#survived[step] ?? 0) + Math.min(lines, this.#lines[band]!);
  }

  block(): SurvivalBlock {
    const rates = [1];
    const observedMin = (this.#atRisk[0] ?? 0) * observedShareMin;
    for (let step = 0; step < this.#atRisk.length; step += 1) {
      const atRisk = this.#atRisk[step]!;
      if (atRisk === 0 || atRisk / rates[step]! < observedMin) break;
      rates.push((rates[step]! * this.#survived[step]!) / atRisk);
    }
    const halfLife = halfLifeOf(rates);
    const stride = Math.ceil(rates.length / pointCountMax);
    const places = [...rates.keys()].filter((at) => at % stride === 0);
    return {
      ageSeconds: places.map((at) => at * this.#clock.sampleSeconds),
      rates: places.map((at) => Number(rates[at]!.toFixed(4))),
      halfLifeSeconds: halfLife === null ? null : Math.round(halfLife * this.#clock.sampleSeconds),
    };
  }
}

/** Steps until half is gone, between two steps on a straight line. */
function halfLifeOf(rates: readonly number[]): number | null {
  const after = rates.findIndex((rate) => rate <= 0.5);
  if (after < 1) return null;
  const [high, low] = [rates[after - 1]!, rates[after]!];
  return after - 1 + (high - 0.5) / (high - low);
}

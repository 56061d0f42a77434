import { ageMax, gridAges, hazardBands } from './age-grid.ts';
import { AgeTotals } from './age-totals.ts';
import { type AgeStep, ClusteredCurve, type Replicated } from './clustered-curve.ts';
import { exponentialFit, type LifeFit } from './exponential-fit.ts';
import { type Interval, shareInterval } from './jackknife.ts';
import { weibullFit } from './weibull-fit.ts';

/** The curve at one age; lines at risk at it, and those that died or were censored since the point before. */
export interface CurvePoint {
  readonly age: number;
  readonly atRisk: number;
  readonly died: number;
  readonly censored: number;
  readonly rate: number;
  readonly interval: Interval | undefined;
}

export interface HazardBand {
  readonly from: number;
  readonly to: number | null;
  readonly died: number;
  readonly lineDays: number;
}

/** A step, and the minutes of a day that lines which come or go during it are under observation. */
export interface ObservedStep extends AgeStep {
  partMinutes: number;
}

/** Ages whose shares are reported, and the end of the restricted mean, in days. */
export const markAges = [30, 90, 180, 365, 730] as const;
export const meanEnd = 365;

/** How long the lines of one group live: all that a report says of them. */
export class SurvivalEstimate {
  readonly totals: AgeTotals = new AgeTotals();
  /** BOUNDED BY: the ages of the grid up to `ageMax`, about 1,300. */
  readonly points: CurvePoint[] = [];
  medianDays: number | null = null;
  medianLow: number | null = null;
  medianHigh: number | null = null;
  readonly #isWithIntervals: boolean;
  readonly #curve = new ClusteredCurve(meanEnd);
  readonly #marks = new Map<number, Replicated>();
  readonly #grid = gridAges();
  #gridAge = 0;
  #died = 0;
  #censored = 0;

  private constructor(isWithIntervals: boolean) {
    this.#isWithIntervals = isWithIntervals;
    this.#gridAge = Number(this.#grid.next().value);
  }

  /** Steps come by ascending age. Without intervals where there are too few commits for them. */
  static of(steps: Iterable<ObservedStep>, isWithIntervals: boolean): SurvivalEstimate {
    const estimate = new SurvivalEstimate(isWithIntervals);
    for (const step of steps) estimate.#step(step);
    estimate.#end();
    return estimate;
  }

  /** The share that is left at one of `markAges`; undefined where nothing was observed for so long. */
  share(age: number): Replicated | undefined {
    return this.#marks.get(age);
  }

  /** Mean days that a line lives within the first `meanEnd`; undefined where nothing was observed for so long. */
  get restrictedMean(): Replicated | undefined {
    return this.#isObservedAt(meanEnd) ? this.#curve.areas : undefined;
  }

  get exponential(): LifeFit | undefined {
    return exponentialFit(this.totals);
  }

  get weibull(): LifeFit | undefined {
    return weibullFit(this.totals);
  }

  hazard(): HazardBand[] {
    return hazardBands.map(([from, to]) => ({
      ...{ from, to },
      died: this.totals.deaths(from, to ?? ageMax),
      lineDays: this.totals.lineDays(from, Math.min(to ?? ageMax, this.totals.lastAge)),
    }));
  }

  #step(step: ObservedStep): void {
    this.#passGrid(step.age);
    this.#passMarks(step.age);
    const curve = this.#curve;
    curve.step(step);
    const { died, censored } = step;
    this.#died += died.whole;
    this.#censored += censored.whole;
    this.totals.add(step, step.partMinutes, curve.rates.whole);
    const interval = this.#interval();
    if (this.#gridAge === step.age) this.#put(step.age, interval, curve.atRisk + died.whole + censored.whole);
    if (died.whole > 0) this.#watchMedian(step.age, interval);
  }

  /** Ages of the grid before which nothing happens any more. */
  #passGrid(age: number): void {
    while (this.#gridAge < age) this.#put(this.#gridAge, this.#interval(), this.#curve.atRisk);
  }

  /** Marked ages after whose deaths nothing has happened yet. */
  #passMarks(age: number): void {
    const { whole, without } = this.#curve.rates;
    for (const mark of markAges) {
      if (mark < age && !this.#marks.has(mark)) this.#marks.set(mark, { whole, without: without.slice() });
    }
  }

  #put(age: number, interval: Interval | undefined, atRisk: number): void {
    const rate = this.#curve.rates.whole;
    this.points.push({ age, atRisk, died: this.#died, censored: this.#censored, rate, interval });
    this.#died = 0;
    this.#censored = 0;
    this.#gridAge = Number(this.#grid.next().value);
  }

  #watchMedian(age: number, interval: Interval | undefined): void {
    if (this.#curve.rates.whole <= 0.5) this.medianDays ??= age;
    if (interval === undefined) return;
    if (interval.low <= 0.5) this.medianLow ??= age;
    if (interval.high <= 0.5) this.medianHigh ??= age;
  }

  #interval(): Interval | undefined {
    return this.#isWithIntervals ? shareInterval(this.#curve.rates) : undefined;
  }

  #end(): void {
    if (this.#died + this.#censored > 0) {
      const { rates, atRisk } = this.#curve;
      const interval = this.#interval();
      this.points.push({
        ...{ age: this.totals.lastAge, atRisk: atRisk + this.#lastExits(), died: this.#died },
        ...{ censored: this.#censored, rate: rates.whole, interval },
      });
    }
    this.#curve.passTo(meanEnd);
    for (const mark of markAges) if (this.#isObservedAt(mark)) this.#passMarks(mark + 1);
  }

  #lastExits(): number {
    return (this.totals.died.at(-1) ?? 0) + (this.totals.censored.at(-1) ?? 0);
  }

  #isObservedAt(age: number): boolean {
    return this.totals.lastAge >= age || this.#curve.rates.whole === 0;
  }
}

/** Commits fall into so many groups; leaving out one group at a time shows how much the rates vary. */
export const groupCount = 32;

/** Lines at one age: `whole` is the sum over the groups. */
export interface LineCounts {
  readonly byGroup: Float64Array;
  whole: number;
}

/** What happens at one age in whole days: lines come under observation, die, or are observed no longer. */
export interface AgeStep {
  age: number;
  readonly entered: LineCounts;
  readonly died: LineCounts;
  readonly censored: LineCounts;
}

/** A number of the whole sample, and the same without each of the groups. */
export interface Replicated {
  readonly whole: number;
  readonly without: Float64Array;
}

/**
 * The product-limit estimate of Kaplan and Meier, and 32 more of it, each without the lines of one group. Ages come in
 * ascending order:
 *
 *   S(a) = product over ages b up to a of (1 - deaths at b / lines at risk at b)
 *
 * At risk at an age is who was there before or comes at that age; deaths come before censoring. A line may come under
 * observation at any age (delayed entry). The area under each curve is kept up to an age: the mean life within it.
 */
export class ClusteredCurve {
  readonly rates: Replicated & { whole: number } = { whole: 1, without: new Float64Array(groupCount).fill(1) };
  /** Areas up to `areaEnd`, in days. */
  readonly areas: Replicated & { whole: number } = { whole: 0, without: new Float64Array(groupCount) };
  atRisk = 0;
  readonly #atRiskByGroup = new Float64Array(groupCount);
  readonly #areaEnd: number;
  #age = 0;

  constructor(areaEnd: number) {
    this.#areaEnd = areaEnd;
  }

  /** REQUIRES: a later age than the step before. */
  step({ age, entered, died, censored }: AgeStep): void {
    this.passTo(age);
    this.#move(entered, 1);
    if (died.whole > 0) this.#lower(died);
    this.#move(died, -1);
    this.#move(censored, -1);
  }

  /** Nothing happens before an age. */
  passTo(age: number): void {
    const days = Math.min(age, this.#areaEnd) - this.#age;
    if (days <= 0) return;
    const { rates, areas } = this;
    areas.whole += rates.whole * days;
    for (let group = 0; group < groupCount; group += 1) areas.without[group]! += rates.without[group]! * days;
    this.#age += days;
  }

  #move(counts: LineCounts, sign: number): void {
    if (counts.whole === 0) return;
    this.atRisk += sign * counts.whole;
    for (let group = 0; group < groupCount; group += 1) this.#atRiskByGroup[group]! += sign * counts.byGroup[group]!;
  }

  #lower(died: LineCounts): void {
    const { rates, atRisk } = this;
    rates.whole *= 1 - died.whole / atRisk;
    for (let group = 0; group < groupCount; group += 1) {
      const left = died.whole - died.byGroup[group]!;
      if (left > 0) rates.without[group]! *= 1 - left / (atRisk - this.#atRiskByGroup[group]!);
    }
  }
}

import type { AgeStep } from './clustered-curve.ts';

export const minutesPerDay = 1440;

/**
 * The lines of a group by age: when they came under observation, died, were observed no longer.
 * BOUNDED BY: 48 bytes an age in days, of which there are at most `ageMax`.
 */
export class AgeTotals {
  readonly ages: number[] = [];
  readonly entered: number[] = [];
  readonly died: number[] = [];
  readonly censored: number[] = [];
  /** Lines under observation all that day, and minutes of those that came or left during it. */
  readonly lineMinutes: number[] = [];
  /** After the deaths of that age. */
  readonly rates: number[] = [];
  enteredCount = 0;
  diedCount = 0;
  #present = 0;

  add({ age, entered, died, censored }: AgeStep, partMinutes: number, rate: number): void {
    this.#present += entered.whole - died.whole - censored.whole;
    this.ages.push(age);
    this.entered.push(entered.whole);
    this.died.push(died.whole);
    this.censored.push(censored.whole);
    this.lineMinutes.push(this.#present * minutesPerDay + partMinutes);
    this.rates.push(rate);
    this.enteredCount += entered.whole;
    this.diedCount += died.whole;
  }

  get count(): number {
    return this.ages.length;
  }

  get lastAge(): number {
    return this.ages.at(-1) ?? 0;
  }

  /** Days that lines were under observation at ages from one to another, both included. */
  lineDays(from: number, to: number): number {
    let minutes = 0;
    let present = 0;
    for (let at = 0; at < this.count; at += 1) {
      present += this.entered[at]! - this.died[at]! - this.censored[at]!;
      const age = this.ages[at]!;
      if (age > to) break;
      if (age >= from) minutes += this.lineMinutes[at]!;
      const firstIdle = Math.max(from, age + 1);
      const lastIdle = Math.min(to, (this.ages[at + 1] ?? age + 1) - 1);
      if (lastIdle >= firstIdle) minutes += present * minutesPerDay * (lastIdle - firstIdle + 1);
    }
    return minutes / minutesPerDay;
  }

  deaths(from: number, to: number): number {
    let sum = 0;
    for (let at = 0; at < this.count; at += 1) {
      if (this.ages[at]! >= from && this.ages[at]! <= to) sum += this.died[at]!;
    }
    return sum;
  }

  /** The largest distance between the estimated share and that of a law, at noon of each day with a death. */
  largestError(law: (days: number) => number): number {
    let largest = 0;
    for (let at = 0; at < this.count; at += 1) {
      if (this.died[at] === 0) continue;
      largest = Math.max(largest, Math.abs(this.rates[at]! - law(this.ages[at]! + 0.5)));
    }
    return largest;
  }
}

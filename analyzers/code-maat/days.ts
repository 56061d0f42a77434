import type { ReportContext } from '../../engine/index.ts';
import { dayAt } from './calendar.ts';

/** Days are kept as keys that are not negative: those before year 0 are none that Git can print. */
export const dayKeyMin = -800_000;

/** The day of each commit, where its author was. */
export class Days {
  readonly #context: ReportContext;

  constructor(context: ReportContext) {
    this.#context = context;
  }

  of(place: number): number {
    return dayAt(this.#context.commitSeconds(place), 0);
  }
}

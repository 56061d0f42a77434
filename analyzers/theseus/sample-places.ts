import type { ReportContext } from '../../engine/index.ts';

const sampleCountMax = 10_000;
const secondsPerDay = 86_400;

/**
 * The commits of the mainline at which lines are counted, oldest first: the last one, and going back from it each that
 * is more than some days older than the one before. BOUNDED BY: `sampleCountMax` of them, the newest.
 */
export class SamplePlaces {
  readonly places: readonly number[];
  #at = 0;

  constructor(context: ReportContext, intervalDays: number) {
    const places: number[] = [];
    let next = Number.POSITIVE_INFINITY;
    for (let place = context.history.commits - 1; place >= 0 && places.length < sampleCountMax; place -= 1) {
      const seconds = context.isMainline(place) ? context.commitSeconds(place) : Number.POSITIVE_INFINITY;
      if (seconds >= next) continue;
      next = seconds - intervalDays * secondsPerDay;
      places.push(place);
    }
    this.places = places.reverse();
  }

  get count(): number {
    return this.places.length;
  }

  /** The first sample that sees a place. REQUIRES: places ascend from 0 in each pass. */
  sampleOf(place: number): number {
    if (place <= (this.places[this.#at - 1] ?? -1)) this.#at = 0;
    while (this.places[this.#at]! < place) this.#at += 1;
    return this.#at;
  }
}

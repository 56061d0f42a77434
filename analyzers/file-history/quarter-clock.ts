const monthsPerQuarter = 3;

/** Calendar quarters in UTC, numbered from year 0: `4 × year + quarter`, of which the first is 0. */
export class QuarterClock {
  #quarter = -1;
  #startSeconds = 0;
  #endSeconds = 0;

  /** The quarter of a time; next to free for times of the same one. */
  quarterOf(seconds: number): number {
    if (seconds < this.#startSeconds || seconds >= this.#endSeconds || this.#quarter < 0) this.#goTo(seconds);
    return this.#quarter;
  }

  #goTo(seconds: number): void {
    const date = new Date(seconds * 1000);
    this.#quarter = 4 * date.getUTCFullYear() + Math.floor(date.getUTCMonth() / monthsPerQuarter);
    this.#startSeconds = startOfQuarter(this.#quarter);
    this.#endSeconds = startOfQuarter(this.#quarter + 1);
  }
}

/** In seconds since 1970. */
export function startOfQuarter(quarter: number): number {
  return Date.UTC(Math.floor(quarter / 4), (quarter % 4) * monthsPerQuarter) / 1000;
}

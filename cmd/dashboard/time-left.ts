/** How much the newest chunk counts in the smoothed speed. */
const newestShare = 0.3;

/**
 * How long the rest of a run takes, from the smoothed time of a commit, and how wrong that was so
 * far: before each chunk its time is foretold, after it the two are compared.
 */
export class TimeLeft {
  #msPerCommit: number = Number.NaN;
  #foretoldMs = 0;
  #missedMs = 0;

  add(commits: number, durationMs: number): void {
    if (!(commits > 0) || !(durationMs >= 0)) return;
    const observed = durationMs / commits;
    if (Number.isNaN(this.#msPerCommit)) {
      this.#msPerCommit = observed;
      return;
    }
    const foretoldMs = commits * this.#msPerCommit;
    this.#foretoldMs += foretoldMs;
    this.#missedMs += Math.abs(durationMs - foretoldMs);
    this.#msPerCommit += newestShare * (observed - this.#msPerCommit);
  }

  /** Null before the first chunk. */
  leftMs(commitsLeft: number): number | null {
    return Number.isNaN(this.#msPerCommit) ? null : Math.max(0, commitsLeft) * this.#msPerCommit;
  }

  commitsPerSecond(): number | null {
    return this.#msPerCommit > 0 ? 1000 / this.#msPerCommit : null;
  }

  /** Mean share by which the time of a chunk was misjudged; null before there were two. */
  error(): number | null {
    return this.#foretoldMs > 0 ? this.#missedMs / this.#foretoldMs : null;
  }
}

/** Time that went into one kind of work. */
export interface SpentTime {
  readonly count: number;
  readonly totalMs: number;
  /** When the first of it began, on the clock given. */
  readonly firstAt: number;
}

const nothing: SpentTime = { count: 0, totalMs: 0, firstAt: 0 };

/**
 * Adds up the time that state takes on its way to disk when memory is full, and back when it is
 * asked for again. Its tables and parts share one. BOUNDED BY: two sums.
 */
export class SpillClock {
  readonly #now: () => number;
  #spills = nothing;
  #boots = nothing;

  /** @param now milliseconds of a steady clock */
  constructor(now: () => number) {
    this.#now = now;
  }

  spill(work: () => void): void {
    const startedAt = this.#now();
    work();
    this.#spills = this.#sum(this.#spills, startedAt);
  }

  boot<Part>(work: () => Part): Part {
    const startedAt = this.#now();
    const part = work();
    this.#boots = this.#sum(this.#boots, startedAt);
    return part;
  }

  /** What was spent since the last time. */
  take(): { readonly spills: SpentTime; readonly boots: SpentTime } {
    const spent = { spills: this.#spills, boots: this.#boots };
    this.#spills = nothing;
    this.#boots = nothing;
    return spent;
  }

  #sum({ count, totalMs, firstAt }: SpentTime, startedAt: number): SpentTime {
    return {
      count: count + 1,
      totalMs: totalMs + this.#now() - startedAt,
      firstAt: count === 0 ? startedAt : firstAt,
    };
  }
}

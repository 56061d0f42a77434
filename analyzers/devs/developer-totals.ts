import type { TickFacts } from './devs-facts.ts';

/** Sums of each developer, as columns by id. BOUNDED BY: 48 bytes a person. */
export class DeveloperTotals {
  readonly commits: Float64Array;
  readonly added: Float64Array;
  readonly removed: Float64Array;
  readonly changed: Float64Array;
  readonly firstTick: Uint32Array;
  readonly lastTick: Uint32Array;
  readonly activeTicks: Uint32Array;
  /** Ids of people with a commit: most commits first, then by id. */
  ranked: Uint32Array = new Uint32Array(0);

  private constructor(personCount: number) {
    this.commits = new Float64Array(personCount);
    this.added = new Float64Array(personCount);
    this.removed = new Float64Array(personCount);
    this.changed = new Float64Array(personCount);
    this.firstTick = new Uint32Array(personCount);
    this.lastTick = new Uint32Array(personCount);
    this.activeTicks = new Uint32Array(personCount);
  }

  static of(ticks: TickFacts, personCount: number): DeveloperTotals {
    const totals = new DeveloperTotals(personCount);
    totals.#add(ticks);
    totals.#rank();
    return totals;
  }

  #add(ticks: TickFacts): void {
    for (const { tick, person: id, commits, added, removed, changed } of ticks) {
      // Ticks ascend.
      if (this.activeTicks[id] === 0) this.firstTick[id] = tick;
      this.lastTick[id] = tick;
      this.activeTicks[id]! += 1;
      this.commits[id]! += commits;
      this.added[id]! += added;
      this.removed[id]! += removed;
      this.changed[id]! += changed;
    }
  }

  #rank(): void {
    const ids = new Uint32Array(this.commits.length);
    let count = 0;
    for (let id = 0; id < ids.length; id += 1) {
      if (this.activeTicks[id] === 0) continue;
      ids[count] = id;
      count += 1;
    }
    const { commits } = this;
    this.ranked = ids.subarray(0, count).sort((a, b) => commits[b]! - commits[a]! || a - b);
  }
}

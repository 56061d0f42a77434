/** In which tick each id was last seen. BOUNDED BY: 4 bytes an id, at most doubled. */
export class LastSeen {
  #ticks: Int32Array = new Int32Array(1024).fill(-1);

  /** The tick in which the id was seen before this time, -1 for none. */
  see(id: number, tick: number): number {
    if (id >= this.#ticks.length) this.#reach(id);
    const before = this.#ticks[id]!;
    this.#ticks[id] = tick;
    return before;
  }

  #reach(id: number): void {
    let length = this.#ticks.length;
    while (length <= id) length *= 2;
    const bigger = new Int32Array(length).fill(-1);
    bigger.set(this.#ticks);
    this.#ticks = bigger;
  }
}

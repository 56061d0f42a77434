/**
 * Commits to be read, the one that lies first in its pack first: packs hold commits newest first, so
 * the survey goes through a pack from front to back.
 *
 * A binary heap in two columns. BOUNDED BY: the commits of the history, 12 bytes each.
 */
export class PlaceQueue {
  #places: Float64Array = new Float64Array(1024);
  #indexes: Int32Array = new Int32Array(1024);
  #size = 0;
  /** The place of what `pop` gave last. */
  place = -1;

  /** Bytes held, and what growing takes beside them. */
  get bytes(): number {
    return (this.#places.byteLength + this.#indexes.byteLength) * 2;
  }

  push(place: number, index: number): void {
    if (this.#size === this.#places.length) this.#grow();
    const places = this.#places;
    const indexes = this.#indexes;
    let at = this.#size;
    this.#size += 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (places[above]! <= place) break;
      places[at] = places[above]!;
      indexes[at] = indexes[above]!;
      at = above;
    }
    places[at] = place;
    indexes[at] = index;
  }

  /** The index at the first place, taken out, its place left in `place`; -1 when there is none. */
  pop(): number {
    if (this.#size === 0) return -1;
    const index = this.#indexes[0]!;
    this.place = this.#places[0]!;
    this.#size -= 1;
    if (this.#size > 0) this.#sink(this.#places[this.#size]!, this.#indexes[this.#size]!);
    return index;
  }

  #sink(place: number, index: number): void {
    const places = this.#places;
    let at = 0;
    for (;;) {
      let below = at * 2 + 1;
      if (below >= this.#size) break;
      if (below + 1 < this.#size && places[below + 1]! < places[below]!) below += 1;
      if (place <= places[below]!) break;
      places[at] = places[below]!;
      this.#indexes[at] = this.#indexes[below]!;
      at = below;
    }
    places[at] = place;
    this.#indexes[at] = index;
  }

  #grow(): void {
    const places = new Float64Array(this.#places.length * 2);
    places.set(this.#places);
    this.#places = places;
    const indexes = new Int32Array(places.length);
    indexes.set(this.#indexes);
    this.#indexes = indexes;
  }
}

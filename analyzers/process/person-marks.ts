/** Which people the open commit has met. Starts afresh with any commit. BOUNDED BY: 4 bytes a person, doubled. */
export class PersonMarks {
  #places: Int32Array = new Int32Array(256).fill(-1);

  /** Whether the commit meets the person for the first time. */
  mark(person: number, place: number): boolean {
    if (person >= this.#places.length) this.#reach(person);
    if (this.#places[person] === place) return false;
    this.#places[person] = place;
    return true;
  }

  #reach(person: number): void {
    let length = this.#places.length;
    while (length <= person) length *= 2;
    const bigger = new Int32Array(length).fill(-1);
    bigger.set(this.#places);
    this.#places = bigger;
  }
}

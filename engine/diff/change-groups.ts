const groupFields = 4;
const firstLength = groupFields * 16;

/**
 * The stretches of changed lines in one text, in order, with at least one unchanged line between.
 *
 * Each lies behind so many unchanged lines. Both texts have the same unchanged lines, so stretches
 * of both that lie behind as many of them are one hunk. OWNS 16 bytes a stretch.
 */
export class ChangeGroups {
  count = 0;
  #fields: Int32Array = new Int32Array(firstLength);
  #cursor = 0;

  get bytes(): number {
    return this.#fields.byteLength;
  }

  /** Leaves the first `count` groups. */
  cut(count: number): void {
    this.count = count;
    this.#cursor = 0;
  }

  add(before: number, lineCount: number, start: number, end: number): void {
    const at = this.count * groupFields;
    if (at === this.#fields.length) {
      const bigger = new Int32Array(at * 2);
      bigger.set(this.#fields);
      this.#fields = bigger;
    }
    this.count += 1;
    this.set(this.count - 1, before, lineCount, start, end);
  }

  set(index: number, before: number, lineCount: number, start: number, end: number): void {
    const at = index * groupFields;
    this.#fields[at] = before;
    this.#fields[at + 1] = lineCount;
    this.#fields[at + 2] = start;
    this.#fields[at + 3] = end;
  }

  /** Unchanged lines before a group. */
  before(index: number): number {
    return this.#fields[index * groupFields]!;
  }

  lineCount(index: number): number {
    return this.#fields[index * groupFields + 1]!;
  }

  /** Where a group starts, in bytes of its text. */
  start(index: number): number {
    return this.#fields[index * groupFields + 2]!;
  }

  end(index: number): number {
    return this.#fields[index * groupFields + 3]!;
  }

  /** Whether a group lies behind just so many unchanged lines; cheap when the last question was near. */
  hasAt(before: number): boolean {
    let at = this.#cursor;
    while (at > 0 && this.before(at - 1) >= before) at -= 1;
    while (at < this.count && this.before(at) < before) at += 1;
    this.#cursor = at;
    return at < this.count && this.before(at) === before;
  }
}

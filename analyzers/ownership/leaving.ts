/** How many must leave, whom it takes, and what part is then still somebody's. */
export interface Leaving {
  /** People who leave, in this order; ids. Null where nothing is anybody's to begin with. */
  readonly people: readonly number[] | null;
  readonly coverage: number | null;
}

export const noLeaving: Leaving = { people: null, coverage: null };

/**
 * The fewest people who leave until more than `partMax` of a sum is nobody's (`isAtLeast`: until at least that much
 * is); who is not `isHere` has left before. Most first, ties by id.
 */
export function leaveBySum(
  values: readonly { readonly person: number; readonly value: number }[],
  partMax: number,
  isAtLeast: boolean,
  isHere: (person: number) => boolean,
): Leaving {
  const total = values.reduce((sum, { value }) => sum + value, 0);
  if (total === 0) return noLeaving;
  const here = values.filter(({ person, value }) => value > 0 && isHere(person));
  here.sort((a, b) => b.value - a.value || a.person - b.person);
  let left = here.reduce((sum, { value }) => sum + value, 0);
  const people: number[] = [];
  for (const { person, value } of here) {
    const gone = total - left;
    if (isAtLeast ? gone >= partMax * total : gone > partMax * total) break;
    people.push(person);
    left -= value;
  }
  return { people, coverage: left / total };
}

/**
 * The fewest people, most files first, who leave until more than half of the files have none of their people. A file
 * is without anybody when the last of its people leaves, so that it takes two passes over the files: one counts them
 * by person, one finds who of a file leaves last. BOUNDED BY: 12 bytes a person.
 */
export class FileLeaving {
  readonly #isHere: (person: number) => boolean;
  readonly #filesOf: Int32Array;
  /** Of those counted: the turn of each, from 1. */
  readonly #turnOf: Int32Array;
  /** Files whose last person leaves at each turn; at 0 those that have nobody. */
  readonly #lastAtTurn: Int32Array;
  #order: number[] = [];
  #fileCount = 0;

  constructor(personCount: number, isHere: (person: number) => boolean) {
    this.#isHere = isHere;
    this.#filesOf = new Int32Array(personCount);
    this.#turnOf = new Int32Array(personCount);
    this.#lastAtTurn = new Int32Array(personCount + 1);
  }

  start(): void {
    for (const person of this.#order) this.#filesOf[person] = 0;
    this.#lastAtTurn.fill(0, 0, this.#order.length + 1);
    this.#order = [];
    this.#fileCount = 0;
  }

  /** First pass. */
  count(people: readonly number[]): void {
    for (const person of people) {
      if (!this.#isHere(person)) continue;
      if (this.#filesOf[person] === 0) this.#order.push(person);
      this.#filesOf[person]! += 1;
    }
  }

  /** Between the passes. */
  takeTurns(): void {
    this.#order.sort((a, b) => this.#filesOf[b]! - this.#filesOf[a]! || a - b);
    this.#order.forEach((person, at) => (this.#turnOf[person] = at + 1));
  }

  /** Second pass, of the same files. */
  note(people: readonly number[]): void {
    let last = 0;
    for (const person of people) if (this.#isHere(person)) last = Math.max(last, this.#turnOf[person]!);
    this.#lastAtTurn[last]! += 1;
    this.#fileCount += 1;
  }

  result(): Leaving {
    if (this.#fileCount === 0) return noLeaving;
    let gone = this.#lastAtTurn[0]!;
    let turn = 0;
    while (gone * 2 <= this.#fileCount && turn < this.#order.length) {
      turn += 1;
      gone += this.#lastAtTurn[turn]!;
    }
    return { people: this.#order.slice(0, turn), coverage: 1 - gone / this.#fileCount };
  }
}

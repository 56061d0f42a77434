import type { Fact, FactCursor, FactGroup } from '../contract.ts';

/** Groups the facts of a cursor by their first key; see `Facts.groups`. It closes the cursor. */
export function* factGroups<Name extends string>(
  cursor: FactCursor,
  fact: Fact<Name>,
  count?: number,
): Generator<FactGroup<Name>> {
  try {
    const group = new CurrentGroup(cursor, fact);
    if (count === undefined) while (group.advance()) yield group;
    else for (let key = 0; key < count; key += 1) yield group.moveTo(key);
  } finally {
    cursor.close();
  }
}

/** The one group that there is, which moves from key to key. */
class CurrentGroup<Name extends string> implements FactGroup<Name>, Iterator<Fact<Name>> {
  key = -1;
  readonly #cursor: FactCursor;
  readonly #step: { readonly done: false; readonly value: Fact<Name> };
  /** Whether the cursor is at a fact. */
  #isAtFact: boolean;
  /** Whether the fact at the cursor was read, so that the next one is wanted. */
  #isRead = false;

  constructor(cursor: FactCursor, fact: Fact<Name>) {
    this.#cursor = cursor;
    this.#step = { done: false, value: fact };
    this.#isAtFact = cursor.next();
  }

  [Symbol.iterator](): Iterator<Fact<Name>> {
    return this;
  }

  next(): IteratorResult<Fact<Name>, undefined> {
    if (this.#isRead) {
      this.#isRead = false;
      this.#isAtFact = this.#cursor.next();
    }
    if (!this.#isAtFact || this.#cursor.a !== this.key) return { done: true, value: undefined };
    this.#isRead = true;
    return this.#step;
  }

  /** Moves to the next key that has facts; false when there is none. */
  advance(): boolean {
    this.#skip();
    if (this.#isAtFact) this.key = this.#cursor.a;
    return this.#isAtFact;
  }

  /** REQUIRES: keys ascend. */
  moveTo(key: number): this {
    this.#skip();
    this.key = key;
    return this;
  }

  /** Leaves unread what is left of the group. */
  #skip(): void {
    while (this.next().done !== true);
  }
}

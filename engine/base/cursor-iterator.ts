/** Steps from row to row; after the last one `next` says false. */
export interface Cursor {
  next(): boolean;
  /** Idempotent. */
  close(): void;
}

/**
 * Reads a cursor with `for … of`, and closes it at the end, when the loop is left early and when a step fails.
 * Every step gives the same row object, which shows where the cursor is: nothing is allocated for a row.
 */
export class CursorIterator<Row> implements IterableIterator<Row> {
  readonly #cursor: Cursor;
  readonly #step: { readonly done: false; readonly value: Row };

  constructor(cursor: Cursor, row: Row) {
    this.#cursor = cursor;
    this.#step = { done: false, value: row };
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<Row, undefined> {
    try {
      if (this.#cursor.next()) return this.#step;
    } catch (failure) {
      this.#cursor.close();
      throw failure;
    }
    return this.return();
  }

  return(): IteratorResult<Row, undefined> {
    this.#cursor.close();
    return { done: true, value: undefined };
  }
}

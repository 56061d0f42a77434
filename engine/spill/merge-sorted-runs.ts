import { LoserTree } from '../base/index.ts';
import type { FactCursor, Fold } from '../contract.ts';
import { foldValues } from './fold-values.ts';

/** No more keys: sorts behind every uint32. */
const exhausted = Number.POSITIVE_INFINITY;

/**
 * Merges sorted sources into one cursor and folds records of equal keys, older source first.
 *
 *   sources, old → new        a loser tree over their current keys         O(log k) a record
 *
 * Pulls record by record; holds one record of sums beside the sources. It OWNS the sources: they
 * are closed with it, at the end of the merge, and when one of them fails.
 */
export class MergeCursor implements FactCursor {
  readonly #sources: readonly FactCursor[];
  readonly #folds: readonly Fold[];
  readonly #tree: LoserTree;
  /** Current keys of the sources, as doubles so that one more value can mean the end. */
  readonly #keysA: Float64Array;
  readonly #keysB: Float64Array;
  readonly #keysC: Float64Array;
  readonly #values: Float64Array;
  #isOpen = true;
  a = 0;
  b = 0;
  c = 0;

  /** @param sources from the oldest to the newest */
  constructor(sources: readonly FactCursor[], folds: readonly Fold[]) {
    this.#sources = sources;
    this.#folds = folds;
    const count = Math.max(1, sources.length);
    this.#keysA = new Float64Array(count).fill(exhausted);
    this.#keysB = new Float64Array(count);
    this.#keysC = new Float64Array(count);
    this.#values = new Float64Array(folds.length);
    this.#closeOnFailure(() => {
      for (let source = 0; source < sources.length; source += 1) this.#advance(source);
    });
    this.#tree = new LoserTree(count, keyOrder(this.#keysA, this.#keysB, this.#keysC));
  }

  next(): boolean {
    if (!this.#isOpen) return false;
    try {
      return this.#fold();
    } catch (failure) {
      this.#isOpen = false;
      closeAll(this.#sources, failure);
      throw failure;
    }
  }

  value(column: number): number {
    return this.#values[column]!;
  }

  /** Idempotent. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    closeAll(this.#sources);
  }

  #fold(): boolean {
    const tree = this.#tree;
    let source = tree.winner;
    const a = this.#keysA[source]!;
    if (a === exhausted) {
      this.close();
      return false;
    }
    const b = this.#keysB[source]!;
    const c = this.#keysC[source]!;
    this.#take(source);
    this.#advance(source);
    tree.replay();
    source = tree.winner;
    while (this.#keysA[source] === a && this.#keysB[source] === b && this.#keysC[source] === c) {
      this.#add(source);
      this.#advance(source);
      tree.replay();
      source = tree.winner;
    }
    this.a = a;
    this.b = b;
    this.c = c;
    return true;
  }

  #advance(source: number): void {
    const cursor = this.#sources[source]!;
    if (!cursor.next()) {
      this.#keysA[source] = exhausted;
      return;
    }
    this.#keysA[source] = cursor.a;
    this.#keysB[source] = cursor.b;
    this.#keysC[source] = cursor.c;
  }

  #take(source: number): void {
    const cursor = this.#sources[source]!;
    for (let i = 0; i < this.#values.length; i += 1) this.#values[i] = cursor.value(i);
  }

  #add(source: number): void {
    const cursor = this.#sources[source]!;
    const values = this.#values;
    for (let i = 0; i < values.length; i += 1) {
      const value = cursor.value(i);
      values[i] = foldValues(this.#folds[i]!, values[i]!, value);
    }
  }

  #closeOnFailure(work: () => void): void {
    try {
      work();
    } catch (failure) {
      this.#isOpen = false;
      closeAll(this.#sources, failure);
      throw failure;
    }
  }
}

/** Equal keys fall to the older source, so a merge never reorders. */
function keyOrder(a: Float64Array, b: Float64Array, c: Float64Array): (x: number, y: number) => boolean {
  return (x, y) => {
    if (a[x] !== a[y]) return a[x]! < a[y]!;
    if (b[x] !== b[y]) return b[x]! < b[y]!;
    if (c[x] !== c[y]) return c[x]! < c[y]!;
    return x < y;
  };
}

/**
 * Closes every source even if one refuses; the first refusal is thrown unless a failure is on its
 * way.
 */
export function closeAll(sources: readonly FactCursor[], failure?: unknown): void {
  let first = failure;
  for (const source of sources) {
    try {
      source.close();
    } catch (refusal) {
      first ??= refusal;
    }
  }
  if (first !== failure) throw first;
}

/** Opens sources one by one; when one cannot be opened, those before it are closed. */
export function openAll<Item>(items: readonly Item[], open: (item: Item) => FactCursor): FactCursor[] {
  const opened: FactCursor[] = [];
  try {
    for (const item of items) opened.push(open(item));
    return opened;
  } catch (failure) {
    closeAll(opened, failure);
    throw failure;
  }
}

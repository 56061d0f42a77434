import { assert, CursorIterator } from '../base/index.ts';
import type { Fact, FactCursor, FactGroup, Facts, FactSpec, FactStore, Fold } from '../contract.ts';
import { factGroups } from './fact-groups.ts';
import { FirstKey } from './first-key.ts';

/** What the table under the names needs to know. */
interface StoreShape {
  readonly keyCount: 1 | 2 | 3;
  readonly columns: readonly { readonly name: string; readonly fold: Fold }[];
}

/**
 * The facts of a table under the names that their spec gives to keys and columns. The table is set later, when the
 * plan says how large it may be.
 */
export class NamedFacts<Name extends string = string> implements Facts<Name>, FactStore {
  readonly spec: FactSpec;
  store: FactStore | undefined;
  readonly #firstKey: FirstKey;
  readonly #isPlain: boolean;
  #factOf: ((cursor: FactCursor) => Fact<Name>) | undefined;

  constructor(spec: FactSpec, store?: FactStore) {
    this.spec = spec;
    this.store = store;
    this.#firstKey = new FirstKey(spec);
    this.#isPlain = this.#firstKey.isPlain;
  }

  /** The shape of the table for a spec. */
  static storeShape({ keys, columns, isWide = false }: FactSpec): StoreShape {
    const keyCount = keys.length + (isWide ? 1 : 0);
    assert(keyCount === 1 || keyCount === 2 || keyCount === 3, 'a table has 1 to 3 keys, of which a wide one is two');
    return { keyCount, columns: Object.entries(columns).map(([name, fold]) => ({ name, fold })) };
  }

  add(a: number, b: number, c: number, v0: number, v1?: number, v2?: number, v3?: number): void {
    if (this.#isPlain) this.store!.add(a, b, c, v0, v1, v2, v3);
    else this.#addRanked(this.#firstKey.put(a), b, c, v0, v1, v2, v3);
  }

  scan(): FactCursor {
    return this.#firstKey.read(this.store!.scan());
  }

  [Symbol.iterator](): Iterator<Fact<Name>, undefined> {
    const cursor = this.scan();
    return new CursorIterator(cursor, this.#fact(cursor));
  }

  groups(count?: number): Iterable<FactGroup<Name>> {
    assert(count === undefined || this.spec.order !== 'descending', 'counted groups ascend');
    return {
      [Symbol.iterator]: () => {
        const cursor = this.scan();
        return factGroups(cursor, this.#fact(cursor), count);
      },
    };
  }

  #addRanked(a: number, b: number, c: number, v0: number, v1?: number, v2?: number, v3?: number): void {
    if (!this.#firstKey.isWide) this.store!.add(a, b, c, v0, v1, v2, v3);
    else this.store!.add(FirstKey.high(a), FirstKey.low(a), b, v0, v1, v2, v3);
  }

  #fact(cursor: FactCursor): Fact<Name> {
    this.#factOf ??= factReader<Name>(this.spec);
    return this.#factOf(cursor);
  }
}

/** A fact whose properties read the cursor. One class for each table, so that reading a name costs no look-up. */
function factReader<Name extends string>({ name, keys, columns }: FactSpec): (cursor: FactCursor) => Fact<Name> {
  class TableFact {
    readonly cursor: FactCursor;

    constructor(cursor: FactCursor) {
      this.cursor = cursor;
    }
  }
  const getters = new Map<string, (this: TableFact) => number>();
  const claim = (property: string, get: (this: TableFact) => number): void => {
    assert(property !== 'cursor' && !getters.has(property), `"${name}" has one key or column "${property}"`);
    getters.set(property, get);
    Object.defineProperty(TableFact.prototype, property, { get });
  };
  keys.forEach((key, at) => claim(key, keyGetters[at]!));
  Object.keys(columns).forEach((column, at) =>
    claim(column, function value(this: TableFact) {
      return this.cursor.value(at);
    }),
  );
  return (cursor) => new TableFact(cursor) as unknown as Fact<Name>;
}

interface AtCursor {
  readonly cursor: FactCursor;
}

const keyGetters: readonly ((this: AtCursor) => number)[] = [
  function a(this: AtCursor) {
    return this.cursor.a;
  },
  function b(this: AtCursor) {
    return this.cursor.b;
  },
  function c(this: AtCursor) {
    return this.cursor.c;
  },
];

import type { Facts, ReportContext } from '../../engine/index.ts';
import { gitQuotedPath, isPlain } from './git-quoted-path.ts';
import { Ranks } from './ranks.ts';

export type RowFacts = Facts<'place' | 'path' | 'added' | 'removed' | 'binary'>;

/** One row of the log: what one commit did to one file. Valid until the next. */
export interface MaatRow {
  readonly place: number;
  readonly path: number;
  readonly entity: number;
  readonly author: number;
  readonly added: number;
  readonly removed: number;
  readonly isBinary: boolean;
  /** Whether it is the first row of its commit. */
  readonly isFirst: boolean;
}

/**
 * The rows of the log with entities and authors as ranks in the order of their texts: the smaller rank has the smaller
 * text, by UTF-16 units as Java compares them. Authors of one name are one.
 * BOUNDED BY: 8 bytes a path and, for each name of an author, its text and 12 bytes.
 */
export class MaatRows {
  readonly #facts: RowFacts;
  readonly #context: ReportContext;
  readonly #entities: Ranks;
  readonly #authors: Ranks;
  readonly #names: readonly string[];
  readonly #idOfName: ReadonlyMap<string, number>;

  constructor(facts: RowFacts, context: ReportContext) {
    this.#facts = facts;
    this.#context = context;
    const idOfName = new Map<string, number>();
    const paths = new IdSet();
    let before = -1;
    for (const { place, path } of facts) {
      paths.add(path);
      if (place === before) continue;
      before = place;
      const name = context.authorName(place);
      if (!idOfName.has(name)) idOfName.set(name, idOfName.size);
    }
    const names = Array.from(idOfName.keys());
    this.#idOfName = idOfName;
    this.#names = names;
    const byName = (a: number, b: number): number => (names[a]! < names[b]! ? -1 : 1);
    this.#authors = new Ranks(Int32Array.from(names.keys()), names.length, byName);
    const byText = (a: number, b: number): number => compareTexts(context.pathBytes(a), context.pathBytes(b));
    this.#entities = new Ranks(paths.ids(), paths.idCount, byText);
  }

  get entityCount(): number {
    return this.#entities.count;
  }

  get authorCount(): number {
    return this.#authors.count;
  }

  entityText(rank: number): string {
    return this.pathText(this.#entities.idAt(rank));
  }

  pathText(path: number): string {
    return gitQuotedPath(this.#context.pathBytes(path));
  }

  authorText(rank: number): string {
    return this.#names[this.#authors.idAt(rank)]!;
  }

  /** In walk order. */
  *rows(): Generator<MaatRow> {
    const row = { place: -1, path: 0, entity: 0, author: 0, added: 0, removed: 0, isBinary: false, isFirst: false };
    for (const { place, path, added, removed, binary } of this.#facts) {
      row.isFirst = place !== row.place;
      row.place = place;
      row.path = path;
      row.entity = this.#entities.rankOf(path);
      if (row.isFirst) row.author = this.authorOf(place);
      row.added = added;
      row.removed = removed;
      row.isBinary = binary !== 0;
      yield row;
    }
  }

  /** The rank of the author of a commit that has rows. */
  authorOf(place: number): number {
    return this.#authors.rankOf(this.#idOfName.get(this.#context.authorName(place))!);
  }

  /** Ranks of paths in the order of their bytes, which is the order of the log within a commit. */
  byBytes(): Ranks {
    const ids = Int32Array.from({ length: this.entityCount }, (_, rank) => this.#entities.idAt(rank));
    const idCount = ids.reduce((most, id) => Math.max(most, id + 1), 0);
    const compare = (a: number, b: number): number =>
      Buffer.compare(this.#context.pathBytes(a), this.#context.pathBytes(b));
    return new Ranks(ids, idCount, compare);
  }
}

/** The order of the texts that git prints; those are ASCII. */
function compareTexts(a: Uint8Array, b: Uint8Array): number {
  if (a.every(isPlain) && b.every(isPlain)) return Buffer.compare(a, b);
  return gitQuotedPath(a) < gitQuotedPath(b) ? -1 : 1;
}

/** Which ids there are. BOUNDED BY: a byte an id. */
class IdSet {
  #seen = new Uint8Array(1024);
  #count = 0;
  idCount = 0;

  add(id: number): void {
    if (id >= this.#seen.length) {
      const bigger = new Uint8Array(Math.max(id + 1, this.#seen.length * 2));
      bigger.set(this.#seen);
      this.#seen = bigger;
    }
    if (this.#seen[id] !== 0) return;
    this.#seen[id] = 1;
    this.#count += 1;
    this.idCount = Math.max(this.idCount, id + 1);
  }

  ids(): Int32Array {
    const ids = new Int32Array(this.#count);
    for (let id = 0, at = 0; id < this.idCount; id += 1) if (this.#seen[id] !== 0) ids[at++] = id;
    return ids;
  }
}

import type { ReportContext, ScratchFacts } from '../../engine/index.ts';
import type { MaatRows } from './maat-rows.ts';

type EntityAuthorFacts = ScratchFacts<'entity' | 'author' | 'added' | 'removed' | 'revs'>;

/** What one author did to an entity. Valid until the next. */
export interface EntityAuthor {
  readonly author: number;
  readonly added: number;
  readonly removed: number;
  readonly revs: number;
}

/** An entity with its sums. Valid until the next. */
export interface EntityTotal {
  readonly entity: number;
  readonly authors: number;
  readonly added: number;
  readonly removed: number;
  readonly revs: number;
  /** Sum of the squares of the revisions of each author; exact for 94 million revisions. */
  readonly squares: number;
  /** The authors with most of each; the first by name of equal ones. */
  readonly mostAdded: EntityAuthor;
  readonly mostRemoved: EntityAuthor;
  readonly mostRevs: EntityAuthor;
}

/** (entity, author) → what the log says; made when the first table asks, since most tables are made of it. */
export class EntityAuthors {
  readonly #rows: MaatRows;
  readonly #context: ReportContext;
  #facts: EntityAuthorFacts | undefined;

  constructor(rows: MaatRows, context: ReportContext) {
    this.#rows = rows;
    this.#context = context;
  }

  get facts(): EntityAuthorFacts {
    this.#facts ??= this.#sum();
    return this.#facts;
  }

  /** Entities in the order of their texts. */
  *totals(): Generator<EntityTotal> {
    for (const group of this.facts.groups()) {
      const total = new Total(group.key);
      for (const { author, added, removed, revs } of group) total.add({ author, added, removed, revs });
      yield total;
    }
  }

  #sum(): EntityAuthorFacts {
    const facts = this.#context.scratch({
      name: 'entity authors',
      keys: ['entity', 'author'],
      columns: { added: 'sum', removed: 'sum', revs: 'sum' },
    });
    for (const { entity, author, added, removed } of this.#rows.rows()) facts.add(entity, author, 0, added, removed, 1);
    return facts;
  }
}

const nobody: EntityAuthor = { author: -1, added: -1, removed: -1, revs: -1 };

class Total implements EntityTotal {
  readonly entity: number;
  authors = 0;
  added = 0;
  removed = 0;
  revs = 0;
  squares = 0;
  mostAdded: EntityAuthor = nobody;
  mostRemoved: EntityAuthor = nobody;
  mostRevs: EntityAuthor = nobody;

  constructor(entity: number) {
    this.entity = entity;
  }

  /** REQUIRES: authors ascend. */
  add(one: EntityAuthor): void {
    this.authors += 1;
    this.added += one.added;
    this.removed += one.removed;
    this.revs += one.revs;
    this.squares += one.revs ** 2;
    if (one.added > this.mostAdded.added) this.mostAdded = one;
    if (one.removed > this.mostRemoved.removed) this.mostRemoved = one;
    if (one.revs > this.mostRevs.revs) this.mostRevs = one;
  }
}

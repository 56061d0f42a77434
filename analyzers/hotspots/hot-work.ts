import { type FactGroup, type Facts, sideBySide } from '../../engine/index.ts';
import type { HotRanking } from './hot-ranking.ts';

/** Who made a smaller share of the commits of a file is a minor contributor of it. Source: Bird et al. 2011. */
const minorShare = 0.05;

/** Of `history/file-history`. */
type PersonWork = Facts<'file' | 'person' | 'commits' | 'added' | 'removed'>;

/** Who did what to one file. */
export interface HotFile {
  /** Its number. */
  readonly at: number;
  readonly people: number;
  /** 1 by the sum of the squared shares of the commits; 0 where nobody changed it. */
  readonly effectivePeople: number;
  readonly minorPeople: number;
  /** Person with most commits, of equal ones that with the smaller id; -1 where nobody changed it. */
  readonly owner: number;
  readonly added: number;
  readonly removed: number;
}

/** Who did what to the files, the highest score first. Streams through scratch tables, in which owner -1 is 0. */
export class HotWork {
  readonly ranking: HotRanking;
  readonly #people: Facts<'place' | 'people' | 'minor' | 'owner'>;
  readonly #sums: Facts<'place' | 'commits' | 'squares' | 'added' | 'removed'>;

  constructor(ranking: HotRanking) {
    const { context } = ranking.files;
    this.ranking = ranking;
    const people = { people: 'max', minor: 'max', owner: 'max' } as const;
    this.#people = context.scratch({ name: 'hotspot_people', keys: ['place'], columns: people });
    const sums = { commits: 'max', squares: 'max', added: 'max', removed: 'max' } as const;
    this.#sums = context.scratch({ name: 'hotspot_sums', keys: ['place'], columns: sums });
    this.#addUnchanged();
    this.#addChanged(context.factsOf('history/file-history', 'work'));
  }

  *files(): Generator<HotFile> {
    for (const [{ place, people, minor, owner }, sums] of sideBySide(this.#people, this.#sums)) {
      const { commits, squares, added, removed } = sums;
      const at = this.ranking.now.order[place]!;
      const effectivePeople = squares === 0 ? 0 : commits ** 2 / squares;
      yield { at, people, effectivePeople, minorPeople: minor, owner: owner - 1, added, removed };
    }
  }

  /** Every file has a row in both tables, so that they are read side by side. */
  #addUnchanged(): void {
    for (let place = 0; place < this.ranking.files.count; place += 1) {
      this.#people.add(place, 0, 0, 0, 0, 0);
      this.#sums.add(place, 0, 0, 0, 0, 0, 0);
    }
  }

  #addChanged(work: PersonWork): void {
    const { files, now } = this.ranking;
    const people = new FilePeople();
    const put = (at: number): void => {
      const place = now.ranks[at]! - 1;
      this.#people.add(place, 0, 0, people.count, people.minorCount, people.owner + 1);
      this.#sums.add(place, 0, 0, people.total, people.squares, people.added, people.removed);
    };
    for (const file of work.groups()) {
      people.read(file);
      files.eachOfFile(file.key, put);
    }
  }
}

/** The people of one file. BOUNDED BY: 8 bytes a person. */
class FilePeople {
  total = 0;
  /** Of the commits of each. */
  squares = 0;
  added = 0;
  removed = 0;
  owner = -1;
  #commits: number[] = [];

  get count(): number {
    return this.#commits.length;
  }

  get minorCount(): number {
    return this.#commits.filter((commits) => commits < minorShare * this.total).length;
  }

  read(file: FactGroup<'file' | 'person' | 'commits' | 'added' | 'removed'>): void {
    this.#commits = [];
    [this.added, this.removed, this.total, this.squares, this.owner] = [0, 0, 0, 0, -1];
    let most = 0;
    for (const { person, commits, added, removed } of file) {
      this.#commits.push(commits);
      this.total += commits;
      this.squares += commits ** 2;
      this.added += added;
      this.removed += removed;
      if (commits <= most) continue;
      most = commits;
      this.owner = person;
    }
  }
}

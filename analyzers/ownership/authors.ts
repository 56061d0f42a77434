import { allCommits, type FileHoldings } from './holdings.ts';
import { nobody, type People } from './people.ts';

/** Constants of Avelino et al. 2016, after Fritz et al. 2014. */
const base = 3.293;
const firstWeight = 1.098;
const deliveryWeight = 0.164;
const acceptanceWeight = 0.321;
/** An author has more than so much of the highest degree of authorship in the file, and at least the base. */
const normalizedMin = 0.75;

/** Degree of authorship: whether somebody created the file, their changes, and those of others. */
export function degreeOfAuthorship(isFirst: boolean, deliveries: number, acceptances: number): number {
  const first = isFirst ? firstWeight : 0;
  return base + first + deliveryWeight * deliveries - acceptanceWeight * Math.log(1 + acceptances);
}

/** Who answers for one file; programs are no one. Reused: valid until the next file is read. */
export class FileAuthors {
  /** By degree of authorship. */
  readonly authors: number[] = [];
  /** Whether any person changed the file. */
  isChanged = false;
  /** The person with the most living lines; of equal ones that with the smaller id. Nobody where no one has a line. */
  readonly owners: number[] = [];
  readonly #people: People;
  readonly #creatorOfRank: Int32Array;
  readonly #workers: number[] = [];
  readonly #changes: number[] = [];

  constructor(people: People, creatorOfRank: Int32Array) {
    this.#people = people;
    this.#creatorOfRank = creatorOfRank;
  }

  read(file: FileHoldings): void {
    this.#workers.length = 0;
    this.#changes.length = 0;
    this.owners.length = 0;
    let linesOfOwner = 0;
    for (const { owner, alive, commits } of file) {
      const person = owner - 1;
      if (owner === nobody || this.#people.isBot(person)) continue;
      if (alive > linesOfOwner) {
        linesOfOwner = alive;
        this.owners[0] = person;
      }
      if (allCommits(commits) === 0) continue;
      this.#workers.push(person);
      this.#changes.push(allCommits(commits));
    }
    this.#judge(this.#creatorOfRank[file.key]!);
  }

  /** The commit that created a file is no delivery of its creator, and no acceptance of others. */
  #judge(creator: number): void {
    const workers = this.#workers;
    const changes = this.#changes;
    const created = workers.indexOf(creator);
    if (created >= 0) changes[created]! -= 1;
    let all = 0;
    for (const count of changes) all += count;
    let highest = 0;
    const degreeOf = (at: number): number => degreeOfAuthorship(at === created, changes[at]!, all - changes[at]!);
    for (let at = 0; at < workers.length; at += 1) highest = Math.max(highest, degreeOf(at));
    this.authors.length = 0;
    this.isChanged = workers.length > 0;
    for (let at = 0; at < workers.length; at += 1) {
      const degree = degreeOf(at);
      if (degree >= base && degree / highest > normalizedMin) this.authors.push(workers[at]!);
    }
  }
}

import type { Cell, Column, Facts, ReportContext, Section } from '../../../engine/index.ts';
import { familiarity, type FileHoldings, recentCommits } from '../holdings.ts';
import { nobody, type People } from '../people.ts';

const columns: readonly Column[] = [
  { name: 'file', type: 'string', description: 'Path of the file' },
  { name: 'lines', type: 'int', unit: 'lines', description: 'Text lines at the end' },
  { name: 'changes_365d', type: 'int', unit: 'commits', description: 'Commits that changed it in the last 365 days' },
  {
    name: 'top_person',
    type: 'string',
    isNullable: true,
    description: 'Who knows it best; null when only programs do',
  },
];

const hotChangesMin = 5;

/** Files that change often and have no owner, most changes first, then in path order. */
export class UnownedFiles {
  readonly #people: People;
  readonly #context: ReportContext;
  readonly #files: Facts<'changes' | 'rank' | 'top'>;

  constructor(people: People, context: ReportContext) {
    this.#people = people;
    this.#context = context;
    this.#files = context.scratch({
      name: 'ownership_unowned',
      keys: ['changes', 'rank'],
      columns: { top: 'sum' },
      order: 'descending',
    });
  }

  add(file: FileHoldings): void {
    let changes = 0;
    let top = nobody;
    let topScore = 0;
    for (const fact of file) {
      changes += recentCommits(fact.commits);
      if (fact.owner === nobody || this.#people.isBot(fact.owner - 1)) continue;
      const score = familiarity(fact);
      if (score <= topScore) continue;
      topScore = score;
      top = fact.owner;
    }
    if (changes >= hotChangesMin) this.#files.add(changes, file.key, 0, top);
  }

  section(emptyBecause: string): Section {
    return {
      name: 'unowned_hot',
      title: 'Files that change often and have no code owner',
      shape: 'table',
      columns,
      show: { columns: ['file', 'lines', 'changes_365d', 'top_person'], bar: 'changes_365d', emptyBecause },
      rows: { [Symbol.iterator]: () => this.#rows() },
    };
  }

  *#rows(): Generator<readonly Cell[]> {
    const { files } = this.#context;
    for (const { changes, rank, top } of this.#files) {
      const person = top === nobody ? null : this.#people.name(top - 1);
      yield [files.path(rank), files.lines(rank), changes, person];
    }
  }
}

import type { AnalyzerSetup, CommitView, Facts, RemovalSink } from '../../engine/index.ts';
import type { SampleGrid } from './sample-grid.ts';

/** The person of lines that are nobody's: older than the walk, or people are not followed. */
export const nobody = -1;

/**
 * The books of the burndown: what came and went, as facts. `begin` opens a commit, lines are
 * then booked under its sample and band.
 *
 *   deltas        (sample, band)      lines come less gone
 *   people        (person, sample)    lines come less gone of that author
 *   interactions  (author, modifier)  lines of the author that the modifier took away
 *   heads         (sample)            place of the last mainline commit; commits dated too late
 */
export class LineLedger implements RemovalSink {
  readonly grid: SampleGrid;
  readonly deltas: Facts;
  readonly people: Facts;
  readonly interactions: Facts;
  readonly heads: Facts;
  readonly #isByPerson: boolean;
  #sample = 0;
  #band = 0;
  #personId = nobody;
  #netLines = 0;

  constructor(setup: AnalyzerSetup, grid: SampleGrid) {
    this.grid = grid;
    this.#isByPerson = setup.options['people'] === true;
    const lines = [{ name: 'lines', fold: 'sum' }] as const;
    this.deltas = setup.facts({ name: 'deltas', keyCount: 2, columns: lines });
    this.people = setup.facts({ name: 'people', keyCount: 2, columns: lines });
    this.interactions = setup.facts({ name: 'interactions', keyCount: 2, columns: lines });
    this.heads = setup.facts({
      name: 'heads',
      keyCount: 1,
      columns: [
        { name: 'index', fold: 'max' },
        { name: 'late_commits', fold: 'sum' },
      ],
      weight: 0.25,
    });
  }

  /** Band of the lines that the open commit adds. */
  get band(): number {
    return this.#band;
  }

  /** Author of the lines that the open commit adds, or `nobody`. */
  get personId(): number {
    return this.#personId;
  }

  /** Lines that the open commit adds less those that it takes away. */
  get netLines(): number {
    return this.#netLines;
  }

  /** Opens a commit, or its next slice. */
  begin(commit: CommitView): void {
    this.#sample = this.grid.sampleOf(commit.tick);
    this.#band = this.grid.bandOf(commit.tick);
    this.#personId = this.#isByPerson ? commit.personId : nobody;
    if (commit.isFirstSlice) this.#netLines = 0;
    const isBaseline = commit.personId < 0;
    if (isBaseline || !commit.isFirstSlice) return;
    this.heads.add(this.#sample, 0, 0, commit.index, this.grid.isLate(commit.tick) ? 1 : 0);
  }

  /** Books lines that the open commit adds. */
  added(lineCount: number): void {
    if (lineCount === 0) return;
    this.#netLines += lineCount;
    this.deltas.add(this.#sample, this.#band, 0, lineCount);
    if (this.#personId >= 0) this.people.add(this.#personId, this.#sample, 0, lineCount);
  }

  /** Books lines that the open commit takes away. */
  removed(band: number, authorId: number, lineCount: number): void {
    this.#netLines -= lineCount;
    this.deltas.add(this.#sample, band, 0, -lineCount);
    if (authorId < 0) return;
    this.people.add(authorId, this.#sample, 0, -lineCount);
    if (this.#personId >= 0) this.interactions.add(authorId, this.#personId, 0, lineCount);
  }

  /** Mainline commits behind the last sample or band. */
  lateCommitCount(): number {
    const cursor = this.heads.scan();
    try {
      let count = 0;
      while (cursor.next()) count += cursor.value(1);
      return count;
    } finally {
      cursor.close();
    }
  }
}

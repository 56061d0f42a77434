/**
 * Commits, people and lines over time, in at most 320 pieces of the calendar.
 *
 * Ticks come in order, so the people of one piece are all that is held at a time. Commits of the 8
 * with most commits, who come first in `developers`, are kept piece by piece.
 */
import type { Cell, Section } from '../../engine/index.ts';
import { CalendarSteps } from './calendar-steps.ts';
import type { HistoryClock } from './history-clock.ts';
import type { ActivityBlock } from './page-data.ts';
import { RowReader } from './row-reader.ts';
import { shortened } from './section-table.ts';

const pieceCountMax = 320;
const busiestCountMax = 8;

export class ActivityStory {
  readonly #clock: HistoryClock;
  readonly #steps: CalendarSteps;
  readonly #commits: number[];
  readonly #people: number[];
  readonly #newcomers: number[];
  readonly #added: number[];
  readonly #removed: number[];
  readonly #busiest = new Map<string, { readonly name: string; readonly commits: number[] }>();
  readonly #peopleOfPiece = new Set<string>();
  #piece = -1;
  /** Commits in the last year of the history and in the one before. */
  #lastYearCommits = 0;
  #yearBeforeCommits = 0;
  #isEmpty = true;

  constructor(clock: HistoryClock) {
    this.#clock = clock;
    this.#steps = new CalendarSteps(clock.originSeconds, clock.lastSeconds, pieceCountMax);
    const zeros = (): number[] => Array.from({ length: this.#steps.count }, () => 0);
    this.#commits = zeros();
    this.#people = zeros();
    this.#newcomers = zeros();
    this.#added = zeros();
    this.#removed = zeros();
  }

  get lastYearCommits(): number {
    return this.#lastYearCommits;
  }

  get yearBeforeCommits(): number {
    return this.#yearBeforeCommits;
  }

  developersView(section: Section): (cells: readonly Cell[]) => void {
    const row = new RowReader(section);
    return (cells) => {
      row.turnTo(cells);
      this.#newcomers[this.#pieceOf(row.number('first_tick'))]! += 1;
      if (this.#busiest.size === busiestCountMax) return;
      const commits = Array.from({ length: this.#steps.count }, () => 0);
      this.#busiest.set(String(row.number('id')), { name: shortened(row.text('name')), commits });
    };
  }

  activityView(section: Section): (cells: readonly Cell[]) => void {
    const row = new RowReader(section);
    return (cells) => {
      row.turnTo(cells);
      const tick = row.number('tick');
      const piece = this.#pieceOf(tick);
      if (piece !== this.#piece) this.#peopleOfPiece.clear();
      this.#piece = piece;
      const commits = row.number('total_commits');
      this.#commits[piece]! += commits;
      this.#addToYears(tick, commits);
      this.#addPeople(piece, row);
      this.#isEmpty = false;
    };
  }

  churnView(section: Section): (cells: readonly Cell[]) => void {
    const row = new RowReader(section);
    return (cells) => {
      row.turnTo(cells);
      const piece = this.#pieceOf(row.number('tick'));
      this.#added[piece]! += row.number('lines_added');
      this.#removed[piece]! += row.number('lines_removed');
      this.#isEmpty = false;
    };
  }

  /** Undefined when nothing went by. */
  block(): ActivityBlock | undefined {
    if (this.#isEmpty) return undefined;
    const { unit, step, count } = this.#steps;
    return {
      unit: step === 1 ? unit : `${step} ${unit}s`,
      labels: this.#steps.labels(),
      startsAt: Array.from({ length: count }, (_, place) => this.#steps.startOf(place)),
      commits: this.#commits,
      people: this.#people,
      newcomers: this.#newcomers,
      added: this.#added,
      removed: this.#removed,
      busiest: [...this.#busiest.values()],
    };
  }

  #addPeople(piece: number, row: RowReader): void {
    for (const [id, commits] of Object.entries(row.record('by_developer'))) {
      this.#peopleOfPiece.add(id);
      const busy = this.#busiest.get(id);
      if (busy !== undefined) busy.commits[piece]! += Number(commits);
    }
    this.#people[piece] = this.#peopleOfPiece.size;
  }

  #addToYears(tick: number, commits: number): void {
    const yearsAgo = Math.floor((this.#clock.lastSeconds - this.#secondsOf(tick)) / yearSeconds);
    if (yearsAgo <= 0) this.#lastYearCommits += commits;
    if (yearsAgo === 1) this.#yearBeforeCommits += commits;
  }

  #pieceOf(tick: number): number {
    return this.#steps.placeOf(this.#secondsOf(tick));
  }

  #secondsOf(tick: number): number {
    return this.#clock.originSeconds + tick * this.#clock.tickSeconds;
  }
}

const yearSeconds = 365 * 86_400;

/**
 * How many people there are, who of them is active, and how the work is shared. Programs that commit
 * are counted apart: they are nobody's colleague.
 *
 * BOUNDED BY: the 2,000 people with most commits or changed lines, and the last ticks of 4,000 names.
 */
import type { Cell, Section } from '../../engine/index.ts';
import { isBot } from '../../engine/index.ts';
import type { HistoryClock } from './history-clock.ts';
import { RowReader } from './row-reader.ts';
import { shortened } from './section-table.ts';
import { TopRows } from './top-rows.ts';

const keptCountMax = 2000;
const nameCountMax = 4000;
/** As the analyzer counts. */
const activeSeconds = 90 * 86_400;

export interface Person {
  readonly id: number;
  readonly name: string;
  readonly commits: number;
  readonly linesAdded: number;
  readonly linesRemoved: number;
  readonly lastTick: number;
}

export class PeopleCensus {
  readonly #clock: HistoryClock;
  readonly #busiest = new TopRows<Person>(keptCountMax);
  readonly #workLines = new TopRows<number>(keptCountMax);
  /** The last tick of every name, without regard to case: one person may have several addresses. */
  readonly #lastTicks = new Map<string, number>();
  #lastActive: Person | undefined;
  #activeCount = 0;
  #botCount = 0;
  #lines = 0;
  #commits = 0;

  constructor(clock: HistoryClock) {
    this.#clock = clock;
  }

  view(section: Section): (cells: readonly Cell[]) => void {
    const row = new RowReader(section);
    const { originSeconds, lastSeconds, tickSeconds } = this.#clock;
    const endTick = Math.floor((lastSeconds - originSeconds) / tickSeconds);
    const activeSince = Math.max(0, endTick - Math.trunc(activeSeconds / tickSeconds));
    return (cells) => {
      row.turnTo(cells);
      if (isBot(row.text('name'), row.text('email'))) this.#botCount += 1;
      else this.#add(personIn(row), activeSince);
    };
  }

  #add(person: Person, activeSince: number): void {
    const { commits, linesAdded, linesRemoved, lastTick, name } = person;
    this.#busiest.offer(commits, () => person);
    this.#workLines.offer(linesAdded + linesRemoved, () => linesAdded + linesRemoved);
    this.#lines += linesAdded + linesRemoved;
    this.#commits += commits;
    const key = name.toLowerCase();
    const known = this.#lastTicks.get(key);
    if (known !== undefined || this.#lastTicks.size < nameCountMax) {
      this.#lastTicks.set(key, Math.max(known ?? 0, lastTick));
    }
    if (lastTick < activeSince) return;
    this.#activeCount += 1;
    this.#lastActive ??= person;
  }

  /** Whether the people went by. */
  get isKnown(): boolean {
    return this.#busiest.seenCount + this.#botCount > 0;
  }

  get peopleCount(): number {
    return this.#busiest.seenCount;
  }

  get botCount(): number {
    return this.#botCount;
  }

  /** People with a commit in the last 90 days of the history. */
  get activeCount(): number {
    return this.#activeCount;
  }

  /** Commits of people that change a file. */
  get commits(): number {
    return this.#commits;
  }

  /** The active person with most commits. */
  get lastActive(): Person | undefined {
    return this.#lastActive;
  }

  /** Those with most commits first. */
  busiest(): Person[] {
    return this.#busiest.sorted();
  }

  /** The fewest people who made at least half of all lines that people added and removed; 0 without lines. */
  busFactor(): number {
    let lines = 0;
    let count = 0;
    for (const work of this.#workLines.sorted()) {
      if (lines * 2 >= this.#lines) break;
      lines += work;
      count += 1;
    }
    return count;
  }

  /** When anyone of this name made the last commit; undefined when that is not known. */
  lastSeenAt(name: string): number | undefined {
    const tick = this.#lastTicks.get(name.toLowerCase());
    return tick === undefined ? undefined : this.timeOf(tick);
  }

  timeOf(tick: number): number {
    return this.#clock.originSeconds + tick * this.#clock.tickSeconds;
  }
}

function personIn(row: RowReader): Person {
  return {
    id: row.number('id'),
    name: shortened(row.text('name')),
    commits: row.number('commits'),
    linesAdded: row.number('lines_added'),
    linesRemoved: row.number('lines_removed'),
    lastTick: row.number('last_tick'),
  };
}

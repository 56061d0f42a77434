/**
 * Whose lines live, who was last seen when, and who replaces whose lines.
 *
 * Holds 2,000 owners, the last tick of these and of the 2,000 with most commits, 2,000 pairs of
 * people, and the languages that hang on one person.
 */
import type { Cell, Section } from '../../engine/index.ts';
import type { HistoryClock } from './history-clock.ts';
import type { Owner, PeopleBlock } from './page-data.ts';
import { RowReader } from './row-reader.ts';
import { shortened } from './section-table.ts';
import { TopRows } from './top-rows.ts';

const keptCountMax = 2000;
const drawnOwnerCountMax = 40;
const drawnPairPeopleMax = 16;
const languageCountMax = 1000;

/** A language that one person wrote most of. */
export interface LonelyLanguage {
  readonly name: string;
  readonly personName: string;
  /** Of all lines added and removed in it. */
  readonly percent: number;
  /** Lines added and removed in it. */
  readonly lines: number;
  /** Of the repository's lines added and removed. */
  readonly share: number;
  readonly lastSeenAt: number | null;
}

interface KeptOwner {
  readonly id: number;
  readonly name: string;
  readonly lines: number;
  readonly peakLines: number;
}

interface Replacement {
  readonly authorId: number;
  readonly author: string;
  readonly modifierId: number;
  readonly modifier: string;
  readonly lines: number;
}

export class PeopleStory {
  readonly #clock: HistoryClock;
  readonly #owners = new TopRows<KeptOwner>(keptCountMax);
  readonly #ownerIds = new Set<number>();
  readonly #lastTicks = new Map<number, number>();
  readonly #replacements = new TopRows<Replacement>(keptCountMax);
  readonly #contributions = new Map<string, number>();
  readonly #lonely: { name: string; personId: number; personName: string; percent: number }[] = [];
  #ownedLines = 0;
  #contribution = 0;
  #developerCount = 0;

  constructor(clock: HistoryClock) {
    this.#clock = clock;
  }

  /** Lines at the end that have an owner. */
  get ownedLines(): number {
    return this.#ownedLines;
  }

  survivalView(section: Section): (cells: readonly Cell[]) => void {
    const row = new RowReader(section);
    return (cells) => {
      row.turnTo(cells);
      const [id, lines] = [row.number('id'), row.number('current_lines')];
      this.#ownedLines += lines;
      if (this.#ownerIds.size < keptCountMax) this.#ownerIds.add(id);
      const owner = {
        id,
        name: shortened(row.text('name')),
        lines,
        peakLines: row.number('peak_lines'),
      };
      this.#owners.offer(lines, () => owner);
    };
  }

  interactionsView(section: Section): (cells: readonly Cell[]) => void {
    const row = new RowReader(section);
    return (cells) => {
      row.turnTo(cells);
      const lines = row.number('lines_modified');
      this.#replacements.offer(lines, () => ({
        authorId: row.number('author_id'),
        author: shortened(row.text('author_name')),
        modifierId: row.number('modifier_id'),
        modifier: shortened(row.text('modifier_name')),
        lines,
      }));
    };
  }

  developersView(section: Section): (cells: readonly Cell[]) => void {
    const row = new RowReader(section);
    return (cells) => {
      row.turnTo(cells);
      const id = row.number('id');
      this.#developerCount += 1;
      const isKept = this.#developerCount <= keptCountMax || this.#ownerIds.has(id);
      if (isKept) this.#lastTicks.set(id, row.number('last_tick'));
    };
  }

  languagesView(section: Section): (cells: readonly Cell[]) => void {
    const row = new RowReader(section);
    return (cells) => {
      row.turnTo(cells);
      const contribution = row.number('total_contribution');
      this.#contribution += contribution;
      if (this.#contributions.size < languageCountMax) this.#contributions.set(row.text('name'), contribution);
    };
  }

  busFactorView(section: Section): (cells: readonly Cell[]) => void {
    const row = new RowReader(section);
    return (cells) => {
      row.turnTo(cells);
      if (row.number('bus_factor') !== 1 || this.#lonely.length === languageCountMax) return;
      this.#lonely.push({
        name: row.text('language'),
        personId: row.number('primary_dev_id'),
        personName: shortened(row.text('primary_dev_name')),
        percent: row.number('primary_percentage'),
      });
    };
  }

  /** Languages by the lines ever added and removed in them, most first. */
  languages(): { readonly name: string; readonly lines: number }[] {
    return Array.from(this.#contributions, ([name, lines]) => ({ name, lines })).sort(
      (one, other) => other.lines - one.lines,
    );
  }

  /** Languages with a bus factor of 1, in the order of the report. */
  lonelyLanguages(): LonelyLanguage[] {
    return this.#lonely.map(({ name, personId, personName, percent }) => ({
      name,
      personName,
      percent,
      lines: this.#contributions.get(name) ?? 0,
      share: this.#contribution === 0 ? 0 : (this.#contributions.get(name) ?? 0) / this.#contribution,
      lastSeenAt: this.#lastSeenAt(personId),
    }));
  }

  /** Owners of most lines, largest first; undefined for a last commit that is not known. */
  owners(): Owner[] {
    return this.#owners.sorted().map(({ id, name, lines, peakLines }) => ({
      name,
      lines,
      peakLines,
      lastSeenAt: this.#lastSeenAt(id),
    }));
  }

  /** The fewest people who have half of the living lines; 0 without lines. */
  ownersOfHalf(): number {
    let lines = 0;
    const owners = this.#owners.sorted();
    for (let at = 0; at < owners.length && this.#ownedLines > 0; at += 1) {
      lines += owners[at]!.lines;
      if (lines * 2 >= this.#ownedLines) return at + 1;
    }
    return this.#ownedLines === 0 ? 0 : owners.length;
  }

  /** Undefined when nothing went by. */
  block(mergeShare: number): PeopleBlock | undefined {
    if (this.#owners.seenCount === 0) return undefined;
    return {
      owners: this.owners().slice(0, drawnOwnerCountMax),
      ownerCount: this.#owners.seenCount,
      ownedLines: this.#ownedLines,
      ownersOfHalf: this.ownersOfHalf(),
      mergeShare,
      replaced: this.#replacedMatrix(),
    };
  }

  #replacedMatrix(): PeopleBlock['replaced'] {
    const rows = this.#replacements.sorted();
    const names = new Map<number, string>();
    const weights = new Map<number, number>();
    for (const { authorId, author, modifierId, modifier, lines } of rows) {
      names.set(authorId, author).set(modifierId, modifier);
      weights.set(authorId, (weights.get(authorId) ?? 0) + lines);
      weights.set(modifierId, (weights.get(modifierId) ?? 0) + lines);
    }
    const ranked = [...weights].sort((one, other) => other[1] - one[1]);
    const ids = ranked.slice(0, drawnPairPeopleMax).map(([id]) => id);
    const lines = ids.map(() => ids.map(() => 0));
    for (const row of rows) {
      const cells = lines[ids.indexOf(row.authorId)];
      const at = ids.indexOf(row.modifierId);
      if (cells !== undefined && at >= 0) cells[at]! += row.lines;
    }
    return { names: ids.map((id) => names.get(id)!), lines };
  }

  #lastSeenAt(personId: number): number | null {
    const tick = this.#lastTicks.get(personId);
    return tick === undefined ? null : this.#clock.originSeconds + tick * this.#clock.tickSeconds;
  }
}

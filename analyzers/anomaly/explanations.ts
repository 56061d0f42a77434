import { changeKind, type Facts, type ReportContext } from '../../engine/index.ts';
import { kindOf, type MergeFacts, walkedCommits, type WalkedCommit } from './change-walk.ts';
import type { Verdict } from './judge.ts';
import { type SeriesName, seriesNames } from './series-kinds.ts';
import { deathSeries } from './tick-table.ts';
import type { TickCalendar } from './tick-calendar.ts';

/** What contributed to an anomaly, under its number: tick * series + place of the series. */
export type Contributions = Facts<'anomaly' | 'what' | 'id' | 'amount'>;

export const contributor = { commit: 0, person: 1, path: 2 } as const;

export function anomalyNumber(tick: number, series: SeriesName): number {
  return tick * seriesNames.length + seriesNames.indexOf(series);
}

/**
 * Reads the history again, and adds up what the commits, people and files of ticks with an anomaly contributed to its
 * series: commits of counts of commits and people, files of counts of files, lines of sums of lines.
 */
export function explain(
  context: ReportContext,
  merges: MergeFacts,
  calendar: TickCalendar,
  verdict: Verdict,
): Contributions {
  const facts: Contributions = context.scratch({
    name: 'anomaly_contributions',
    keys: ['anomaly', 'what', 'id'],
    columns: { amount: 'sum' },
  });
  const explainer = new Explainer(facts, context, calendar, verdict);
  for (const commit of walkedCommits(context, merges)) explainer.addCommit(commit);
  for (const { place } of merges) explainer.add(place, 'merges', -1, 1);
  explainer.addDeaths();
  return facts;
}

class Explainer {
  readonly #facts: Contributions;
  readonly #context: ReportContext;
  readonly #calendar: TickCalendar;
  readonly #verdict: Verdict;
  /** 1 where the person has been seen: BOUNDED BY: 1 byte a person. */
  readonly #isKnown: Uint8Array;

  constructor(facts: Contributions, context: ReportContext, calendar: TickCalendar, verdict: Verdict) {
    this.#facts = facts;
    this.#context = context;
    this.#calendar = calendar;
    this.#verdict = verdict;
    this.#isKnown = new Uint8Array(context.personCount);
  }

  addCommit({ place, person, changes }: WalkedCommit): void {
    this.add(place, 'commits', -1, 1);
    this.add(place, 'authors', -1, 1);
    if (this.#isKnown[person] === 0) this.add(place, 'new_authors', -1, 1);
    this.#isKnown[person] = 1;
    for (const change of changes) {
      const { path, added, removed } = change;
      this.addPath(place, 'commits', path, 1);
      this.add(place, 'added', path, added);
      this.add(place, 'removed', path, removed);
      this.add(place, 'net', path, added - removed);
      this.add(place, 'files', path, 1);
      this.add(place, 'languages', path, 1);
      if (kindOf(change) === changeKind.deleted) this.add(place, 'deleted_files', path, 1);
    }
  }

  /** Lines that went, by who took them. */
  addDeaths(): void {
    const { lines } = this.#context;
    const isAsked = (['rework', 'old_deaths'] as const).some((series) =>
      this.#verdict.adjusted[series].some((_, tick) => this.#verdict.isAnomaly(series, tick)),
    );
    if (!isAsked) return;
    for (const { place, origin, remover, file, lines: count } of lines.deaths()) {
      const series = deathSeries(this.#context, place, origin);
      if (series !== undefined) this.add(place, series, lines.filePathId(file), count, remover);
    }
  }

  /** Nothing unless the series has an anomaly in the tick of the place. The path is -1 where it does not matter. */
  add(place: number, series: SeriesName, path: number, amount: number, by: number = place): void {
    const tick = this.#tickOf(place, series);
    if (amount === 0 || tick < 0) return;
    const isNegative = series === 'net' && this.#verdict.scores.net.z[tick]! < 0;
    const value = isNegative ? -amount : amount;
    const anomaly = anomalyNumber(tick, series);
    const person = this.#context.personOf(by);
    this.#facts.add(anomaly, contributor.commit, by, value);
    if (person >= 0) this.#facts.add(anomaly, contributor.person, person, value);
    if (path >= 0) this.#facts.add(anomaly, contributor.path, path, value);
  }

  addPath(place: number, series: SeriesName, path: number, amount: number): void {
    const tick = this.#tickOf(place, series);
    if (tick >= 0) this.#facts.add(anomalyNumber(tick, series), contributor.path, path, amount);
  }

  /** The tick of a place, -1 unless the series has an anomaly in it. */
  #tickOf(place: number, series: SeriesName): number {
    const tick = this.#calendar.tickOf(this.#context.commitSeconds(place));
    return tick < this.#calendar.count && this.#verdict.isAnomaly(series, tick) ? tick : -1;
  }
}

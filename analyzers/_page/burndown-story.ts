/**
 * What a page draws of the burndown: lines by when they were written and by how old they were.
 *
 * Each sample's bands are summed into at most 30 cohorts (months, quarters or years, by the length
 * of the history) and 7 classes of age as the row goes by; at most 400 samples stay. Holds the bands
 * of the last sample besides, and the lines of at most 20 people at 10,000 samples.
 */
import { type Cell, secondsOf, type Section } from '../../engine/index.ts';
import { CalendarSteps, longUnits } from './calendar-steps.ts';
import type { HistoryClock } from './history-clock.ts';
import type { BurndownBlock, LineLayer } from './page-data.ts';
import { RowReader } from './row-reader.ts';
import { shortened } from './section-table.ts';
import { SurvivalCurve } from './survival-curve.ts';
import { Thinned } from './thinned.ts';

const cohortCountMax = 30;
const sampleCountMax = 400;
/** As many as the analyzer follows. */
const peopleCountMax = 20;
const peopleSampleCountMax = 10_000;
const daySeconds = 86_400;

/** Ages in days that end a class, and its name. */
const ageClasses: readonly { readonly days: number; readonly name: string }[] = [
  { days: 91, name: 'under 3 months' },
  { days: 183, name: '3 to 6 months' },
  { days: 365, name: '6 to 12 months' },
  { days: 730, name: '1 to 2 years' },
  { days: 1826, name: '2 to 5 years' },
  { days: 3652, name: '5 to 10 years' },
  { days: Number.POSITIVE_INFINITY, name: 'over 10 years' },
];

interface LinesOfPerson {
  readonly name: string;
  /** By the index of the sample. */
  readonly lines: Map<number, number>;
}

interface Sample {
  readonly index: number;
  readonly sampledAt: number;
  readonly total: number;
  readonly cohorts: readonly number[];
  readonly ages: readonly number[];
}

export class BurndownStory {
  readonly #clock: HistoryClock;
  readonly #steps: CalendarSteps;
  readonly #survival: SurvivalCurve;
  readonly #samples = new Thinned<Sample>(sampleCountMax);
  /** Lines by sample of the few people who are followed. */
  readonly #people = new Map<number, LinesOfPerson>();
  /** Most lines of each band at any sample. */
  readonly #peaks: number[] = [];
  #lastBands: readonly Cell[] = [];

  constructor(clock: HistoryClock) {
    this.#clock = clock;
    const { originSeconds, lastSeconds } = clock;
    this.#steps = new CalendarSteps(originSeconds, lastSeconds, cohortCountMax, longUnits);
    this.#survival = new SurvivalCurve(clock);
  }

  /** Takes rows of `global_survival`. */
  view(section: Section): (cells: readonly Cell[]) => void {
    const row = new RowReader(section);
    return (cells) => {
      row.turnTo(cells);
      this.#sample(
        row.number('sample_index'),
        secondsOf(row.cell('sampled_at')),
        row.number('total_lines'),
        row.list('band_breakdown'),
      );
    };
  }

  /** Takes rows of `developer_lines`, which follow those of `global_survival`. */
  peopleView(section: Section): (cells: readonly Cell[]) => void {
    const row = new RowReader(section);
    return (cells) => {
      row.turnTo(cells);
      const [id, index] = [row.number('id'), row.number('sample_index')];
      if (index >= peopleSampleCountMax || (!this.#people.has(id) && this.#people.size === peopleCountMax)) return;
      const person = this.#people.get(id) ?? { name: shortened(row.text('name')), lines: new Map() };
      this.#people.set(id, person);
      person.lines.set(index, row.number('lines'));
    };
  }

  #sample(index: number, sampledAt: number, total: number, bands: readonly Cell[]): void {
    const cohorts = Array.from({ length: this.#steps.count }, () => 0);
    const ages = Array.from({ length: ageClasses.length }, () => 0);
    for (let band = 0; band < bands.length; band += 1) {
      const lines = Number(bands[band]);
      if (lines > (this.#peaks[band] ?? 0)) this.#peaks[band] = lines;
      if (lines === 0) continue;
      cohorts[this.#cohortOf(band)]! += lines;
      ages[this.#ageClassOf(band, sampledAt)]! += lines;
    }
    this.#samples.add({ index, sampledAt, total, cohorts, ages });
    this.#survival.sample(sampledAt, bands);
    this.#lastBands = [...bands];
  }

  #cohortOf(band: number): number {
    return this.#steps.placeOf(this.#clock.originSeconds + band * this.#clock.bandSeconds);
  }

  #ageClassOf(band: number, sampledAt: number): number {
    const days = this.#ageSeconds(band, sampledAt) / daySeconds;
    return ageClasses.findIndex((one) => days < one.days);
  }

  /** Age of the middle of a band. */
  #ageSeconds(band: number, sampledAt: number): number {
    const { originSeconds, bandSeconds } = this.#clock;
    return Math.max(0, sampledAt - originSeconds - (band + 0.5) * bandSeconds);
  }

  /** Undefined when no sample went by. */
  block(): BurndownBlock | undefined {
    const samples = this.#samples.items();
    const last = samples.at(-1);
    if (last === undefined) return undefined;
    const written = Array.from({ length: this.#steps.count }, () => 0);
    for (const [band, peak] of this.#peaks.entries()) written[this.#cohortOf(band)]! += peak ?? 0;
    return {
      sampleCount: this.#samples.seenCount,
      sampledAt: samples.map(({ sampledAt }) => sampledAt),
      totals: samples.map(({ total }) => total),
      cohorts: layers(
        this.#steps.labels(),
        samples.map(({ cohorts }) => cohorts),
      ),
      ages: layers(
        ageClasses.map(({ name }) => name),
        samples.map(({ ages }) => ages),
      ),
      people: this.#peopleLayers(samples),
      written,
      left: last.cohorts,
      survival: this.#survival.block(),
      medianAgeSeconds: this.#medianAge(last.sampledAt, last.total),
    };
  }

  /** Those with most lines at any sample first, everyone else last. */
  #peopleLayers(samples: readonly Sample[]): LineLayer[] {
    if (this.#people.size === 0) return [];
    const people = Array.from(this.#people.values(), ({ name, lines }) => ({
      name,
      lines: samples.map(({ index }) => lines.get(index) ?? 0),
    }));
    const ofOthers = samples.map(({ total }, at) =>
      Math.max(
        0,
        people.reduce((rest, { lines }) => rest - lines[at]!, total),
      ),
    );
    return [...people, { name: 'everyone else', lines: ofOthers }];
  }

  #medianAge(sampledAt: number, total: number): number | null {
    let younger = 0;
    for (let band = this.#lastBands.length - 1; band >= 0; band -= 1) {
      younger += Number(this.#lastBands[band]);
      if (total > 0 && younger * 2 >= total) return Math.round(this.#ageSeconds(band, sampledAt));
    }
    return null;
  }
}

function layers(names: readonly string[], samples: readonly (readonly number[])[]): LineLayer[] {
  return names.map((name, layer) => ({ name, lines: samples.map((values) => values[layer]!) }));
}

/**
 * A stretch of time cut at the borders of the UTC calendar, so that a chart has few enough pieces
 * and each has a name that people know:
 *
 *   2005-04-07 … 2005-06-20, at most 320 pieces   2005-04-07 2005-04-08 …          75 days
 *   2005-04-07 … 2026-08-20, at most 320 pieces   2005-04 2005-05 …               257 months
 *   2005-04-07 … 2026-08-20, at most  30 pieces   2005 2006 …                      22 years
 *
 * Pieces are numbered from 0, the one of the first moment. Depends on the two ends only.
 */
export class CalendarSteps {
  readonly unit: CalendarUnit;
  /** Units in one piece. */
  readonly step: number;
  readonly count: number;
  readonly #first: number;

  /** `[firstSeconds, lastSeconds]`, both included. BOUNDED BY `countMax` pieces. */
  constructor(firstSeconds: number, lastSeconds: number, countMax: number, units: readonly UnitChoice[] = unitChoices) {
    const pieces = (unit: CalendarUnit, step: number): number =>
      Math.floor(unitAt(lastSeconds, unit) / step) - Math.floor(unitAt(firstSeconds, unit) / step) + 1;
    let unit = units.find((one) => pieces(one.unit, 1) <= Math.min(countMax, one.countMax))?.unit;
    let step = 1;
    if (unit === undefined) {
      unit = 'year';
      while (pieces(unit, step) > countMax) step *= step % 2 === 0 ? 5 / 2 : 2;
    }
    this.unit = unit;
    this.step = step;
    this.count = pieces(unit, step);
    this.#first = Math.floor(unitAt(firstSeconds, unit) / step);
  }

  /** The piece of a moment; what lies outside belongs to the first or the last one. */
  placeOf(seconds: number): number {
    const place = Math.floor(unitAt(seconds, this.unit) / this.step) - this.#first;
    return Math.min(Math.max(place, 0), this.count - 1);
  }

  /** When a piece starts, in seconds since 1970. */
  startOf(place: number): number {
    return unitStart((this.#first + place) * this.step, this.unit);
  }

  labels(): string[] {
    return Array.from({ length: this.count }, (_, place) => this.#label(place));
  }

  #label(place: number): string {
    const start = new Date(this.startOf(place) * 1000);
    const year = String(start.getUTCFullYear());
    const month = String(start.getUTCMonth() + 1).padStart(2, '0');
    switch (this.unit) {
      case 'year':
        return this.step === 1 ? year : `${year}–${start.getUTCFullYear() + this.step - 1}`;
      case 'quarter':
        return `${year} Q${Math.floor(start.getUTCMonth() / 3) + 1}`;
      case 'month':
        return `${year}-${month}`;
      default:
        return `${year}-${month}-${String(start.getUTCDate()).padStart(2, '0')}`;
    }
  }
}

interface UnitChoice {
  readonly unit: CalendarUnit;
  readonly countMax: number;
}

/** Short pieces are noise over a long time. */
const unitChoices: readonly UnitChoice[] = [
  { unit: 'day', countMax: 92 },
  { unit: 'week', countMax: 130 },
  { unit: 'month', countMax: 600 },
  { unit: 'quarter', countMax: 600 },
  { unit: 'year', countMax: 600 },
];

/** Without days and weeks. */
export const longUnits: readonly UnitChoice[] = unitChoices.slice(2);

export type CalendarUnit = 'day' | 'week' | 'month' | 'quarter' | 'year';

const daySeconds = 86_400;
/** 1970-01-01 was a Thursday; weeks begin on Monday. */
const daysToMonday = 3;
const monthsOf: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 };

function unitAt(seconds: number, unit: CalendarUnit): number {
  const day = Math.floor(seconds / daySeconds);
  if (unit === 'day') return day;
  if (unit === 'week') return Math.floor((day + daysToMonday) / 7);
  const date = new Date(seconds * 1000);
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
  return Math.floor(month / monthsOf[unit]!);
}

function unitStart(index: number, unit: CalendarUnit): number {
  if (unit === 'day') return index * daySeconds;
  if (unit === 'week') return (index * 7 - daysToMonday) * daySeconds;
  const date = new Date(0);
  date.setUTCFullYear(0, index * monthsOf[unit]!, 1);
  return date.getTime() / 1000;
}

import { labelAxis } from './chart.ts';
import type { Look } from './look.ts';

const labelPixels = 78;

/** An axis of pieces of the calendar, labelled where years begin, or evenly in a time without enough of these. */
export function pieceAxis(look: Look, labels: readonly string[], isGapped = true): object {
  const shown = shownPlaces(labels, Math.max(2, Math.floor((look.width - 60) / labelPixels)));
  const axis = labelAxis(look, labels, isGapped) as { readonly axisLabel: object };
  return {
    ...axis,
    axisLabel: {
      ...axis.axisLabel,
      interval: (at: number) => shown.has(at),
      formatter: (label: string, at: number) => (isYearStart(labels, at) ? label.slice(0, 4) : label),
    },
  };
}

function shownPlaces(labels: readonly string[], countMax: number): ReadonlySet<number> {
  const years = [...labels.keys()].filter((at) => isYearStart(labels, at));
  if (years.length >= 3) return new Set(everyNth(years, countMax));
  return new Set(everyNth([...labels.keys()], countMax));
}

function isYearStart(labels: readonly string[], at: number): boolean {
  return at > 0 && labels[at]!.slice(0, 4) !== labels[at - 1]!.slice(0, 4);
}

function everyNth(places: readonly number[], countMax: number): number[] {
  const step = Math.ceil(places.length / countMax);
  return places.filter((_, at) => at % step === 0);
}

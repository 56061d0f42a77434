import type { Look } from './look.ts';

/** Room of a label such as `2021-04`, and of the space to the next. */
const labelPixels = 62;
const yearSteps = [1, 2, 5, 10, 20, 50];
const monthSteps = [1, 3, 6];

/**
 * An axis from one moment to another, in milliseconds since 1970, with ticks at years or at months of the
 * calendar.
 */
export function timeAxis(look: Look, startSeconds: number, endSeconds: number): object {
  const ticks = ticksOf(startSeconds, endSeconds, Math.max(2, Math.floor((look.width - 60) / labelPixels)));
  return {
    type: 'time',
    min: startSeconds * 1000,
    max: endSeconds * 1000,
    axisLine: { lineStyle: { color: look.grid } },
    axisTick: { show: true, customValues: ticks, lineStyle: { color: look.grid } },
    axisLabel: { color: look.muted, customValues: ticks, hideOverlap: true, formatter: tickName },
    splitLine: { show: false },
  };
}

/** Beginnings of years or months in between, at most `countMax`. */
export function ticksOf(startSeconds: number, endSeconds: number, countMax: number): number[] {
  const [first, last] = [monthOf(startSeconds), monthOf(endSeconds)];
  const steps = [...monthSteps, ...yearSteps.map((years) => years * 12)];
  const step = steps.find((months) => (last - first) / months <= countMax) ?? 1200;
  const ticks: number[] = [];
  for (let month = Math.ceil(first / step) * step; month <= last; month += step) {
    const tick = Date.UTC(Math.floor(month / 12), month % 12, 1);
    if (tick >= startSeconds * 1000) ticks.push(tick);
  }
  return ticks;
}

function monthOf(seconds: number): number {
  const date = new Date(seconds * 1000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** A year at its beginning, else the month with its year. */
function tickName(milliseconds: number): string {
  const date = new Date(milliseconds).toISOString();
  return date.slice(5, 7) === '01' ? date.slice(0, 4) : date.slice(0, 7);
}

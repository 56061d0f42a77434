import { groupDigits } from '../../engine/index.ts';

const daySeconds = 86_400;
const yearDays = 365.25;

/** Values as sentences say them; the same everywhere, without a locale. */
export const said = {
  count: (value: number, one: string, many: string): string => `${groupDigits(value)} ${value === 1 ? one : many}`,

  percent: (share: number): string => {
    const percent = share * 100;
    // What is not all is never said to be.
    if (percent >= 99.5 && percent < 100) return `${(Math.floor(percent * 10) / 10).toFixed(1)} %`;
    return `${percent !== 0 && percent < 10 ? percent.toFixed(1) : percent.toFixed(0)} %`;
  },

  /** A length of time in the largest unit that it has two of. */
  duration: (seconds: number): string => {
    const days = seconds / daySeconds;
    if (days >= yearDays * 2) return `${trimmed(days / yearDays)} years`;
    if (days >= 61) return `${(days / (yearDays / 12)).toFixed(0)} months`;
    return said.count(Math.round(days), 'day', 'days');
  },

  month: (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 7),

  year: (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 4),
} as const;

function trimmed(value: number): string {
  return value >= 10 ? value.toFixed(0) : value.toFixed(1).replace(/\.0$/, '');
}

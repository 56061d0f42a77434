/** Ages at which curves are listed: daily up to 30 days, weekly up to a year, then monthly. */
export function* gridAges(): Generator<number> {
  for (let age = 0; age <= 30; age += 1) yield age;
  for (let age = 35; age < 365; age += 7) yield age;
  for (let month = 0; ; month += 1) yield 365 + Math.round((month * 365.25) / 12);
}

/** Lines that are older count as this old: a hundred years. */
export const ageMax = 36_525;

/** Bands of the hazard: first and last age in whole days. */
export const hazardBands: readonly (readonly [from: number, to: number | null])[] = [
  [0, 7],
  [8, 30],
  [31, 90],
  [91, 365],
  [366, null],
];

/** Lines of people, as parallel columns; `lines` is positive. */
export interface Contributions {
  readonly ids: readonly number[];
  readonly lines: readonly number[];
}

/** How a sum of lines is shared among people. */
export interface ContributionShare {
  /** The fewest people who made at least half of the lines; 0 when there are none. */
  readonly busFactor: number;
  readonly total: number;
  /** Places in the columns: who made most, and second most; -1 when nobody did. */
  readonly primary: number;
  readonly secondary: number;
}

/**
 * The contributor absence factor of CHAOSS: how many people may leave before half of the work
 * has no author left. Ties go to the person who comes first.
 */
export function shareOut({ lines }: Contributions): ContributionShare {
  const order = Array.from(lines.keys()).sort((a, b) => lines[b]! - lines[a]! || a - b);
  const total = lines.reduce((sum, part) => sum + part, 0);
  let busFactor = 0;
  for (let covered = 0; covered * 2 < total; busFactor += 1) covered += lines[order[busFactor]!]!;
  return { busFactor, total, primary: order[0] ?? -1, secondary: order[1] ?? -1 };
}

import { CodefangError, type Facts, type ReportContext } from '../../engine/index.ts';
import { ageMax } from './age-grid.ts';
import { minutesPerDay } from './age-totals.ts';
import { groupCount } from './clustered-curve.ts';
import type { LabelKind } from './label-kind.ts';
import type { LinePassages } from './line-passages.ts';

export type LifeFacts = Facts<'stratum' | 'age' | 'group' | 'entered' | 'died' | 'censored' | 'minutes'>;

/** One label and how many lines and commits it has. */
export interface Stratum {
  readonly kind: LabelKind;
  readonly label: number;
  readonly entered: number;
  readonly commits: number;
}

/** The lives of lines under each label: strata by kind, those with most lines first. */
export interface LineLives {
  readonly strata: readonly Stratum[];
  readonly facts: LifeFacts;
  readonly leftTruncated: number;
}

const secondsPerDay = 86_400;

/**
 * Sorts the ledger into facts by label, age and group of commits. The clock of a line starts when the mainline first
 * has the commit that wrote it.
 *
 * @throws {CodefangError} INVARIANT when what is left of a label's lines are not its lines at the end
 */
export function openLineLives(context: ReportContext, kinds: readonly LabelKind[], passages: LinePassages): LineLives {
  const strata = rankLabels(kinds, passages);
  const facts: LifeFacts = context.scratch({
    name: 'lives',
    keys: ['stratum', 'age', 'group'],
    columns: { entered: 'sum', died: 'sum', censored: 'sum', minutes: 'sum' },
  });
  const writers = context.scratch({ name: 'writers', keys: ['stratum', 'origin'], columns: { lines: 'max' } });
  const balance = new Float64Array(strata.count);
  const clock = new LineClock(context);
  passages.each(({ kind, label, place, origin, entered, died, left }) => {
    const stratum = strata.of(kind, label);
    balance[stratum]! += entered - died - left;
    clock.set(origin, context.commitSeconds(place));
    const minutes = clock.minutes * (died + left - entered);
    facts.add(stratum, clock.age, clock.group, entered, died, left, minutes);
    if (entered > 0) writers.add(stratum, origin, 0, entered);
  });
  passages.eachAlive((kind, label, origin, lines) => {
    const stratum = strata.of(kind, label);
    balance[stratum]! -= lines;
    clock.set(origin, context.history.lastCommitSeconds);
    facts.add(stratum, clock.age, clock.group, 0, 0, lines, clock.minutes * lines);
  });
  checkBalance(balance);
  const commits = new Uint32Array(strata.count);
  for (const { stratum } of writers) commits[stratum]! += 1;
  return { strata: strata.list(kinds, commits), facts, leftTruncated: passages.leftTruncated };
}

/** Age and group of the lines of a commit at a time. */
class LineClock {
  age = 0;
  /** Of the day that has begun. */
  minutes = 0;
  group = 0;
  readonly #context: ReportContext;
  #origin = -1;
  #bornSeconds = 0;

  constructor(context: ReportContext) {
    this.#context = context;
  }

  set(origin: number, seconds: number): void {
    if (origin !== this.#origin) {
      const { lines } = this.#context;
      this.#origin = origin;
      this.#bornSeconds = this.#context.commitSeconds(lines.landedPlace(origin));
      this.group = Number.parseInt(this.#context.commitOid(origin).slice(-2), 16) % groupCount;
    }
    const lived = Math.max(0, seconds - this.#bornSeconds);
    this.age = Math.min(ageMax, Math.floor(lived / secondsPerDay));
    const isPast = lived >= (ageMax + 1) * secondsPerDay;
    this.minutes = isPast ? 0 : Math.floor(((lived % secondsPerDay) / secondsPerDay) * minutesPerDay);
  }
}

/**
 * Labels that have lines, in the order of reports: by kind, most lines first, then by label.
 * BOUNDED BY: 32 bytes a label.
 */
class RankedLabels {
  readonly #ranks: readonly number[][];
  readonly #order: readonly { readonly kind: number; readonly label: number; readonly entered: number }[];

  constructor(entered: readonly number[][]) {
    this.#ranks = entered.map(() => []);
    this.#order = entered.flatMap((counts, kind) =>
      [...counts.keys()]
        .filter((label) => (counts[label] ?? 0) > 0)
        .sort((a, b) => counts[b]! - counts[a]! || a - b)
        .map((label) => ({ kind, label, entered: counts[label]! })),
    );
    for (const [rank, { kind, label }] of this.#order.entries()) this.#ranks[kind]![label] = rank;
  }

  get count(): number {
    return this.#order.length;
  }

  of(kind: number, label: number): number {
    return this.#ranks[kind]![label]!;
  }

  list(kinds: readonly LabelKind[], commits: Uint32Array): Stratum[] {
    return this.#order.map(({ kind, label, entered }, rank) => ({
      ...{ kind: kinds[kind]!, label, entered },
      commits: commits[rank]!,
    }));
  }
}

function rankLabels(kinds: readonly LabelKind[], passages: LinePassages): RankedLabels {
  const entered = kinds.map((): number[] => []);
  passages.each(({ kind, label, entered: count }) => {
    const counts = entered[kind]!;
    counts[label] = (counts[label] ?? 0) + count;
  });
  return new RankedLabels(entered);
}

function checkBalance(balance: Float64Array): void {
  const broken = balance.findIndex((lines) => lines !== 0);
  if (broken < 0) return;
  const state = `of label ${broken} ${balance[broken]} lines are neither dead nor alive at the end`;
  throw new CodefangError('INVARIANT', `Cannot report how long lines live: ${state}; please report this`);
}

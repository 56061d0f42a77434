import type { Fact, FactGroup, ReportContext } from '../../engine/index.ts';
import { contributor } from './explanations.ts';

/** Those who contributed most, and with which share of the anomaly's sum. */
export interface TopContributors {
  readonly commits: readonly Share[];
  readonly people: readonly Share[];
  readonly paths: readonly Share[];
}

export interface Share {
  readonly id: number;
  /** 0 to 1, unless contributions cancel out. */
  readonly share: number;
}

const commitsMax = 5;
const peopleMax = 5;
const pathsMax = 10;

/**
 * The largest contributions to an anomaly. Shares are of the tick's value: a file of a commit series has the share of
 * commits that change it. BOUNDED BY: 20 entries.
 */
export function topContributors(
  group: FactGroup<'what' | 'id' | 'amount'>,
  context: Pick<ReportContext, 'pathBytes'>,
): TopContributors {
  const byId = (a: number, b: number): number => a - b;
  // Ids of paths depend on which thread met them first.
  const byPath = (a: number, b: number): number => Buffer.compare(context.pathBytes(a), context.pathBytes(b));
  const tops = [new Top(commitsMax, byId), new Top(peopleMax, byId), new Top(pathsMax, byPath)];
  let sum = 0;
  for (const fact of group) {
    tops[fact.what]!.offer(fact);
    if (fact.what === contributor.commit) sum += fact.amount;
  }
  const [commits, people, paths] = tops.map((top) => top.shares(sum)) as [Share[], Share[], Share[]];
  return { commits, people, paths };
}

/** The largest amounts above 0; ties go to the first in an order of ids. */
class Top {
  readonly #countMax: number;
  readonly #compare: (a: number, b: number) => number;
  readonly #entries: { readonly id: number; readonly amount: number }[] = [];

  constructor(countMax: number, compare: (a: number, b: number) => number) {
    this.#countMax = countMax;
    this.#compare = compare;
  }

  offer({ id, amount }: Fact<'id' | 'amount'>): void {
    if (amount <= 0) return;
    let at = this.#entries.length;
    while (at > 0 && this.#isBefore(id, amount, this.#entries[at - 1]!)) at -= 1;
    if (at >= this.#countMax) return;
    this.#entries.splice(at, 0, { id, amount });
    if (this.#entries.length > this.#countMax) this.#entries.pop();
  }

  #isBefore(id: number, amount: number, other: { readonly id: number; readonly amount: number }): boolean {
    return amount === other.amount ? this.#compare(id, other.id) < 0 : amount > other.amount;
  }

  shares(sum: number): readonly Share[] {
    return this.#entries.map(({ id, amount }) => ({ id, share: sum > 0 ? Math.min(1, amount / sum) : 0 }));
  }
}

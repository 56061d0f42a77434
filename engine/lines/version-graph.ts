import { assert } from '../base/index.ts';
import { commitFlag, type CommitTable } from '../history/index.ts';

/** Where the walk goes: commit indexes by place, and the table that they are of. */
export interface Walk {
  readonly table: CommitTable;
  readonly order: Int32Array;
}

/**
 * The newest commits of the mainline from which versions can still be asked for, though all their children are known:
 * a later run may have a branch that leaves there. Part of no number.
 */
const graceCommits = 512;
const countMax = 0xffff;

/**
 * Which commit's versions of files can still be asked for, and by which way.
 *
 *   lane     A ─ B ─ C ─ D ─ E      first-parent descent; a lane is named by the place of its first commit
 *                 ╲         ╱
 *   lane           F ─ G ──┘        its fork is B: what it has not changed itself it has as of B
 *
 * A version of a file is named by the place of the commit that made it. The version that commit p sees is the newest
 * one on p's lane at or before p, else the newest on the lane of the fork at or before the fork, and so on. The heavy
 * child continues a lane (the mainline, else the child with the most first-parent descendants), so these are one to
 * four steps.
 *
 * A commit is active while a child of it is still to come, a living lane leaves from it, or it is one of the newest of
 * the mainline. A version is visible while an active commit on its lane sees it; nothing can ask for another one.
 * Ten bytes per commit. BOUNDED BY: the commits of the repository, charged to the line histories.
 */
export class VersionGraph {
  /** Lane of each place. */
  readonly #lanes: Int32Array;
  readonly #placeOfIndex: Int32Array;
  readonly #walk: Walk;
  /** Children that are still to come, up to `countMax`; the rest is in `#overflow`. */
  readonly #pending: Uint16Array;
  readonly #overflow = new Map<number, number>();
  /** Active places by lane, ascending. BOUNDED BY: the branches that are open. */
  readonly #active = new Map<number, number[]>();
  readonly #grace: number[] = [];

  /** Goes on at `start`: what comes before it is known. */
  constructor(walk: Walk, start: number) {
    this.#walk = walk;
    const count = walk.order.length;
    this.#placeOfIndex = new Int32Array(walk.table.count).fill(-1);
    for (let place = 0; place < count; place += 1) this.#placeOfIndex[walk.order[place]!] = place;
    this.#lanes = layLanes(walk, (place) => this.#firstParent(place));
    this.#pending = new Uint16Array(count);
    for (let place = 0; place < count; place += 1) {
      this.#eachParent(place, (parent) => {
        if (place >= start || parent >= start) this.#add(parent, 1);
      });
    }
    this.#openUntil(start);
  }

  /** What the graph of a walk takes, in bytes: lanes and open children by place, places by commit. */
  static bytesOf(commits: number, surveyedCommits: number): number {
    return commits * 6 + surveyedCommits * 4;
  }

  /** Place of a parent; -1 when it lies outside the walk. */
  parentPlace(place: number, nth: number): number {
    const { table, order } = this.#walk;
    const index = order[place]!;
    return isRoot(table, index) ? -1 : this.#placeOfIndex[table.parent(index, nth)]!;
  }

  parentCount(place: number): number {
    const { table, order } = this.#walk;
    return table.parentCount(order[place]!);
  }

  lane(place: number): number {
    return this.#lanes[place]!;
  }

  /** Place of the commit that a lane leaves from; -1 when it has none in the walk. */
  fork(lane: number): number {
    return this.#firstParent(lane);
  }

  /** Whether some active commit on the lane of `place` lies in `[place, end)`. */
  isVisible(place: number, end: number): boolean {
    const active = this.#active.get(this.#lanes[place]!);
    if (active === undefined) return false;
    const at = lowerBound(active, place);
    return at < active.length && active[at]! < end;
  }

  /** All active places, ascending. */
  activePlaces(): Int32Array {
    return Int32Array.from([...this.#active.values()].flat().sort((a, b) => a - b));
  }

  /** The commit at a place is at hand: what it makes can be seen. Places come in order. */
  enter(place: number): void {
    const lane = this.#lanes[place]!;
    this.#add(place, 1);
    this.#activate(lane, place);
    const fork = lane === place ? this.fork(lane) : -1;
    if (fork >= 0) this.#add(fork, 1);
  }

  /** The commit at hand is done: its parents have one child less to come. */
  leave(place: number): void {
    this.#eachParent(place, (parent) => this.#release(parent));
    if (!this.#isMainline(place)) {
      this.#release(place);
      return;
    }
    this.#grace.push(place);
    if (this.#grace.length > graceCommits) this.#release(this.#grace.shift()!);
  }

  #isMainline(place: number): boolean {
    return this.#walk.table.hasFlag(this.#walk.order[place]!, commitFlag.mainline);
  }

  #firstParent(place: number): number {
    const { table, order } = this.#walk;
    return table.parentCount(order[place]!) === 0 ? -1 : this.parentPlace(place, 0);
  }

  #eachParent(place: number, visit: (parent: number) => void): void {
    const { table, order } = this.#walk;
    const count = table.parentCount(order[place]!);
    for (let nth = 0; nth < count; nth += 1) {
      const parent = this.parentPlace(place, nth);
      if (parent >= 0) visit(parent);
    }
  }

  /** What is active at `start`, with children, the newest of the mainline, and lanes that leave. */
  #openUntil(start: number): void {
    for (let place = start - 1; place >= 0 && this.#grace.length < graceCommits; place -= 1) {
      if (!this.#isMainline(place)) continue;
      this.#grace.unshift(place);
      this.#add(place, 1);
    }
    const living = new Set<number>();
    for (let place = start - 1; place >= 0; place -= 1) {
      const lane = this.#lanes[place]!;
      if (this.#pending[place]! > 0) {
        living.add(lane);
        this.#activate(lane, place);
      }
      if (lane !== place || !living.delete(lane)) continue;
      const fork = this.fork(lane);
      if (fork >= 0) this.#add(fork, 1);
    }
    for (const places of this.#active.values()) places.sort((a, b) => a - b);
  }

  #activate(lane: number, place: number): void {
    const places = this.#active.get(lane);
    if (places === undefined) this.#active.set(lane, [place]);
    else places.push(place);
  }

  /** A lane without an active place is over, and lets go of the commit that it leaves from. */
  #release(first: number): void {
    for (let place = first; place >= 0;) {
      if (this.#add(place, -1) > 0) return;
      const lane = this.#lanes[place]!;
      const places = this.#active.get(lane)!;
      places.splice(lowerBound(places, place), 1);
      if (places.length > 0) return;
      this.#active.delete(lane);
      place = this.fork(lane);
    }
  }

  #add(place: number, count: number): number {
    const now = (this.#overflow.get(place) ?? this.#pending[place]!) + count;
    assert(now >= 0, 'a commit is let go of as often as it is held');
    if (now > countMax) this.#overflow.set(place, now);
    else this.#overflow.delete(place);
    this.#pending[place] = Math.min(now, countMax);
    return now;
  }
}

/** The edge of what can be read has no parents here: lines are a baseline there. */
function isRoot(table: CommitTable, index: number): boolean {
  return table.hasFlag(index, commitFlag.boundary);
}

/** Names of lanes by place. WHY the heavy child: with the first one the mainline falls into hundreds of lanes. */
function layLanes({ table, order }: Walk, firstParent: (place: number) => number): Int32Array {
  const count = order.length;
  const sizes = new Int32Array(count);
  for (let place = count - 1; place >= 0; place -= 1) {
    const parent = firstParent(place);
    if (parent >= 0) sizes[parent]! += sizes[place]! + 1;
  }
  const heavy = new Int32Array(count).fill(-1);
  for (let place = 0; place < count; place += 1) {
    const parent = firstParent(place);
    if (parent < 0) continue;
    const other = heavy[parent]!;
    const isMainline = table.hasFlag(order[place]!, commitFlag.mainline);
    if (other < 0 || isMainline) heavy[parent] = place;
    else if (!table.hasFlag(order[other]!, commitFlag.mainline) && sizes[place]! > sizes[other]!) heavy[parent] = place;
  }
  const lanes = sizes;
  for (let place = 0; place < count; place += 1) {
    const parent = firstParent(place);
    lanes[place] = parent >= 0 && heavy[parent] === place ? lanes[parent]! : place;
  }
  return lanes;
}

/** Index of the first value that is not below `value`. */
function lowerBound(values: readonly number[], value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

import { commitFlag, CommitTable, markMainline } from '../../engine/history/index.ts';
import type { Walk } from '../../engine/lines/index.ts';

const oidBytes = 20;

/**
 * A walk over a graph: of each place the places of its parents, which lie before it; -1 is a parent outside the walk.
 * The mainline ends at `head`. Indexes of the table run against the walk, as nothing may depend on them.
 */
export function makeWalk(parents: readonly (readonly number[])[], head: number = parents.length - 1): Walk {
  const table = new CommitTable(oidBytes);
  const count = parents.length;
  const intern = (number: number): number => {
    const oid = Buffer.alloc(oidBytes);
    // As well mixed as the id of a commit.
    for (let at = 0; at < oidBytes; at += 4) oid.writeInt32LE(Math.imul(number + 1, 0x9e37_79b1 + at), at);
    return table.intern(oid, 0);
  };
  for (let place = count - 1; place >= 0; place -= 1) intern(place);
  const outside = parents.flat().includes(-1) ? intern(count) : -1;
  if (outside >= 0) table.fill(outside, Buffer.alloc(oidBytes), 0, 0, 0);
  for (const [place, own] of parents.entries()) {
    const index = count - 1 - place;
    table.fill(index, Buffer.alloc(oidBytes), 0, place, 0);
    for (const parent of own) table.addParent(index, parent < 0 ? outside : count - 1 - parent);
    if (own.length > 1) table.setFlag(index, commitFlag.merge);
  }
  if (count > 0) markMainline(table, count - 1 - head);
  return { table, order: Int32Array.from({ length: count }, (_, place) => count - 1 - place) };
}

export interface GraphShape {
  readonly places: number;
  /** How many lines of descent go on side by side, at the most. */
  readonly branches: number;
  /** Whether the last commit merges all that is open. */
  readonly isClosed: boolean;
}

/** A graph with forks off anywhere, merges of two and more, and now and then another root. */
export function randomGraph(below: (limit: number) => number, { places, branches, isClosed }: GraphShape): number[][] {
  const parents: number[][] = [[]];
  const tips = [0];
  for (let place = 1; place < places; place += 1) {
    const isLast = place === places - 1;
    if (isLast && isClosed) {
      parents.push([...tips]);
      break;
    }
    const turn = below(20);
    // The first goes on as the mainline.
    const at = below(2) === 0 ? 0 : below(tips.length);
    if (turn === 0 && below(6) === 0) {
      parents.push([]);
      tips.push(place);
    } else if (turn < 4 && tips.length < branches) {
      // Mostly off something new.
      parents.push([below(3) === 0 ? below(place) : Math.max(0, place - 1 - below(12))]);
      tips.push(place);
    } else if (turn < 9 && tips.length > 1) {
      const others = tips.filter((_, nth) => nth !== at).slice(0, 1 + below(3));
      parents.push([tips[at]!, ...others]);
      tips[at] = place;
      for (const other of others) if (below(3) > 0 && other !== tips[0]) tips.splice(tips.indexOf(other), 1);
    } else {
      parents.push([tips[at]!]);
      tips[at] = place;
    }
  }
  return parents;
}

import type { LineFilter } from './line-filter.ts';
import type { LineTable } from './line-table.ts';

/**
 * Whether no other script is as short as the one that gives up so many of the lines kept on either
 * side, which have marks. May say no without need; linear time. REQUIRES: all lines that both middles
 * have were kept, and uses are those in the middles.
 *
 * When no line is surplus on both sides, the script matches each line as often as both sides have it,
 * and so must every script as short. What is left to choose is which of several equal lines goes:
 *
 *   a b x c     only x can go: it differs from the lines kept on either side;
 *   a b b c     either b can go.
 */
export function isOnlyScript(
  table: LineTable,
  filter: LineFilter,
  oldMarks: Uint8Array,
  oldSurplus: number,
  newMarks: Uint8Array,
  newSurplus: number,
): boolean {
  const { oldUses, newUses } = table;
  if (oldSurplus > 0 && newSurplus > 0 && oldSurplus !== unevenUses(table)) return false;
  const { oldKept, oldPlaces, oldKeptCount, newKept, newPlaces, newKeptCount } = filter;
  return (
    (oldSurplus === 0 || isOnlyChoice(oldKept, oldPlaces, oldKeptCount, oldMarks, oldUses, newUses)) &&
    (newSurplus === 0 || isOnlyChoice(newKept, newPlaces, newKeptCount, newMarks, newUses, oldUses))
  );
}

/** How many lines the old side has more of than the new one, of those that both have. */
function unevenUses({ idCount, oldUses, newUses }: LineTable): number {
  let total = 0;
  for (let id = 0; id < idCount; id += 1) {
    const inNew = newUses[id]!;
    if (inNew > 0) total += Math.max(oldUses[id]! - inNew, 0);
  }
  return total;
}

/**
 * Whether the lines kept can be kept from the left as early as they are, and from the right as late:
 * then there is no other choice. Lines that the other side has more of are left out of account, since
 * all of them are kept and the choice among those is the other side's.
 */
function isOnlyChoice(
  ids: Int32Array,
  places: Int32Array,
  count: number,
  marks: Uint8Array,
  uses: Int32Array,
  otherUses: Int32Array,
): boolean {
  let neighbour = -1;
  for (let i = 0; i < count; i += 1) {
    const id = ids[i]!;
    if (marks[places[i]!] !== 0) {
      if (id === neighbour) return false;
    } else if (otherUses[id]! <= uses[id]!) neighbour = id;
  }
  neighbour = -1;
  for (let i = count - 1; i >= 0; i -= 1) {
    const id = ids[i]!;
    if (marks[places[i]!] !== 0) {
      if (id === neighbour) return false;
    } else if (otherUses[id]! <= uses[id]!) neighbour = id;
  }
  return true;
}

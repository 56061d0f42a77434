import { commitFlag } from '../history/index.ts';
import type { Walk } from './version-graph.ts';

/**
 * When each commit came to the mainline: the place of the first mainline commit that it is an ancestor of, or is; -1
 * when the walk ends before. Four bytes a commit.
 */
export function landedPlaces({ table, order }: Walk): Int32Array {
  const count = order.length;
  const placeOfIndex = new Int32Array(table.count).fill(-1);
  for (let place = 0; place < count; place += 1) placeOfIndex[order[place]!] = place;
  const landed = new Int32Array(count).fill(-1);
  for (let place = count - 1; place >= 0; place -= 1) {
    const index = order[place]!;
    if (table.hasFlag(index, commitFlag.mainline)) landed[place] = place;
    const own = landed[place]!;
    if (own < 0) continue;
    for (let nth = 0; nth < table.parentCount(index); nth += 1) {
      const parent = placeOfIndex[table.parent(index, nth)]!;
      if (parent >= 0 && (landed[parent]! < 0 || landed[parent]! > own)) landed[parent] = own;
    }
  }
  return landed;
}

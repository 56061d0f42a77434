import type { History } from '../survey/index.ts';

/** Full hex id of the commit at a place of the walk; empty before the first. */
export function commitOid(history: History, place: number): string {
  return place < 0 ? '' : history.table.oidHex(history.order[place]!);
}

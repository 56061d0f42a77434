import type { Look } from './look.ts';

/** Squares of `[column, row, value]`, with a gap between them. */
export function heatmap(look: Look, cells: readonly (readonly number[])[]): object {
  return {
    type: 'heatmap',
    data: cells,
    itemStyle: { borderColor: look.surface, borderWidth: 1.5, borderRadius: 3 },
  };
}

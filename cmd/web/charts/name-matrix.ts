import type { EChartsOption } from 'echarts';
import { baseOption, labelAxis } from './chart.ts';
import { heatmap } from './heatmap.ts';
import type { Look } from './look.ts';
import { nameLengthMax, textAxis } from './name-axis.ts';
import { withoutMiddle } from './short-names.ts';

const rowPixels = 16;

export interface NameMatrix {
  readonly names: readonly string[];
  /** `[column, row, value]`. */
  readonly cells: readonly (readonly number[])[];
  readonly most: number;
  readonly colors: readonly string[];
}

/**
 * Names against names, as squares. Rows have names and numbers, columns the same numbers: so nothing is turned
 * or cut.
 */
export function nameMatrix({ names, cells, most, colors }: NameMatrix, look: Look): EChartsOption {
  const numbers = names.map((_, at) => String(at + 1));
  const shown = names.map((name) => withoutMiddle(name, nameLengthMax(look)));
  const rows = textAxis(
    look,
    shown.map((name, at) => `${name}  ${numbers[at]}`),
  );
  return {
    ...baseOption(look),
    grid: { left: rows.pixels, right: 4, top: 24, bottom: 4, outerBoundsMode: 'none' },
    xAxis: {
      ...labelAxis(look, numbers, true),
      position: 'top',
      axisLine: { show: false },
      axisLabel: { color: look.ink, interval: everyOther(names.length, rows.pixels, look), fontSize: 11 },
    },
    yAxis: rows.axis,
    visualMap: { show: false, type: 'continuous', min: 0, max: most, dimension: 2, inRange: { color: [...colors] } },
    series: [heatmap(look, cells)],
  };
}

/** How many rows there is room for. */
export function rowsIn(look: Look): number {
  return Math.max(4, Math.floor((look.height - 28) / rowPixels));
}

/** Numbers to leave out between two, where columns are narrower than these. */
function everyOther(count: number, rowPixels: number, look: Look): number {
  const columnPixels = (look.width - rowPixels) / Math.max(1, count);
  return Math.max(0, Math.ceil(20 / columnPixels) - 1);
}

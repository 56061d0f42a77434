import { labelAxis } from './chart.ts';
import type { Look } from './look.ts';
import { withoutMiddle } from './short-names.ts';
import { textPixels } from './text-pixels.ts';

const fontPixels = 12;

/** How many characters of a name there is room for. */
export function nameLengthMax(look: Look): number {
  return look.width < 420 ? 15 : 24;
}

/** An axis and the pixels that its labels take. */
export interface RowAxis {
  readonly axis: object;
  readonly pixels: number;
}

/** Names of rows, from the top, as far as there is room. */
export function nameAxis(look: Look, names: readonly string[]): RowAxis {
  return textAxis(
    look,
    names.map((name) => withoutMiddle(name, nameLengthMax(look))),
  );
}

/** The same with labels as they are. */
export function textAxis(look: Look, labels: readonly string[]): RowAxis {
  const axis = {
    ...labelAxis(look, labels, true),
    inverse: true,
    axisLine: { show: false },
    axisLabel: { color: look.ink, interval: 0, fontSize: fontPixels },
  };
  return { axis, pixels: Math.max(20, ...labels.map((label) => textPixels(label, fontPixels))) + 12 };
}

import { labelAxis } from './chart.ts';
import type { Look } from './look.ts';
import { withoutMiddle } from './short-names.ts';
import { textPixels } from './text-pixels.ts';

const fontPixels = 12;

/** How many characters of a name there is room for. */
export function nameLengthMax(look: Look): number {
  return look.width < 420 ? 14 : 24;
}

/** Names of rows, from the top, as far as there is room, and the pixels that they take. */
export function nameAxis(look: Look, names: readonly string[]): { readonly axis: object; readonly pixels: number } {
  const shown = names.map((name) => withoutMiddle(name, nameLengthMax(look)));
  const pixels = Math.max(20, ...shown.map((name) => textPixels(name, fontPixels))) + 12;
  const axis = {
    ...labelAxis(look, shown, true),
    inverse: true,
    axisLine: { show: false },
    axisLabel: { color: look.ink, interval: 0, fontSize: fontPixels },
  };
  return { axis, pixels };
}

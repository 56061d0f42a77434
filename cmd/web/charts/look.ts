/** Colours of a page or a picture, light or dark. */
export interface Look {
  readonly isDark: boolean;
  /** Pixels from side to side of what is drawn. */
  readonly width: number;
  /** Pixels from top to bottom. */
  readonly height: number;
  readonly ink: string;
  readonly muted: string;
  readonly grid: string;
  readonly surface: string;
  readonly accent: string;
  readonly added: string;
  readonly removed: string;
  /** For things that differ in kind; distinguishable with most kinds of colour blindness. */
  readonly kinds: readonly string[];
}

/** Single quotes: it stands in attributes of pictures as it is. */
export const fontFamily = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";

export const lightLook: Look = {
  isDark: false,
  width: 1000,
  height: 640,
  ink: '#1d1c1a',
  muted: '#6a665e',
  grid: '#e6e2da',
  surface: '#ffffff',
  accent: '#b4441c',
  added: '#2f8f6b',
  removed: '#c8553d',
  kinds: ['#3c5a99', '#d9822b', '#2f8f6b', '#a3466b', '#7a5cc0', '#3e9fb5', '#b89b2e', '#c8553d', '#b9b4a9'],
};

export const darkLook: Look = {
  isDark: true,
  width: 1000,
  height: 640,
  ink: '#eceae5',
  muted: '#a19c92',
  grid: '#33322f',
  surface: '#1d1c1a',
  accent: '#f08a5d',
  added: '#57b894',
  removed: '#e57f68',
  kinds: ['#7f9fe0', '#eda45a', '#57b894', '#d67fa3', '#a993e8', '#6cc3d5', '#d8bf5c', '#e57f68', '#6d6960'],
};

/** Old to young, like strata: what was laid down first is deep and cool, the newest is warm. */
const lightStrata = ['#33265e', '#3d4a97', '#2f76a8', '#2f9c95', '#7bb662', '#e0b63f', '#e8803a'];
const darkStrata = ['#5b4a9c', '#5c6fc4', '#4796c9', '#45b8ad', '#93ca76', '#edc95a', '#f4955a'];
const lightHeat = ['#f6efe2', '#f3cf9a', '#ea9c5d', '#d5603a', '#9c2c2c', '#5c1a2b'];
const darkHeat = ['#2a2826', '#5a3330', '#94443a', '#cf6544', '#eda05f', '#f8dca2'];

/** The colour of the stratum `at` of `count`, 0 the oldest. */
export function strataColor(look: Look, at: number, count: number): string {
  return mixed(look.isDark ? darkStrata : lightStrata, count < 2 ? 1 : at / (count - 1));
}

/** Colours for nothing to most. */
export function heatColors(look: Look): readonly string[] {
  return look.isDark ? darkHeat : lightHeat;
}

export function heatColor(look: Look, share: number): string {
  return mixed(heatColors(look), share);
}

/** A colour between stops that are equally far apart. */
function mixed(stops: readonly string[], share: number): string {
  const place = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const at = Math.min(stops.length - 2, Math.floor(place));
  const [from, to] = [channelsOf(stops[at]!), channelsOf(stops[at + 1]!)];
  const parts = from.map((value, channel) => Math.round(value + (to[channel]! - value) * (place - at)));
  return `rgb(${parts.join(', ')})`;
}

function channelsOf(hex: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}

/** Whether dark text reads better on an `rgb(…)` or `#…` colour (relative luminance, WCAG 2). */
export function wantsDarkText(color: string): boolean {
  const channels = color.startsWith('#') ? channelsOf(color) : (color.match(/\d+/g) ?? []).map(Number);
  const [red = 0, green = 0, blue = 0] = channels.map((value) => (value / 255) ** 2.2);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.2;
}

/**
 * How many terminal cells a text takes, and cutting and padding by that measure.
 *
 * A grapheme cluster takes two cells when it begins with a wide character (East Asian wide or full
 * width, emoji), none when it is only a mark or a joiner, else one. Terminals differ in rare cases;
 * a column is then off by one.
 */
export function displayWidth(text: string): number {
  if (isPrintableAscii(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += clusterWidth(segment);
  return width;
}

/** Cuts a text to at most `widthMax` cells, with `…` where something was taken. */
export function cutToWidth(text: string, widthMax: number, from: 'start' | 'end'): string {
  if (displayWidth(text) <= widthMax) return text;
  const near = text.slice(...reach(text, widthMax, from));
  const clusters = Array.from(graphemes.segment(near), (one) => one.segment);
  if (from === 'start') clusters.reverse();
  const kept: string[] = [];
  let room = widthMax - 1;
  for (const cluster of clusters) {
    room -= clusterWidth(cluster);
    if (room < 0) break;
    kept.push(cluster);
  }
  return from === 'start' ? `…${kept.reverse().join('')}` : `${kept.join('')}…`;
}

export function padToWidth(text: string, width: number, align: 'left' | 'right'): string {
  const padding = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'left' ? text + padding : padding + text;
}

// Grapheme clusters are the same in every language.
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Only the end that is kept is looked at: clusters longer than 16 units are none. */
function reach(text: string, widthMax: number, from: 'start' | 'end'): [number, number] {
  const units = widthMax * 16;
  return from === 'start' ? [Math.max(0, text.length - units), text.length] : [0, units];
}

function isPrintableAscii(text: string): boolean {
  return /^[ -~]*$/.test(text);
}

function clusterWidth(cluster: string): number {
  const point = cluster.codePointAt(0)!;
  if (/^[\p{Mark}\p{Default_Ignorable_Code_Point}]/u.test(cluster)) return 0;
  if (isWide(point) || cluster.includes('\ufe0f')) return 2;
  return 1;
}

/** Wide blocks of Unicode's EastAsianWidth.txt, and pictographs, as ranges `[first, last]`. */
const wideRanges: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x23e9, 0x23ec],
  [0x2614, 0x2615],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f1e6, 0x1f1ff],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x1fa70, 0x1faff],
  [0x20000, 0x3fffd],
];

function isWide(point: number): boolean {
  for (const [first, last] of wideRanges) {
    if (point < first) return false;
    if (point <= last) return true;
  }
  return false;
}

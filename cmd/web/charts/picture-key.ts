import type { Chart, LegendEntry } from './chart.ts';
import type { Look } from './look.ts';
import { withoutMiddle } from './short-names.ts';
import { textPixels } from './text-pixels.ts';

const fontPixels = 12;
const rowPixels = 20;
const boxPixels = 11;
const gapPixels = 18;
const nameLengthMax = 24;
const scalePixels = 90;

/** The colours of a chart and their names as SVG, in as many rows as it takes, and the height of these. */
export function pictureKey(
  { legend = [], scale }: Chart,
  look: Look,
): { readonly svg: string; readonly height: number } {
  let [x, row] = [0, 0];
  const place = (width: number): { readonly x: number; readonly y: number } => {
    if (x > 0 && x + width > look.width) [x, row] = [0, row + 1];
    const placed = { x, y: row * rowPixels };
    x += width + gapPixels;
    return placed;
  };
  const entries = legend.map((entry) => entrySvg(entry, look, place));
  const scales = scale === undefined ? [] : [scaleSvg(scale, look, place)];
  const svg = [...entries, ...scales].join('\n');
  return { svg, height: svg === '' ? 0 : (row + 1) * rowPixels + 6 };
}

type Place = (width: number) => { readonly x: number; readonly y: number };

function entrySvg({ name, color, detail = '' }: LegendEntry, look: Look, place: Place): string {
  const text = `${withoutMiddle(name, nameLengthMax)}${detail === '' ? '' : ` ${detail}`}`;
  const { x, y } = place(boxPixels + 6 + textPixels(text, fontPixels));
  return `<rect x="${x}" y="${y}" width="${boxPixels}" height="${boxPixels}" rx="3" fill="${color}"/>
${textSvg(text, x + boxPixels + 6, y, look)}`;
}

function scaleSvg({ colors, low, high }: NonNullable<Chart['scale']>, look: Look, place: Place): string {
  const lowPixels = textPixels(low, fontPixels);
  const { x, y } = place(lowPixels + scalePixels + textPixels(high, fontPixels) + 20);
  const width = scalePixels / colors.length;
  const blocks = colors.map((color, at) => {
    const left = (x + lowPixels + 8 + at * width).toFixed(1);
    return `<rect x="${left}" y="${y}" width="${width.toFixed(1)}" height="${boxPixels}" fill="${color}"/>`;
  });
  return [textSvg(low, x, y, look), ...blocks, textSvg(high, x + lowPixels + scalePixels + 16, y, look)].join('\n');
}

function textSvg(text: string, x: number, y: number, look: Look): string {
  return `<text x="${x}" y="${y + boxPixels - 1}" font-size="${fontPixels}" fill="${look.ink}">${escaped(text)}</text>`;
}

/** Text of a picture is never markup. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

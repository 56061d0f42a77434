import { cutToWidth, displayWidth, padToWidth } from './display-width.ts';
import type { Paint } from './paint.ts';

export interface TextColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Where a text that is too long loses characters: paths keep their end. */
  readonly cutFrom: 'start' | 'end';
  readonly cells: readonly string[];
}

export interface TextTable {
  readonly columns: readonly TextColumn[];
  /** One number a row, drawn as a bar at the end of its line; empty for none. */
  readonly bars: readonly number[];
}

const indent = '  ';
const gap = '  ';
const textWidthMin = 12;
const barWidthMin = 8;
const barWidthMax = 24;

/**
 * Lines of an aligned table with a line of titles. Long texts are cut and, if that is not enough,
 * columns at the right are left out, until all fit into `widthMax` cells; bars take what is left.
 */
export function layOutTable(table: TextTable, widthMax: number, paint: Paint): string[] {
  const barRoom = table.bars.length > 0 ? gap.length + barWidthMin : 0;
  const columns = [...table.columns];
  const widths = columns.map(naturalWidth);
  shrinkTexts(columns, widths, widthMax - barRoom);
  while (columns.length > 1 && lineWidth(widths) > widthMax - barRoom) {
    columns.pop();
    widths.pop();
  }
  widths[0] = Math.min(widths[0]!, widthMax - barRoom - indent.length);
  const titles = columns.map((column, at) => fitted(column, column.title, widths[at]!));
  const lines = [indent + paint('label', titles.join(gap).trimEnd())];
  const bars = drawBars(table.bars, Math.min(barWidthMax, widthMax - lineWidth(widths) - gap.length));
  const rowCount = columns[0]!.cells.length;
  for (let row = 0; row < rowCount; row += 1) {
    const cells = columns.map((column, at) => fitted(column, column.cells[row]!, widths[at]!));
    const line = indent + cells.join(gap);
    const bar = bars[row] ?? '';
    lines.push(bar === '' ? line.trimEnd() : line + gap + paint('bar', bar));
  }
  return lines;
}

/**
 * Bars on a scale from 0 to the largest value, in half blocks; a positive value has at least half a
 * block.
 */
export function drawBars(values: readonly number[], widthMax: number): string[] {
  const largest = Math.max(0, ...values);
  return values.map((value) => {
    if (value <= 0) return '';
    const halves = Math.max(1, Math.round((value / largest) * widthMax * 2));
    return '█'.repeat(halves >> 1) + (halves % 2 === 1 ? '▌' : '');
  });
}

function naturalWidth(column: TextColumn): number {
  let width = displayWidth(column.title);
  for (const cell of column.cells) width = Math.max(width, displayWidth(cell));
  return width;
}

function lineWidth(widths: readonly number[]): number {
  let width = indent.length + gap.length * (widths.length - 1);
  for (const one of widths) width += one;
  return width;
}

/** Takes from the widest text column until the line fits or all are at their least. */
function shrinkTexts(columns: readonly TextColumn[], widths: number[], widthMax: number): void {
  for (let excess = lineWidth(widths) - widthMax; excess > 0; excess -= 1) {
    let widest = -1;
    for (let at = 0; at < columns.length; at += 1) {
      if (columns[at]!.align === 'right' || widths[at]! <= textWidthMin) continue;
      if (widest < 0 || widths[at]! > widths[widest]!) widest = at;
    }
    if (widest < 0) return;
    widths[widest]! -= 1;
  }
}

function fitted(column: TextColumn, text: string, width: number): string {
  return padToWidth(cutToWidth(text, width, column.cutFrom), width, column.align);
}

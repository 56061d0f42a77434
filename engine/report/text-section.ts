import type { Cell, Column, Keep, Section } from '../contract.ts';
import type { ReportClock } from './report-clock.ts';
import { cutToWidth, displayWidth, padToWidth } from './display-width.ts';
import { KeptRows } from './kept-rows.ts';
import type { Paint } from './paint.ts';
import { groupDigits, shownCell, shownName } from './shown-cell.ts';
import { layOutTable, type TextColumn } from './text-table.ts';
import { TrendLine } from './trend-line.ts';
import { visibleText } from './visible-text.ts';

const rowCountDefault = 10;
const trendWidthMax = 60;

/**
 * One section of the text summary: takes rows as they come and gives its lines at the end. Holds a
 * trend and the few rows it shows.
 */
export class TextSection {
  readonly #section: Section;
  readonly #clock: ReportClock;
  readonly #rows: KeptRows;
  readonly #trend = new TrendLine();
  readonly #trendColumn: number;
  readonly #alongColumn: number;
  #firstAlong: Cell = null;
  #lastAlong: Cell = null;

  /** `clock` gives the dates of ticks. */
  constructor(section: Section, clock: ReportClock) {
    this.#section = section;
    this.#clock = clock;
    const { keep = 'first', rowCountMax = rowCountDefault, trend, bar } = section.show ?? {};
    this.#rows = new KeptRows(section.shape === 'record' ? 1 : rowCountMax, keep, this.#columnAt(bar));
    this.#trendColumn = this.#columnAt(trend?.value);
    this.#alongColumn = this.#columnAt(trend?.along);
  }

  row(cells: readonly Cell[]): void {
    this.#rows.add(cells);
    const value = cells[this.#trendColumn];
    if (typeof value !== 'number') return;
    const along = cells[this.#alongColumn] ?? null;
    if (this.#trend.count === 0) this.#firstAlong = along;
    else this.#trend.skip(this.#missingTicks(along));
    this.#lastAlong = along;
    this.#trend.add(value);
  }

  /** Ticks between the last row and this one: nothing happened in them. */
  #missingTicks(tick: Cell): number {
    const isTicks = this.#section.columns[this.#alongColumn]?.unit === 'ticks';
    if (!isTicks || typeof tick !== 'number' || typeof this.#lastAlong !== 'number') return 0;
    return Math.max(0, tick - this.#lastAlong - 1);
  }

  /** Lines without line ends, none wider than `widthMax`, colour not counted. `whenEmpty` completes "no rows: …". */
  lines(widthMax: number, paint: Paint, whenEmpty: string): string[] {
    const { seenCount, rows } = this.#rows;
    const titleWidth = widthMax - ` (${groupDigits(seenCount)})`.length;
    const title = paint('heading', cutToWidth(visibleText(this.#section.title), titleWidth, 'end'));
    if (this.#section.shape === 'record') {
      return [title, ...this.#recordLines(rows[0]!, widthMax, paint)];
    }
    if (seenCount === 0) return [title, ...mutedLines([`no rows: ${whenEmpty}`], widthMax, paint)];
    const lines = [`${title} ${paint('muted', `(${groupDigits(seenCount)})`)}`];
    if (this.#trend.count > 0) lines.push(...this.#trendLines(widthMax, paint));
    if (rows.length > 0) lines.push(...layOutTable(this.#table(), widthMax, paint));
    const rest = restOf(seenCount, rows.length, this.#section.show?.keep ?? 'first');
    if (rows.length > 0 && rest !== '') lines.push(`  ${paint('muted', rest)}`);
    if (lines.length === 1)
      lines.push(`  ${paint('muted', 'not shown here: its rows are in json, csv and the other formats')}`);
    return lines;
  }

  #recordLines(row: readonly Cell[], widthMax: number, paint: Paint): string[] {
    const names = this.#section.columns.map((column) => shownName(column.name));
    const nameWidth = Math.min(Math.max(...names.map(displayWidth)), Math.floor(widthMax / 2));
    return this.#section.columns.map((column, at) => {
      const name = padToWidth(cutToWidth(names[at]!, nameWidth, 'end'), nameWidth, 'left');
      const value = cutToWidth(shownCell(row[at]!, column), widthMax - nameWidth - 4, 'end');
      return `  ${paint('label', name)}  ${value}`;
    });
  }

  #trendLines(widthMax: number, paint: Paint): string[] {
    const column = this.#section.columns[this.#trendColumn]!;
    const drawn = this.#trend.draw(Math.min(trendWidthMax, widthMax - 2));
    const [peak, last] = [this.#trend.peak, this.#trend.last].map((value) => shownCell(value, column));
    const told = [`${shownName(column.name)}: peak ${peak}, last ${last}`];
    const along = this.#section.columns[this.#alongColumn];
    if (along !== undefined) {
      const [first, last] = [this.#firstAlong, this.#lastAlong].map((cell) => this.#shownAlong(cell, along));
      const unit = along.type === 'time' || along.unit === 'ticks' ? '' : `${shownName(along.name)} `;
      told.push(`${unit}${first} to ${last}`);
    }
    return [`  ${paint('bar', drawn)}`, ...mutedLines(told, widthMax, paint)];
  }

  /** Ticks as the days on which they begin. */
  #shownAlong(cell: Cell, column: Column): string {
    if (column.unit !== 'ticks' || typeof cell !== 'number') return shownCell(cell, column);
    const { originSeconds, tickSeconds } = this.#clock;
    return new Date((originSeconds + cell * tickSeconds) * 1000).toISOString().slice(0, 10);
  }

  #table(): { columns: TextColumn[]; bars: number[] } {
    const rows = this.#rows.rows;
    const barAt = this.#columnAt(this.#section.show?.bar);
    const columns = this.#shownColumns().map(([column, at]) => textColumn(column, rows, at));
    return { columns, bars: barAt < 0 ? [] : rows.map((row) => numberOr0(row[barAt]!)) };
  }

  #shownColumns(): (readonly [Column, number])[] {
    const all = this.#section.columns.map((column, at) => [column, at] as const);
    const wanted = this.#section.show?.columns ?? [];
    const named = wanted.flatMap((name) => all.filter(([column]) => column.name === name));
    if (named.length > 0) return named;
    const scalars = all.filter(([column]) => column.type !== 'list' && column.type !== 'record');
    return scalars.length > 0 ? scalars : all;
  }

  /** Place of a column, or -1. */
  #columnAt(name: string | undefined): number {
    return this.#section.columns.findIndex((column) => column.name === name);
  }
}

/** Facts on one line, or on one line each when that is too long. */
function mutedLines(facts: readonly string[], widthMax: number, paint: Paint): string[] {
  const joined = facts.join(', ');
  const lines = displayWidth(joined) <= widthMax - 2 ? [joined] : facts;
  return lines.map((line) => `  ${paint('muted', cutToWidth(line, widthMax - 2, 'end'))}`);
}

function textColumn(column: Column, rows: readonly (readonly Cell[])[], at: number): TextColumn {
  return {
    title: shownName(column.name),
    align: column.type === 'int' || column.type === 'float' ? 'right' : 'left',
    cutFrom: /^(path|file|old_path)\d?$/.test(column.name) ? 'start' : 'end',
    cells: rows.map((row) => shownCell(row[at]!, column)),
  };
}

function restOf(seenCount: number, shownCount: number, keep: Keep): string {
  if (seenCount === shownCount) return '';
  const rest = groupDigits(seenCount - shownCount);
  return keep === 'last' ? `… after ${rest} earlier` : `… and ${rest} more`;
}

function numberOr0(cell: Cell): number {
  return typeof cell === 'number' ? cell : 0;
}

import {
  cutToWidth,
  displayWidth,
  type Finding,
  groupDigits,
  layOutTable,
  padToWidth,
  type Paint,
  type TextRole,
  visibleText,
} from '../../engine/index.ts';
import type { Figure } from '../_page/page-data.ts';
import { drawTrend } from './story-trend.ts';
import type { Summary, SummaryTable, SummaryTrend } from './summary.ts';

/** A summary fits on a screen. */
export const lineCountMax = 60;
const rowsMax = 5;
const indent = '  ';

/** A summary as lines of a terminal: at most 60, none wider than `widthMax`, the digest and colours not counted. */
export function textLines(summary: Summary, widthMax: number, paint: Paint): string[] {
  const above = [
    ...headLines(summary, widthMax, paint),
    ...findingLines(summary.findings, widthMax, paint),
    ...figureLines(summary.figures, widthMax, paint),
    ...(summary.trend === undefined ? [] : ['', ...trendLines(summary.trend, widthMax, paint)]),
  ];
  const whole = 'Every table: --format tables. The whole report: json, html, parquet and more; see codefang list.';
  const below = [
    '',
    ...wrapped(whole, widthMax, 2).map((line) => paint('muted', line)),
    paint('muted', `digest ${summary.digest}`),
  ];
  const room = lineCountMax - above.length - below.length;
  return [...above, ...tableLines(summary.tables, room, widthMax, paint), ...below];
}

function headLines(summary: Summary, widthMax: number, paint: Paint): string[] {
  const { name, headline, facts, isComplete, gaps, options } = summary;
  const title = name === undefined ? '' : `${cutToWidth(visibleText(name), widthMax >> 1, 'end')}: `;
  const missing = gaps.length === 0 ? '' : gaps.join(' · ');
  return [
    paint('title', cutToWidth(`${title}${headline}`, widthMax, 'end')),
    ...wrapped(facts.join(' · '), widthMax, 2).map((line) => paint('muted', line)),
    ...(isComplete
      ? wrapped(missing === '' ? '' : `Counted apart: ${missing}`, widthMax, 2).map((line) => paint('muted', line))
      : wrapped(`INCOMPLETE: ${missing}`, widthMax, 2).map((line) => paint('warning', line))),
    ...wrapped(options.length === 0 ? '' : `Options: ${options.join(' · ')}`, widthMax, 2),
  ];
}

function findingLines(findings: readonly Finding[] | undefined, widthMax: number, paint: Paint): string[] {
  if (findings === undefined)
    return ['', paint('muted', 'This report was stored without findings: run the analysis again.')];
  if (findings.length === 0) return ['', paint('muted', 'Nothing stands out by the rules for findings.')];
  const room = widthMax - 5;
  const roleOf = ({ severity }: Finding): TextRole => (severity === 'high' ? 'warning' : 'heading');
  const lines = findings.flatMap((finding) => {
    const { rank, title, text, advice, rule } = finding;
    return [
      `${indent}${rank}. ${paint(roleOf(finding), cutToWidth(visibleText(title), room, 'end'))}`,
      ...wrapped(text, room, 3).map((line) => `     ${line}`),
      ...wrapped(advice, room, 2).map((line) => `     ${line}`),
      ...wrapped(`How found: ${rule}`, room, 3).map((line) => `     ${paint('muted', line)}`),
    ];
  });
  return ['', paint('heading', 'Worth acting on'), ...lines];
}

function figureLines(figures: readonly Figure[], widthMax: number, paint: Paint): string[] {
  if (figures.length === 0) return [];
  const labelWidth = Math.max(...figures.map(({ label }) => displayWidth(label)));
  const valueWidth = Math.max(...figures.map(({ value }) => displayWidth(value)));
  const lines = figures.map(({ label, value, detail, tone }) => {
    const room = widthMax - labelWidth - valueWidth - 6;
    const shown = padToWidth(value, valueWidth, 'right');
    const said = cutToWidth(visibleText(detail), Math.max(1, room), 'end');
    const name = paint('label', padToWidth(label, labelWidth, 'left'));
    return `${indent}${name}  ${tone === 'alarm' ? paint('warning', shown) : shown}  ${said}`;
  });
  return ['', ...lines];
}

function trendLines({ title, values, span, peak }: SummaryTrend, widthMax: number, paint: Paint): string[] {
  const said = `${span}, ${peak}`;
  const room = widthMax - indent.length - title.length - said.length - 4;
  const fits = room >= 20;
  const drawn = paint('bar', drawTrend(values, fits ? Math.min(room, 48) : widthMax - indent.length));
  const label = paint('label', title);
  if (fits) return [`${indent}${label}  ${drawn}  ${said}`];
  return [
    `${indent}${label}  ${cutToWidth(said, widthMax - indent.length - title.length - 2, 'end')}`,
    `${indent}${drawn}`,
  ];
}

/** Tables share the lines that are left, each with a line of titles; one that gets no row is left out. */
function tableLines(tables: readonly SummaryTable[], room: number, widthMax: number, paint: Paint): string[] {
  const rows = Math.min(rowsMax, Math.floor(room / Math.max(1, tables.length)) - 2);
  if (rows < 1) return [];
  return tables.flatMap((table) => ['', ...oneTable(table, rows, widthMax, paint)]);
}

function oneTable(table: SummaryTable, rows: number, widthMax: number, paint: Paint): string[] {
  const { columns, rowCount, emptyBecause } = table;
  const title = `${table.title} (${groupDigits(rowCount)})`;
  if ((columns[0]?.cells.length ?? 0) === 0) {
    return [cutToWidth(`${indent}${table.title}: none shown, ${emptyBecause}`, widthMax, 'end')];
  }
  const [first, ...others] = columns.map(({ title: name, kind, cells }) => ({
    title: name,
    align: kind === 'number' ? ('right' as const) : ('left' as const),
    cutFrom: kind === 'path' ? ('start' as const) : ('end' as const),
    cells: cells.slice(0, rows).map(visibleText),
  }));
  // The number of rows is left out where it would be cut.
  const titled = [title, table.title].map((one) =>
    layOutTable({ columns: [{ ...first!, title: one }, ...others], bars: [] }, widthMax, paint),
  );
  return titled.find(([line]) => line!.includes(title)) ?? titled[1]!;
}

/** A text on lines of at most `widthMax` cells, broken between words; the last one is cut when it goes on. */
export function wrapped(text: string, widthMax: number, linesMax: number): string[] {
  const lines: string[] = [];
  let line = '';
  const words = visibleText(text)
    .split(' ')
    .filter((word) => word !== '');
  for (const word of words) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || displayWidth(longer) <= widthMax || lines.length === linesMax - 1) line = longer;
    else {
      lines.push(cutToWidth(line, widthMax, 'end'));
      line = word;
    }
  }
  return line === '' ? lines : [...lines, cutToWidth(line, widthMax, 'end')];
}

import type { Cell, CellRecord } from '../contract.ts';
import { formatDuration } from '../base/index.ts';
import { cutToWidth, displayWidth, padToWidth } from './display-width.ts';
import type { Paint } from './paint.ts';
import { isList } from './canonical-json.ts';
import type { ReportHead } from './report-document.ts';
import { groupDigits, shownName } from './shown-cell.ts';
import { visibleText } from './visible-text.ts';

const labelWidth = 13;
const separator = ' · ';

/** The first lines of a text report: what was analysed, how, and whether anything is missing. */
export function headLines(head: ReportHead, widthMax: number, paint: Paint): string[] {
  const { tool, repository } = head;
  const isComplete = head.completeness['complete'] !== false;
  const oid = visibleText(repository.head === '' ? 'none, no commits' : repository.head);
  return [
    `${paint('title', `${visibleText(tool.name)} report`)}  ${visibleText(tool.version)}`,
    '',
    // An id is for copying and stays whole.
    `  ${paint('label', padToWidth('head', labelWidth, 'left'))}${oid}`,
    ...labelled('history', historyFacts(head.history), widthMax, paint),
    ...labelled(isComplete ? 'complete' : 'INCOMPLETE', gapFacts(head.completeness), widthMax, paint),
    ...labelled('options', optionFacts(head.options), widthMax, paint),
  ];
}

/** Facts behind a label, broken between facts so that lines fit. */
function labelled(label: string, facts: readonly string[], widthMax: number, paint: Paint): string[] {
  const lines: string[] = [];
  let line = '';
  const room = widthMax - labelWidth - 2;
  for (const fact of facts.map((whole) => cutToWidth(whole, room, 'end'))) {
    const longer = line === '' ? fact : line + separator + fact;
    if (line !== '' && displayWidth(longer) > room) {
      lines.push(line);
      line = fact;
    } else line = longer;
  }
  if (line !== '') lines.push(line);
  const role = label === 'INCOMPLETE' ? 'warning' : 'label';
  return lines.map((text, at) => {
    const shown = padToWidth(at === 0 ? label : '', labelWidth, 'left');
    return `  ${at === 0 ? paint(role, shown) : shown}${text}`;
  });
}

function historyFacts(history: CellRecord): string[] {
  const { first_commit_at: first, last_commit_at: last, tick_seconds: tick, ...counts } = history;
  const facts = flattened(counts).map(([name, cell]) => fact(name, cell));
  if (typeof first === 'string' && typeof last === 'string') {
    facts.push(visibleText(`${first.slice(0, 10)} to ${last.slice(0, 10)}`));
  }
  if (typeof tick === 'number') facts.push(`ticks of ${tickLength(tick)}`);
  return facts;
}

function tickLength(seconds: number): string {
  if (seconds % 86400 === 0) return seconds === 86400 ? 'a day' : `${seconds / 86400} days`;
  return seconds % 3600 === 0 ? `${seconds / 3600} h` : formatDuration(seconds * 1000);
}

/** Counts of 0 and switches that are off are what everyone expects; the list stands in the document. */
function gapFacts(completeness: CellRecord): string[] {
  const { complete: _, bounded_changes: _listed, ...gaps } = completeness;
  const facts = flattened(gaps).filter(([, cell]) => cell !== 0 && cell !== false && cell !== null);
  return facts.length === 0 ? ['nothing missing'] : facts.map(([name, cell]) => fact(name, cell));
}

function optionFacts(options: CellRecord): string[] {
  return flattened(options).map(([name, cell]) => visibleText(`${name}=${String(cell)}`));
}

function fact(name: string, cell: Cell): string {
  if (cell === true) return shownName(name);
  return typeof cell === 'number'
    ? `${groupDigits(cell)} ${shownName(name)}`
    : `${shownName(name)} ${visibleText(String(cell))}`;
}

/** Scalars of a record with dotted names; lists are joined by commas. */
function flattened(record: CellRecord, prefix = ''): [string, Cell][] {
  return Object.entries(record).flatMap(([key, cell]): [string, Cell][] => {
    const name = prefix + key;
    if (typeof cell !== 'object' || cell === null) return [[name, cell]];
    return isList(cell) ? [[name, cell.map(String).join(',')]] : flattened(cell, `${name}.`);
  });
}

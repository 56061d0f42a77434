import type { Cell, Column } from '../contract.ts';
import { formatBytes } from '../base/index.ts';
import { visibleText } from './visible-text.ts';

const oidDigits = 12;

/** A cell as people like to read it: grouped digits, dates, short ids, no control characters. */
export function shownCell(cell: Cell, column: Column): string {
  if (cell === null) return '–';
  if (typeof cell === 'string') return shownText(cell, column);
  if (typeof cell === 'number') return shownNumber(cell, column);
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  const count = Object.keys(cell).length;
  return count === 1 ? '1 entry' : `${groupDigits(count)} entries`;
}

/** Digits in groups of three: `1,234,567`, without a locale. */
export function groupDigits(value: number): string {
  const [whole, fraction] = String(value).split('.');
  if (!/^-?\d{4,}$/.test(whole!)) return String(value);
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** `lines_added` as `lines added`. */
export function shownName(name: string): string {
  return visibleText(name.replaceAll('_', ' '));
}

function shownText(text: string, column: Column): string {
  if (column.type === 'oid') return visibleText(text.slice(0, oidDigits));
  if (column.type === 'time' && /^\d{4}-\d\d-\d\dT/.test(text)) return text.slice(0, 10);
  return visibleText(text);
}

/** Columns of unit `ratio` are parts of 1 and shown in percent, as those of unit `percent` are. */
function shownNumber(value: number, column: Column): string {
  if (column.unit === 'bytes') return formatBytes(value);
  if (column.unit === 'ratio') return `${(value * 100).toFixed(1)}%`;
  if (column.unit === 'percent') return `${value.toFixed(1)}%`;
  if (column.type !== 'float') return groupDigits(value);
  const isTiny = value !== 0 && Math.abs(value) < 0.01;
  return isTiny ? value.toPrecision(2) : groupFixed(value);
}

function groupFixed(value: number): string {
  const [whole, fraction] = value.toFixed(2).split('.');
  if (fraction === undefined) return whole!;
  return `${whole!.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction}`;
}

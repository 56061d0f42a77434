import { type Cell, type CellRecord, isList } from '../engine/index.ts';
import { registry } from './registry.ts';

/** What the options of a report say when nobody chose anything; those of analyzers are with the analyzers. */
const usual: Readonly<Record<string, Cell>> = {
  first_parent: false,
  since: null,
  until: null,
  limit: null,
  paths: [],
  excludes: [],
  renames: 'exact',
  identities: 'mailmap',
  moves: 'off',
  tick_seconds: 86_400,
  blob_bytes_max: 16_777_216,
  allow_incomplete: false,
};

/** The options of a report that are not the usual ones, as `name=value`, in the order of the report. */
export function changedOptions(options: CellRecord): string[] {
  // The repository lists ignored commits itself, and `completeness` counts them.
  const { analyzers = {}, ignored_commits: _, ...own } = options;
  return [...changed(own, usual, ''), ...Object.entries(recordOf(analyzers)).flatMap(changedOfAnalyzer)];
}

function changedOfAnalyzer([id, options]: [string, Cell]): string[] {
  const definition = registry.find((one) => one.id === id);
  const initial = Object.fromEntries((definition?.options ?? []).map(({ name, initial: value }) => [name, value]));
  return changed(recordOf(options), initial, `${id.slice(id.lastIndexOf('/') + 1)}-`);
}

function changed(options: CellRecord, initial: Readonly<Record<string, Cell>>, prefix: string): string[] {
  return Object.entries(options)
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(initial[name]))
    .map(([name, value]) => `${prefix}${name}=${shownValue(value)}`);
}

function shownValue(value: Cell): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return isList(value) ? value.map(String).join(',') : JSON.stringify(value);
}

function recordOf(cell: Cell): CellRecord {
  return typeof cell === 'object' && cell !== null && !isList(cell) ? cell : {};
}

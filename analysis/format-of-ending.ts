import { extname } from 'node:path';
import { formats } from './formats.ts';

/** Endings that no format has as its own, or that several have. */
const formatNames: Readonly<Record<string, string>> = {
  yml: 'yaml',
  jsonl: 'ndjson',
  htm: 'html',
  txt: 'text',
  markdown: 'markdown',
};

/** Every ending that picks a format, with its dot. */
export const endingsOfFormats: readonly string[] = [
  ...new Set([
    ...formats.map(({ extension }) => `.${extension}`),
    ...Object.keys(formatNames).map((name) => `.${name}`),
  ]),
];

/**
 * The format that the name of a file asks for by its ending, such as `html` for `report.html`; undefined when no format
 * has that ending. `.json` is `json`, not `timeseries`.
 */
export function formatOfEnding(path: string): string | undefined {
  const ending = extname(path).slice(1).toLowerCase();
  return formatNames[ending] ?? formats.find(({ extension }) => extension === ending)?.name;
}

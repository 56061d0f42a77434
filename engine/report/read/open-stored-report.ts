import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { CodefangError } from '../../base/index.ts';
import { attempt } from '../output-failure.ts';
import { BinReport } from './bin-report.ts';
import { JsonReport } from './json-report.ts';
import { NdjsonReport } from './ndjson-report.ts';
import type { StoredReport } from './stored-report.ts';

/**
 * Opens a report that was written as json, ndjson or bin; its first bytes show which.
 * Close it.
 *
 * @throws {CodefangError} USAGE when the file is none of them, STATE when it is damaged, else IO
 */
export function openStoredReport(path: string): StoredReport {
  const found = attempt('examine', path, () => statSync(path, { throwIfNoEntry: false }));
  if (found === undefined) throw unusable(path, 'there is no such file');
  if (found.isDirectory()) throw unusable(path, 'it is a directory');
  if (!found.isFile()) throw unusable(path, 'it is a pipe or a device, which can be read only once');
  const beginning = readBeginning(path);
  if (beginning.startsWith('CFF1')) return new BinReport(path);
  if (beginning.startsWith('{"type":"head"')) return new NdjsonReport(path);
  const other = otherKinds.find(({ begins }) => begins.test(beginning));
  if (other !== undefined) throw unusable(path, `it is ${other.kind}`);
  if (/^\s*\{/.test(beginning)) return new JsonReport(path);
  throw unusable(path, beginning === '' ? 'it is empty' : 'it is something else');
}

/** What is often given in the place of a report, by its first bytes. */
const otherKinds: readonly { readonly begins: RegExp; readonly kind: string }[] = [
  { begins: /^\s*<(?:!doctype|html)/i, kind: 'an HTML page, which does not keep the whole report' },
  { begins: /^\S\x8b/, kind: 'packed by gzip, unpack it first' },
  { begins: /^PAR1/, kind: 'one table in Parquet' },
  { begins: /^\{"level":|^\{"time":/, kind: 'a chunk log, which codefang report and codefang logs read' },
  { begins: /^\{"schema":"codefang\.timeseries/, kind: 'a time series, which keeps commits and no tables' },
];

function readBeginning(path: string): string {
  const bytes = Buffer.alloc(64);
  const fd = attempt('open', path, () => openSync(path, 'r'));
  try {
    const length = attempt('read', path, () => readSync(fd, bytes, 0, bytes.length, 0));
    return bytes.toString('latin1', 0, length);
  } finally {
    closeSync(fd);
  }
}

function unusable(path: string, state: string): CodefangError {
  const expected = 'expected a report written as json, ndjson or bin, such as by codefang run -o report.json';
  return new CodefangError('USAGE', `Cannot read ${path}: ${state}, ${expected}`);
}

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
  if (!found.isFile()) throw unusable(path, 'it is no regular file, and is read more than once');
  const beginning = readBeginning(path);
  if (beginning.startsWith('CFF1')) return new BinReport(path);
  if (beginning.startsWith('{"type":"head"')) return new NdjsonReport(path);
  if (/^\s*\{/.test(beginning)) return new JsonReport(path);
  throw unusable(path, 'it begins like none');
}

function readBeginning(path: string): string {
  const bytes = Buffer.alloc(16);
  const fd = attempt('open', path, () => openSync(path, 'r'));
  try {
    const length = attempt('read', path, () => readSync(fd, bytes, 0, bytes.length, 0));
    return bytes.toString('latin1', 0, length);
  } finally {
    closeSync(fd);
  }
}

function unusable(path: string, state: string): CodefangError {
  const expected = 'expected a report written as json, ndjson or bin';
  return new CodefangError('USAGE', `Cannot read ${path}: ${state}, ${expected}`);
}

import { readdirSync, statSync } from 'node:fs';
import { CodefangError, LogReader, openByteSource } from '../../engine/index.ts';
import { beginningOf } from '../beginning-of.ts';
import { LogPlaces } from '../dashboard/log-places.ts';
import { quoted } from '../quoted.ts';

/**
 * Refuses files that are reports and not logs, with the commands that read those: both come out of one run, and both
 * may be called a report. What is not there is left to who reads it.
 *
 * @throws {CodefangError} CORRUPT
 */
export function refuseReports(paths: readonly string[]): void {
  for (const path of paths) {
    if (path === '-' || !isReport(beginningOf(path, beginningBytes))) continue;
    const shown = quoted(path);
    const ways = `codefang convert ${shown} -o report.html, or codefang plot ${shown} -o burndown.svg`;
    throw new CodefangError('CORRUPT', `Cannot read "${path}" as a log: it is a report of a run, expected ${ways}`);
  }
}

/** Refuses logs without a single record, and folders without logs. @throws {CodefangError} CORRUPT or NOT_FOUND */
export function refuseEmptyLogs(paths: readonly string[]): void {
  for (const path of paths) if (path !== '-') refuseEmpty(path);
}

function refuseEmpty(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) {
    if (new LogPlaces([path]).list().length > 0) return;
    const what = readdirSync(path).length === 0 ? 'it is empty' : 'none of its files ends in .ndjson, .jsonl or .log';
    throw new CodefangError('NOT_FOUND', `Cannot find a log in "${path}": ${what}, expected logs of --log-file`);
  }
  if (found?.isFile() !== true) return;
  const reader = new LogReader(openByteSource(path), { expects: 'chunk-record' });
  try {
    if (reader.next()) return;
  } finally {
    reader.close();
  }
  throw new CodefangError('CORRUPT', `Cannot read "${path}" as a log: it is empty, expected a log of --log-file`);
}

function isReport(beginning: string): boolean {
  return /^\{"schema":"codefang\.(?:report|timeseries)|^\{"type":"head"|^CFF1/.test(beginning);
}

const beginningBytes = 64;

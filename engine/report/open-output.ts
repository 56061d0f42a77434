import { isatty } from 'node:tty';
import { CodefangError } from '../base/index.ts';
import { FdSink } from './fd-sink.ts';
import { FileSink } from './file-sink.ts';
import { OutputDirectory } from './output-directory.ts';
import { parseTableName } from './table-name.ts';
import type { ReportOutput } from './report-output.ts';
import type { ReportFormat } from './writers.ts';

export interface OutputRequest {
  /** File or directory; undefined or `-` is the standard output. */
  readonly path: string | undefined;
  /** The name of one table; undefined for all. */
  readonly table: string | undefined;
}

const stdoutFd = 1;

/**
 * Opens what a format writes to; refuses what cannot work before anything is computed.
 * The caller passes it to `writeReport`, which commits or abandons it.
 *
 * @throws {CodefangError} USAGE when format, path and table do not go together, else IO
 */
export function openOutput(format: ReportFormat, request: OutputRequest): ReportOutput {
  const { path, table } = request;
  if (table !== undefined) checkTable(format, table);
  const isStdout = path === undefined || path === '-';
  if (format.needs === 'directory' && table === undefined) {
    if (!isStdout) return new OutputDirectory(path);
    const state = 'it makes several files, expected -o DIR, or --table <analyzer>:<section>';
    throw new CodefangError('USAGE', `Cannot write ${format.name} to stdout: ${state}`);
  }
  if (!isStdout) return new FileSink(path);
  if (!format.isText && isatty(stdoutFd)) {
    const state = 'its bytes are no text, expected -o FILE or a pipe';
    throw new CodefangError('USAGE', `Cannot write ${format.name} to a terminal: ${state}`);
  }
  return new FdSink(stdoutFd, 'standard output');
}

function checkTable(format: ReportFormat, table: string): void {
  if (format.checkTable !== undefined) return format.checkTable(table);
  parseTableName(table);
  if (format.needs === 'directory') return;
  const state = `format ${format.name} carries the whole report, expected csv or parquet`;
  throw new CodefangError('USAGE', `Cannot write table "${table}" alone: ${state}`);
}

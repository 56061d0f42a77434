import { formats } from './formats.ts';
import type { ReportFormatName } from './report-format-name.ts';

export interface FormatSummary {
  readonly name: ReportFormatName;
  readonly description: string;
  /** Usual end of a file name, without the dot. */
  readonly extension: string;
  /** Whether it makes several files, so that the target of `write` is a directory unless one table is asked for. */
  readonly isDirectory: boolean;
}

/** Every format that `write` takes. */
export function listFormats(): FormatSummary[] {
  return formats.map(({ name, description, extension, needs }) => {
    return { name: name as ReportFormatName, description, extension, isDirectory: needs === 'directory' };
  });
}

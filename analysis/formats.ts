import { pageFormat, summaryFormats } from '../analyzers/index.ts';
import { CodefangError, findReportFormat, type ReportFormat, reportFormats } from '../engine/index.ts';
import { type CompatName, compatFormatOf } from './compat-formats.ts';
import { pageAssets } from './page-assets.ts';

/** Every format of the program, in the order in which they are listed. */
export const formats: readonly ReportFormat[] = [...summaryFormats, ...reportFormats, pageFormat(pageAssets)];

/**
 * The format of a name, or the one that writes as another tool does.
 *
 * @throws {CodefangError} USAGE naming the known ones
 */
export function findFormat(name: string, compat: CompatName | undefined): ReportFormat {
  const format = findReportFormat(name, formats);
  if (compat === undefined) return format;
  const { files, format: wanted } = compatFormatOf(compat);
  if (format.name === wanted.name) return wanted;
  throw new CodefangError('USAGE', `Cannot write ${files} as ${format.name}: they are ${wanted.name}`);
}

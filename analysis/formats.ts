import { codeMaatFormat, pageFormat, summaryFormats } from '../analyzers/index.ts';
import { CodefangError, findReportFormat, type ReportFormat, reportFormats } from '../engine/index.ts';
import { pageAssets } from './page-assets.ts';

/** Every format of the program, in the order in which they are listed. */
export const formats: readonly ReportFormat[] = [...summaryFormats, ...reportFormats, pageFormat(pageAssets)];

/**
 * The format of a name, or the one that writes as another tool does.
 *
 * @throws {CodefangError} USAGE naming the known ones
 */
export function findFormat(name: string, compat: 'code-maat' | undefined): ReportFormat {
  const format = findReportFormat(name, formats);
  if (compat === undefined) return format;
  if (format.name === codeMaatFormat.name) return codeMaatFormat;
  throw new CodefangError('USAGE', `Cannot write the tables of code-maat as ${format.name}: they are csv`);
}

import { openStoredReport, plainPaint, shownAnalyzers, trustingWriter, writeReport } from '../../engine/index.ts';
import { presentationOf } from '../../analyzers/index.ts';
import { colorPaint } from '../color-paint.ts';
import type { ReportTarget } from '../flags/choose-targets.ts';
import { type OpenTarget, openOutputs } from './open-outputs.ts';

export interface ConvertRequest {
  readonly report: string;
  readonly targets: readonly ReportTarget[];
  /** What a page shows beside the report, which does not know it; empty for nothing. */
  readonly title: string;
  readonly linkBase: string;
  readonly textWidth: number;
}

/**
 * `codefang convert`: reads a stored report once for each format, in bounded memory, and writes what a run in that
 * format would have written.
 *
 * @throws {CodefangError} INVARIANT when the report was changed since it was written, and all that
 *   reading and writing may throw
 */
export async function convert(request: ConvertRequest): Promise<void> {
  // A report that cannot be read makes no file and no directory.
  openStoredReport(request.report).close();
  const outputs = await openOutputs(request.targets);
  try {
    for (const output of outputs) convertTo(output, request);
  } finally {
    for (const { output } of outputs) output.abandon();
  }
}

function convertTo({ target, format, output }: OpenTarget, request: ConvertRequest): void {
  const report = openStoredReport(request.report);
  try {
    const writer = format.create(output, {
      widthMax: request.textWidth,
      paint: target.color ? colorPaint : plainPaint,
      table: target.table,
      face: { title: request.title, linkBase: request.linkBase },
    });
    const analyzers = shownAnalyzers(report.analyzers, presentationOf);
    writeReport(report.head, analyzers, trustingWriter(writer, report), output, report);
  } finally {
    report.close();
  }
}

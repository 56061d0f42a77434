import { findFormat } from '../../analysis/internal.ts';
import { presentationOf } from '../../analyzers/index.ts';
import {
  openOutput,
  openStoredReport,
  plainPaint,
  shownAnalyzers,
  trustingWriter,
  writeReport,
} from '../../engine/index.ts';
import { colorPaint } from '../color-paint.ts';

export interface ConvertRequest {
  readonly report: string;
  readonly format: string;
  /** File or directory; undefined is the standard output. */
  readonly output: string | undefined;
  readonly table: string | undefined;
  readonly compat: 'code-maat' | undefined;
  readonly color: boolean;
  readonly textWidth: number;
}

/**
 * `codefang convert`: reads a stored report once, in bounded memory, and writes what a run in that
 * format would have written.
 *
 * @throws {CodefangError} INVARIANT when the report was changed since it was written, and all that
 *   reading and writing may throw
 */
export async function convert(request: ConvertRequest): Promise<void> {
  const format = findFormat(request.format, request.compat);
  await format.prepare?.();
  const report = openStoredReport(request.report);
  try {
    const output = openOutput(format, { path: request.output, table: request.table });
    try {
      const writer = format.create(output, {
        widthMax: request.textWidth,
        paint: request.color ? colorPaint : plainPaint,
        table: request.table,
      });
      const analyzers = shownAnalyzers(report.analyzers, presentationOf);
      writeReport(report.head, analyzers, trustingWriter(writer, report), output, report);
    } finally {
      output.abandon();
    }
  } finally {
    report.close();
  }
}

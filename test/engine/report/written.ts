import type { AnalyzerSections, ReportHead } from '../../../engine/report/index.ts';
import { type WrittenReport, writeReport } from '../../../engine/report/index.ts';
import { formatOf, MemoryOutput, sampleHead, sampleOptions } from './sample-report.ts';

/** A report as a stream format writes it. */
export function written(
  format: string,
  analyzers: Iterable<AnalyzerSections>,
  head: ReportHead = sampleHead,
): { readonly bytes: Buffer; readonly report: WrittenReport } {
  const output = new MemoryOutput();
  const writer = formatOf(format).create(output, sampleOptions);
  const report = writeReport(head, analyzers, writer, output);
  return { bytes: output.bytes, report };
}

export function textOf(format: string, analyzers: Iterable<AnalyzerSections>, head?: ReportHead): string {
  return written(format, analyzers, head).bytes.toString();
}

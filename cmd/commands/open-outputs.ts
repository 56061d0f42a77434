import { findFormat } from '../../analysis/internal.ts';
import { openOutput, type ReportFormat, type ReportOutput } from '../../engine/index.ts';
import type { ReportTarget } from '../flags/choose-targets.ts';

export interface OpenTarget {
  readonly target: ReportTarget;
  readonly format: ReportFormat;
  readonly output: ReportOutput;
}

/**
 * Opens every place that a report is written to, before anything is computed. What each commit did is written first, so
 * that the digest that the log ends with is that of the report.
 *
 * @throws {CodefangError} USAGE or IO; nothing is left open then
 */
export async function openOutputs(targets: readonly ReportTarget[]): Promise<readonly OpenTarget[]> {
  const found = targets.map((target) => ({ target, format: findFormat(target.format, target.compat) }));
  for (const { format } of found) await format.prepare?.();
  const isOfCommits = (format: ReportFormat): boolean => format.content === 'commits';
  found.sort((a, b) => Number(isOfCommits(b.format)) - Number(isOfCommits(a.format)));
  const opened: OpenTarget[] = [];
  try {
    for (const { target, format } of found) {
      opened.push({ target, format, output: openOutput(format, { path: target.path, table: target.table }) });
    }
  } catch (error) {
    for (const { output } of opened) output.abandon();
    throw error;
  }
  return opened;
}

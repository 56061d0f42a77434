import type { Section } from '../contract.ts';
import { CodefangError } from '../base/index.ts';
import { ClosedPipe } from './closed-pipe.ts';
import type { FindingsSource } from './finding.ts';
import { ReportDigest } from './report-digest.ts';
import type { AnalyzerSections, ReportHead } from './report-document.ts';
import type { Publication } from './report-output.ts';
import type { ReportWriter } from './report-writer.ts';
import { isPlainName, SectionCheck } from './section-check.ts';

/** `pipe-closed`: the reader had enough; there is no digest because the rest was not computed. */
export type WrittenReport =
  | { readonly outcome: 'written'; readonly digest: string; readonly rowCount: number }
  | { readonly outcome: 'pipe-closed' };

/**
 * Pours a report through a writer, each row once: check, digest, findings, format. Holds one row and what `source`
 * holds; without a source the report says nothing of findings.
 * Commits `output` at the end; on any failure abandons it, so that no half report gets its name.
 *
 * @throws {CodefangError} INVARIANT when a section breaks its declaration, IO when the output is
 *   refused, and whatever the rows throw
 */
export function writeReport(
  head: ReportHead,
  analyzers: Iterable<AnalyzerSections>,
  writer: ReportWriter,
  output: Publication,
  source?: FindingsSource,
): WrittenReport {
  const steps = pourReport(head, analyzers, writer, output, rowsPerTurn, source);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

/**
 * The same with a pause every few thousand rows, in which signals are handled. What `pause` throws ends the
 * report like any other failure.
 */
export async function writeReportInTurns(
  head: ReportHead,
  analyzers: Iterable<AnalyzerSections>,
  writer: ReportWriter,
  output: Publication,
  pause: () => Promise<void>,
  source?: FindingsSource,
): Promise<WrittenReport> {
  const steps = pourReport(head, analyzers, writer, output, rowsPerTurn, source);
  let step = steps.next();
  while (step.done !== true) {
    try {
      await pause();
    } catch (error) {
      step = steps.throw(error);
      continue;
    }
    step = steps.next();
  }
  return step.value;
}

/** The same step by step: yields after so many rows. */
export function* pourReport(
  head: ReportHead,
  analyzers: Iterable<AnalyzerSections>,
  writer: ReportWriter,
  output: Publication,
  rowsPerStep: number,
  source?: FindingsSource,
): Generator<void, WrittenReport, void> {
  try {
    const pour = new ReportPour(writer, rowsPerStep, source);
    const digest = yield* pour.all(head, analyzers);
    output.commit();
    return { outcome: 'written', digest, rowCount: pour.rowCount };
  } catch (error) {
    abandonAfter(error, output);
    if (error instanceof ClosedPipe) return { outcome: 'pipe-closed' };
    throw error;
  }
}

const rowsPerTurn = 4096;

type Views = ReturnType<FindingsSource['viewsOf']>;

class ReportPour {
  readonly #writer: ReportWriter;
  readonly #rowsPerStep: number;
  readonly #source: FindingsSource | undefined;
  readonly #digest = new ReportDigest();
  rowCount = 0;

  constructor(writer: ReportWriter, rowsPerStep: number, source: FindingsSource | undefined) {
    this.#writer = writer;
    this.#rowsPerStep = rowsPerStep;
    this.#source = source;
  }

  *all(head: ReportHead, analyzers: Iterable<AnalyzerSections>): Generator<void, string, void> {
    this.#digest.begin(head);
    this.#writer.begin(head);
    const ids = new Set<string>();
    for (const analyzer of analyzers) {
      checkName(analyzer.id, ids, analyzer.id.split('/').every(isPlainName));
      yield* this.#analyzer(analyzer);
    }
    const findings = this.#source?.findings();
    const digest = this.#digest.finish(findings);
    this.#writer.end(digest, this.#digest.tables, findings);
    return digest;
  }

  *#analyzer(analyzer: AnalyzerSections): Generator<void, void, void> {
    this.#digest.beginAnalyzer(analyzer.id);
    this.#writer.beginAnalyzer(analyzer.id);
    const names = new Set<string>();
    for (const section of analyzer.sections) {
      const check = new SectionCheck(analyzer.id, section);
      checkName(section.name, names, true);
      this.#digest.beginSection(section);
      this.#writer.beginSection(section);
      yield* this.#rows(section, check, this.#source?.viewsOf(analyzer.id, section) ?? []);
      this.#writer.endSection();
      this.#digest.endSection();
    }
    this.#writer.endAnalyzer();
    this.#digest.endAnalyzer();
  }

  *#rows(section: Section, check: SectionCheck, views: Views): Generator<void, void, void> {
    const digest = this.#digest;
    const writer = this.#writer;
    for (const cells of section.rows) {
      check.row(cells);
      digest.row(cells);
      for (const view of views) view(cells);
      writer.row(cells, digest);
      if (check.rowCount % this.#rowsPerStep === 0) yield;
    }
    check.end();
    this.rowCount += check.rowCount;
  }
}

function checkName(name: string, seen: Set<string>, isAllowed: boolean): void {
  if (isAllowed && !seen.has(name)) {
    seen.add(name);
    return;
  }
  const state = isAllowed ? 'it comes twice' : 'its name has more than words of a-z, 0-9, _ and -';
  throw new CodefangError('INVARIANT', `Cannot report "${name}": ${state}`);
}

/** A failure to clean up is reported with the failure that made it necessary. */
function abandonAfter(failure: unknown, output: Publication): void {
  try {
    output.abandon();
  } catch (second) {
    const code = failure instanceof CodefangError ? failure.code : 'IO';
    const cause = new AggregateError([failure, second], `${messageOf(failure)}; ${messageOf(second)}`);
    throw new CodefangError(code, 'Cannot write the report and remove its unfinished files', { cause });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import {
  type AnalyzerSections,
  commitSeries,
  describeReport,
  type ReportFace,
  type ReportHead,
  reportSections,
  type ReportSource,
  stoppedBy,
} from '../engine/index.ts';
import { repositoryFindings } from '../analyzers/index.ts';
import type { AnalysisEnd } from './analysis-end.ts';
import type { AnalysisHost } from './analysis-host.ts';
import type { AnalysisOrder } from './analysis-order.ts';
import type { PreparedAnalysis } from './prepared-analysis.ts';
import { repositoryFace } from './repository-face.ts';
import { ReadableReport } from './readable-report.ts';
import type { WriteOptions } from './report.ts';
import type { ReportContent, ReportPass } from './report-pass.ts';

export interface FoldedAnalysisOptions {
  readonly order: AnalysisOrder;
  readonly host: AnalysisHost;
  readonly prepared: PreparedAnalysis;
  readonly source: ReportSource;
  readonly end: AnalysisEnd;
  /** Called once, when a report has been read to its end. */
  readonly settle: () => void;
}

/** An analysis whose walk is done. Its report is made again from its state each time it is read. */
export class FoldedAnalysis extends ReadableReport {
  readonly head: ReportHead;
  /** What rows are made of; for tests. */
  readonly source: ReportSource;
  readonly #options: FoldedAnalysisOptions;
  #isSettled = false;

  constructor(options: FoldedAnalysisOptions) {
    super();
    this.#options = options;
    this.source = options.source;
    this.head = describeReport(options.source);
  }

  /** The most that was resident so far in this process, in bytes; with children. */
  get peakBytes(): number {
    return this.#options.host.memory.peakBytes();
  }

  /** What the budget came to, in bytes; 0 is no bound. */
  get budgetBytes(): number {
    return this.#options.prepared.plan.budgetBytes;
  }

  protected override face({ title, linkBase }: WriteOptions): ReportFace {
    const { repository, rules } = this.#options.order;
    return repositoryFace({ repository, title, linkBase, anonymize: rules.anonymize });
  }

  protected override openPass(content: ReportContent): ReportPass {
    const { source } = this;
    const { host } = this.#options;
    const commits = source.history.order.length;
    const { budgetBytes } = this;
    const figures = { commits, commitCount: commits, rssBytes: host.memory.rssBytes(), budgetBytes };
    host.onProgress({ phase: 'report', ...figures });
    const span = host.log.startSpan('report');
    return {
      head: this.head,
      analyzers: content === 'commits' ? onlySeries(source) : reportSections(source),
      // What each commit did is a document of its own.
      findings: content === 'commits' ? undefined : repositoryFindings(this.head),
      close(format, rows) {
        source.context.dropScratch();
        span.end({ format, rows });
      },
    };
  }

  protected override checkStop(): void {
    const stop = this.#options.host.stopRequested();
    if (stop !== undefined) throw stoppedBy(stop, 'the report');
  }

  protected override passDone(digest: string | null): void {
    this.#options.end.done(this.source.history.order.length, digest);
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#options.settle();
  }

  protected override passFailed(error: unknown): void {
    this.#options.end.failed(error);
  }

  protected override release(): void {
    this.#options.end.close();
  }
}

function* onlySeries(source: ReportSource): Generator<AnalyzerSections> {
  yield commitSeries(source);
}

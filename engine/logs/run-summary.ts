import { TopN } from '../telemetry/index.ts';
import { RunningStats } from './running-stats.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A chunk whose growth was not what the model said. */
export interface MissedChunk {
  readonly runId: string;
  readonly chunkIndex: number;
  /** Working state, bytes per commit. */
  readonly observed: number;
  /** The smoothed growth that stood before the chunk. */
  readonly predicted: number;
  /** (observed − predicted) / predicted. */
  readonly error: number;
}

export interface LoggedReplan {
  readonly runId: string;
  readonly chunkIndex: number;
  readonly metric: string;
  readonly observed: number;
  readonly predicted: number;
  readonly divergence: number;
  readonly chunksBefore: number;
  readonly chunksAfter: number;
}

/** What the events of one run add up to. BOUNDED BY: a few hundred bytes. */
export class RunSummary {
  readonly runId: string;
  status = 'unfinished';
  repository = '';
  commitsPlanned = 0;
  budgetBytes = 0;
  chunksPlanned = 0;
  workers = 0;
  /** Commits of finished chunks. */
  commits = 0;
  chunkCount = 0;
  chunkMs = 0;
  durationMs: number = Number.NaN;
  rssPeakBytes = 0;
  warningCount = 0;
  criticalCount = 0;
  replanCount = 0;
  checkpointCount = 0;
  checkpointBytes = 0;
  checkpointMs = 0;
  resumeCount = 0;
  resumeMs = 0;
  hibernatedBytes = 0;
  spilledBytes = 0;
  cacheHits = 0;
  cacheMisses = 0;
  readonly growthErrors: RunningStats = new RunningStats();
  #lastHits = 0;
  #lastMisses = 0;
  #lastChunk = -1;
  #predicted: number = Number.NaN;

  constructor(runId: string) {
    this.runId = runId;
  }

  /** The chunk in progress, as far as the log shows. */
  get currentChunk(): number {
    return this.#lastChunk + 1;
  }

  started(fields: Fields): void {
    this.repository = textIn(fields, 'repository');
    this.commitsPlanned = numberIn(fields, 'commits');
    this.budgetBytes = numberIn(fields, 'budget_bytes');
    this.chunksPlanned = numberIn(fields, 'chunks_planned');
    this.workers = numberIn(fields, 'workers');
  }

  /** Returns how the chunk's growth differed from the model's, where the model had an opinion. */
  chunkFinished(fields: Fields): MissedChunk | undefined {
    const chunkIndex = numberIn(fields, 'chunk_index');
    this.chunkCount += 1;
    this.commits += numberIn(fields, 'commits');
    this.chunkMs += numberIn(fields, 'duration_ms');
    this.hibernatedBytes += numberIn(fields, 'hibernated_bytes');
    this.spilledBytes += numberIn(fields, 'spilled_bytes');
    this.rssPeakBytes = Math.max(this.rssPeakBytes, numberIn(fields, 'rss_peak_bytes'));
    this.#addCache(fields['cache']);
    const missed = this.#compare(chunkIndex, numberIn(fields, 'growth_per_commit_bytes'));
    this.#lastChunk = chunkIndex;
    this.#predicted = numberIn(fields, 'ema_growth_bytes');
    return missed;
  }

  checkpointSaved(fields: Fields): void {
    this.checkpointCount += 1;
    this.checkpointBytes += numberIn(fields, 'bytes');
    this.checkpointMs += numberIn(fields, 'duration_ms');
  }

  checkpointResumed(fields: Fields): void {
    this.resumeCount += 1;
    this.resumeMs += numberIn(fields, 'duration_ms');
    this.#lastChunk = numberIn(fields, 'chunk_index');
  }

  replanned(fields: Fields): LoggedReplan {
    this.replanCount += 1;
    return {
      runId: this.runId,
      chunkIndex: numberIn(fields, 'chunk_index'),
      metric: textIn(fields, 'metric'),
      observed: numberIn(fields, 'observed'),
      predicted: numberIn(fields, 'predicted'),
      divergence: numberIn(fields, 'divergence'),
      chunksBefore: numberIn(fields, 'chunks_before'),
      chunksAfter: numberIn(fields, 'chunks_after'),
    };
  }

  pressed(fields: Fields): void {
    if (fields['level'] === 'critical') this.criticalCount += 1;
    else this.warningCount += 1;
  }

  finished(fields: Fields): void {
    this.status = textIn(fields, 'status');
    this.durationMs = numberIn(fields, 'duration_ms');
    this.rssPeakBytes = Math.max(this.rssPeakBytes, numberIn(fields, 'rss_peak_bytes'));
  }

  /** The counters of a run only grow; smaller values mean a restart. */
  #addCache(cache: unknown): void {
    const counts = typeof cache === 'object' && cache !== null ? (cache as Fields) : {};
    const hits = numberIn(counts, 'hits');
    const misses = numberIn(counts, 'misses');
    const isAnew = hits < this.#lastHits || misses < this.#lastMisses;
    this.cacheHits += isAnew ? hits : hits - this.#lastHits;
    this.cacheMisses += isAnew ? misses : misses - this.#lastMisses;
    this.#lastHits = hits;
    this.#lastMisses = misses;
  }

  #compare(chunkIndex: number, observed: number): MissedChunk | undefined {
    const predicted = this.#predicted;
    if (chunkIndex !== this.#lastChunk + 1 || !(predicted > 0)) return undefined;
    const error = (observed - predicted) / predicted;
    this.growthErrors.add(Math.abs(error));
    return { runId: this.runId, chunkIndex, observed, predicted, error };
  }
}

/** The worst of all runs. */
export class RunFindings {
  readonly missedChunks: TopN<MissedChunk>;
  readonly replans: TopN<LoggedReplan>;

  constructor(countMax: number) {
    this.missedChunks = new TopN(countMax);
    this.replans = new TopN(countMax);
  }
}

/** A number that a log says, 0 for anything else: logs are not ours to trust. */
function numberIn(fields: Fields, name: string): number {
  const value = fields[name];
  return typeof value === 'number' ? value : 0;
}

function textIn(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}

import type { RunView } from './dashboard-view.ts';

/** One measure of a run, by the names that Prometheus and OpenTelemetry ask for: base units, no abbreviations. */
export interface RunMetric {
  readonly name: string;
  readonly help: string;
  readonly kind: 'gauge' | 'counter';
  readonly of: (run: RunView) => number | null;
}

/**
 * Metrics of each run on `/metrics`, with the labels `run_id` and `repository`. Counters end in
 * `_total`, sizes are bytes and times seconds.
 */
export const runMetrics: readonly RunMetric[] = [
  gauge('codefang_memory_budget_bytes', 'Memory that the run may use; 0 without a budget', (run) => run.budgetBytes),
  gauge('codefang_memory_resident_bytes', 'Resident memory when it was last measured', (run) => run.rssBytes),
  gauge('codefang_memory_resident_peak_bytes', 'Most resident memory so far', (run) => run.rssPeakBytes),
  gauge('codefang_memory_heap_bytes', 'JavaScript heap in use when it was last measured', (run) => run.heapBytes),
  gauge('codefang_commits', 'Commits of the history', (run) => run.commits),
  counter('codefang_commits_processed_total', 'Commits analysed so far', (run) => run.commitsDone),
  gauge('codefang_commits_per_second', 'Smoothed speed', (run) => run.commitsPerSecond),
  gauge('codefang_time_left_seconds', 'Until the walk ends, as foretold', (run) => seconds(run.leftMs)),
  gauge('codefang_time_left_error_ratio', 'Share by which steps were misjudged', (run) => run.leftError),
  gauge('codefang_run_duration_seconds', 'Since the run began', (run) => seconds(run.durationMs)),
  gauge('codefang_run_start_timestamp_seconds', 'When it began, since 1970', (run) => seconds(run.startedAt)),
  gauge('codefang_run_last_record_timestamp_seconds', 'Newest record, since 1970', (run) => seconds(run.lastAt)),
  gauge('codefang_chunks_planned', 'Chunks of the plan that holds now', (run) => run.chunksPlanned),
  counter('codefang_chunks_finished_total', 'Chunks that ended', (run) => run.chunksDone),
  counter('codefang_replans_total', 'Number of replans', (run) => run.replanCount),
  counter('codefang_cache_hits_total', 'Reads that found their delta base in memory', (run) => run.cacheHits),
  counter('codefang_cache_misses_total', 'Reads that did not', (run) => run.cacheMisses),
  counter('codefang_hibernated_bytes_total', 'State written when it went to sleep', (run) => run.hibernatedBytes),
  counter('codefang_spilled_bytes_total', 'Facts written to spill files', (run) => run.spilledBytes),
  counter('codefang_checkpoints_total', 'Checkpoints saved', (run) => run.checkpointCount),
  counter('codefang_checkpoint_bytes_total', 'Bytes of all checkpoints', (run) => run.checkpointBytes),
  counter('codefang_checkpoint_duration_seconds_total', 'Time spent on them', (run) => seconds(run.checkpointMs)),
  counter('codefang_memory_warnings_total', 'How often 80 % of the budget were reached', (run) => run.warningCount),
  counter('codefang_memory_criticals_total', 'How often 90 % were reached', (run) => run.criticalCount),
  gauge('codefang_run_running', '1 until an end is logged', (run) => (run.status === 'open' ? 1 : 0)),
  gauge('codefang_run_failed', '1 when the run failed', (run) => (run.status === 'failed' ? 1 : 0)),
];

/** Time by stage, with the label `stage` as well. */
export const stageMetricName = 'codefang_stage_duration_seconds_total';

function gauge(name: string, help: string, of: RunMetric['of']): RunMetric {
  return { name, help, kind: 'gauge', of };
}

function counter(name: string, help: string, of: RunMetric['of']): RunMetric {
  return { name, help, kind: 'counter', of };
}

function seconds(durationMs: number | null): number | null {
  return durationMs === null ? null : durationMs / 1000;
}

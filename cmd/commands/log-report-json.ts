import type { LogSummary, NamedStat, RunSummary, SpanTree } from '../../engine/index.ts';
import { timeLost } from './time-lost.ts';

/** A summary for programs; one JSON document. Sizes are bytes, durations milliseconds. */
export function logReportJson(summary: LogSummary): string {
  const document = {
    schema: 'codefang.log-report.v1',
    logs: summary.logs.map((log) => ({
      log: log.name,
      log_version: log.version,
      records: log.recordCount,
      damaged_lines: log.damagedCount,
      foreign_lines: log.foreignCount,
      oversize_lines: log.oversizeCount,
      torn_last_line: log.isTorn,
    })),
    start_time: summary.range?.startTime ?? null,
    end_time: summary.range?.endTime ?? null,
    runs: summary.runs.map(runJson),
    spans: summary.spans().map(statJson),
    events: summary.events().map(statJson),
    groups: summary.groups().map(statJson),
    slowest: summary.slowest().map((tree) => ({ run_id: summary.runId(tree), ...treeJson(tree, summary) })),
    dropped_spans: summary.droppedSpanCount,
    growth_misses: summary.missedChunks().map((chunk) => ({
      run_id: chunk.runId,
      chunk_index: chunk.chunkIndex,
      observed: chunk.observed,
      predicted: chunk.predicted,
      error: chunk.error,
    })),
    replans: summary.replans().map((replan) => ({
      run_id: replan.runId,
      chunk_index: replan.chunkIndex,
      metric: replan.metric,
      observed: replan.observed,
      predicted: replan.predicted,
      divergence: replan.divergence,
      chunks_before: replan.chunksBefore,
      chunks_after: replan.chunksAfter,
    })),
    time_lost: timeLost(summary).map((loss) => ({
      to: loss.to,
      count: loss.count,
      duration_ms: loss.durationMs,
      bytes: loss.bytes ?? null,
    })),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function runJson(run: RunSummary): Readonly<Record<string, unknown>> {
  const { growthErrors } = run;
  return {
    run_id: run.runId,
    status: run.status,
    repository: run.repository,
    commits: run.commits,
    commits_planned: run.commitsPlanned,
    duration_ms: finite(run.durationMs),
    workers: run.workers,
    budget_bytes: run.budgetBytes,
    rss_peak_bytes: run.rssPeakBytes,
    chunks: run.chunkCount,
    chunks_planned: run.chunksPlanned,
    replans: run.replanCount,
    pressure_warnings: run.warningCount,
    pressure_criticals: run.criticalCount,
    checkpoints: run.checkpointCount,
    checkpoint_bytes: run.checkpointBytes,
    checkpoint_ms: run.checkpointMs,
    hibernated_bytes: run.hibernatedBytes,
    spilled_bytes: run.spilledBytes,
    cache_hits: run.cacheHits,
    cache_misses: run.cacheMisses,
    growth_error: statsJson(growthErrors),
  };
}

function statJson({ name, lineCount, durations }: NamedStat): Readonly<Record<string, unknown>> {
  return { name, lines: lineCount, duration_ms: statsJson(durations) };
}

/** Null where nothing was measured. */
function statsJson(stats: NamedStat['durations']): Readonly<Record<string, unknown>> | null {
  if (stats.count === 0) return null;
  return {
    count: stats.count,
    total: stats.total,
    min: stats.min,
    max: stats.max,
    mean: stats.mean,
    deviation: stats.deviation,
    p50: stats.quantile(0.5),
    p90: stats.quantile(0.9),
    p99: stats.quantile(0.99),
  };
}

function treeJson(tree: SpanTree, summary: LogSummary): Readonly<Record<string, unknown>> {
  return {
    name: summary.spanName(tree),
    span_id: tree.spanId,
    start_ms: finite(tree.startMs),
    duration_ms: tree.durationMs,
    attributes: tree.attributes === undefined ? null : (JSON.parse(tree.attributes) as unknown),
    children: tree.children.map((child) => treeJson(child, summary)),
    omitted_children: tree.omittedCount,
    omitted_ms: tree.omittedMs,
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

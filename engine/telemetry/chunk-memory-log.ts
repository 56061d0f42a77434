import type { HeapSnapshot } from '../memory/index.ts';
import type { ChunkLog } from './chunk-log.ts';
import type { CacheCounts, LoggedPressure } from './chunk-record.ts';

/** What a chunk did to memory. Rates are bytes per commit. */
export interface ChunkMemoryLog {
  readonly chunkIndex: number;
  /** Commits `[start, end)`. */
  readonly start: number;
  readonly end: number;
  readonly durationMs: number;
  readonly before: HeapSnapshot;
  /** Taken after hibernation and collection, so that it shows what stays. */
  readonly after: HeapSnapshot;
  /** 0 means unlimited. */
  readonly budgetBytes: number;
  readonly pressure: LoggedPressure;
  readonly growthPerCommitBytes: number;
  readonly smoothedGrowthBytes: number;
  readonly payloadPerCommitBytes: number;
  readonly aggregateGrowthBytes: number;
  readonly wasReplanned: boolean;
  readonly hibernatedBytes: number;
  readonly spilledBytes: number;
  readonly spillRunCount: number;
  readonly cache: CacheCounts;
}

/** Writes the line of a finished chunk. */
export function logChunkMemory(log: ChunkLog, chunk: ChunkMemoryLog): void {
  const { before, after, budgetBytes } = chunk;
  log.event('chunk_finished', {
    chunk_index: chunk.chunkIndex,
    start: chunk.start,
    end: chunk.end,
    commits: chunk.end - chunk.start,
    duration_ms: chunk.durationMs,
    heap_before_bytes: before.heapUsedBytes,
    heap_after_bytes: after.heapUsedBytes,
    rss_bytes: after.rssBytes,
    rss_peak_bytes: after.rssPeakBytes,
    sys_after_bytes: after.sysBytes,
    budget_bytes: budgetBytes,
    budget_used_pct: budgetBytes > 0 ? (after.rssBytes * 100) / budgetBytes : 0,
    pressure: chunk.pressure,
    growth_per_commit_bytes: chunk.growthPerCommitBytes,
    ema_growth_bytes: chunk.smoothedGrowthBytes,
    payload_per_commit_bytes: chunk.payloadPerCommitBytes,
    aggregate_growth_bytes: chunk.aggregateGrowthBytes,
    replanned: chunk.wasReplanned,
    hibernated_bytes: chunk.hibernatedBytes,
    spilled_bytes: chunk.spilledBytes,
    spill_runs: chunk.spillRunCount,
    cache: chunk.cache,
  });
}

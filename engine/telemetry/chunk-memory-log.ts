import type { HeapSnapshot } from '../memory/index.ts';
import type { ChunkLog } from './chunk-log.ts';
import type { CacheCounts, LoggedPressure } from './chunk-record.ts';

/** What one chunk did to memory. Bytes; rates are bytes per commit. */
export interface ChunkMemoryLog {
  readonly chunkIndex: number;
  /** Commits `[start, end)` of the walk. */
  readonly start: number;
  readonly end: number;
  /** At the start of the chunk, at its last commit, and after it was hibernated. */
  readonly before: HeapSnapshot;
  readonly measured: HeapSnapshot;
  readonly after: HeapSnapshot;
  /** The most that was resident since the process started. */
  readonly peakBytes: number;
  /** 0 means unlimited. */
  readonly budgetBytes: number;
  readonly pressure: LoggedPressure;
  readonly growthPerCommitBytes: number;
  readonly smoothedGrowthBytes: number;
  readonly payloadPerCommitBytes: number;
  readonly aggregateGrowthPerCommitBytes: number;
  readonly isReplanned: boolean;
  readonly hibernatedBytes: number;
  readonly spilledBytes: number;
  readonly spillRuns: number;
  readonly cache: CacheCounts;
  readonly ledgerBytes: number;
  readonly accounts: Readonly<Record<string, number>>;
  readonly unaccountedBytes: number;
}

/** Writes the line `chunk_finished` of a chunk. */
export function logChunkMemory(log: Pick<ChunkLog, 'event'>, chunk: ChunkMemoryLog): void {
  const { before, measured, after, budgetBytes } = chunk;
  log.event('chunk_finished', {
    chunk_index: chunk.chunkIndex,
    start: chunk.start,
    end: chunk.end,
    commits: chunk.end - chunk.start,
    duration_ms: toTenths(after.takenAtMs - before.takenAtMs),
    heap_before_bytes: before.heapUsedBytes,
    heap_after_bytes: after.heapUsedBytes,
    rss_bytes: measured.rssBytes,
    rss_peak_bytes: chunk.peakBytes,
    sys_after_bytes: after.rssBytes,
    budget_bytes: budgetBytes,
    budget_used_pct: toTenths(budgetBytes > 0 ? (measured.rssBytes / budgetBytes) * 100 : 0),
    pressure: chunk.pressure,
    growth_per_commit_bytes: chunk.growthPerCommitBytes,
    ema_growth_bytes: Math.round(chunk.smoothedGrowthBytes),
    payload_per_commit_bytes: chunk.payloadPerCommitBytes,
    aggregate_growth_bytes: chunk.aggregateGrowthPerCommitBytes,
    replanned: chunk.isReplanned,
    hibernated_bytes: chunk.hibernatedBytes,
    spilled_bytes: chunk.spilledBytes,
    spill_runs: chunk.spillRuns,
    cache: chunk.cache,
    ledger_bytes: chunk.ledgerBytes,
    accounts: chunk.accounts,
    unaccounted_peak_bytes: Math.max(0, chunk.unaccountedBytes),
  });
}

function toTenths(value: number): number {
  return Math.round(value * 10) / 10;
}

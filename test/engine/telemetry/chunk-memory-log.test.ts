import { expect, test } from 'vitest';
import { type ChunkMemoryLog, logChunkMemory } from '../../../engine/index.ts';

const chunk: ChunkMemoryLog = {
  chunkIndex: 3,
  start: 100,
  end: 150,
  before: { rssBytes: 50, heapUsedBytes: 20, takenAtMs: 1000 },
  measured: { rssBytes: 90, heapUsedBytes: 40, takenAtMs: 2000 },
  after: { rssBytes: 70, heapUsedBytes: 30, takenAtMs: 2100.26 },
  peakBytes: 95,
  budgetBytes: 270,
  pressure: 'none',
  growthPerCommitBytes: 7,
  smoothedGrowthBytes: 6.6,
  payloadPerCommitBytes: 5,
  aggregateGrowthPerCommitBytes: 4,
  isReplanned: true,
  hibernatedBytes: 11,
  spilledBytes: 12,
  spillRuns: 2,
  cache: { hits: 1, misses: 2, bytes: 3 },
  ledgerBytes: 60,
  accounts: { parts: 10 },
  unaccountedBytes: -5,
};

function written(log: ChunkMemoryLog): Readonly<Record<string, unknown>> {
  const lines: { name: string; fields: object }[] = [];
  logChunkMemory({ event: (name, fields) => void lines.push({ name, fields }) }, log);
  expect(lines.map(({ name }) => name)).toEqual(['chunk_finished']);
  return { ...lines[0]!.fields };
}

test('logChunkMemory() writes a chunk as chunk_finished', () => {
  expect(written(chunk)).toMatchObject({
    chunk_index: 3,
    commits: 50,
    duration_ms: 1100.3,
    heap_before_bytes: 20,
    heap_after_bytes: 30,
    rss_bytes: 90,
    sys_after_bytes: 70,
    rss_peak_bytes: 95,
    budget_used_pct: 33.3,
    ema_growth_bytes: 7,
    unaccounted_peak_bytes: 0,
  });
});

test('logChunkMemory() of an unlimited run uses nothing of a budget', () => {
  expect(written({ ...chunk, budgetBytes: 0 })['budget_used_pct']).toBe(0);
});

import { describe, expect, test } from 'vitest';
import { LogReader, LogSummary, type SummaryGroup } from '../../../engine/logs/index.ts';
import { sampleEvents } from '../telemetry/sample-events.ts';
import { line, sampleLog, sourceOf, spanLine } from './scratch-logs.ts';

function summaryOf(contents: readonly string[], groupBy: SummaryGroup = 'name'): LogSummary {
  const summary = new LogSummary(5, groupBy);
  for (const content of contents) {
    summary.addLog(new LogReader(sourceOf(content, 8192), { expects: 'chunk-record' }));
  }
  return summary;
}

function chunk(index: number, observed: number, smoothed: number, hits = 0, runId = 'r'): string {
  const fields = {
    ...sampleEvents.chunk_finished,
    chunk_index: index,
    growth_per_commit_bytes: observed,
    ema_growth_bytes: smoothed,
    cache: { hits, misses: hits / 9, bytes: 1 },
  };
  return line(10 + index, 'chunk_finished', fields, runId);
}

describe('LogSummary', () => {
  test('adds up the events of a run', () => {
    const summary = summaryOf([sampleLog()]);
    const [run] = summary.runs;
    expect(summary.runs).toHaveLength(1);
    expect(run).toMatchObject({
      runId: 'r',
      status: 'done',
      repository: 'some/repository',
      commits: 50,
      budgetBytes: 1000,
      durationMs: 40,
      rssPeakBytes: 950,
      replanCount: 1,
      criticalCount: 1,
      checkpointCount: 1,
      checkpointBytes: 77,
      hibernatedBytes: 9,
      cacheHits: 5,
      cacheMisses: 2,
    });
    expect(summary.range).toEqual({ startTime: 1000, endTime: 1007 });
    expect(summary.events().map(({ name }) => name)).toHaveLength(7);
    expect(summary.replans()).toMatchObject([{ metric: 'working_state', chunksBefore: 3, chunksAfter: 5 }]);
  });

  test('compares the growth of each chunk with what the model said before it', () => {
    const lines = [chunk(0, 100, 100), chunk(1, 150, 120), chunk(2, 60, 100), chunk(5, 900, 900), chunk(6, 900, 900)];
    const summary = summaryOf([lines.join('')]);
    const errors = summary.missedChunks().map(({ chunkIndex, error }) => [chunkIndex, error]);
    // Chunk 5 does not follow 2: lines are missing, and no prediction is known.
    expect(errors).toEqual([
      [1, 0.5],
      [2, -0.5],
      [6, 0],
    ]);
    expect(summary.runs[0]?.growthErrors.count).toBe(3);
  });

  test('counts cache reads of a counter that began anew', () => {
    const summary = summaryOf([chunk(0, 1, 1, 90) + chunk(1, 1, 1, 180) + chunk(2, 1, 1, 9)]);
    expect(summary.runs[0]).toMatchObject({ cacheHits: 189, cacheMisses: 21 });
  });

  test('keeps runs apart whose lines are mixed', () => {
    const summary = summaryOf([chunk(0, 1, 1, 0, 'a') + chunk(0, 1, 1, 0, 'b') + chunk(1, 1, 1, 0, 'a')]);
    expect(summary.runs.map(({ runId, chunkCount }) => [runId, chunkCount])).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
  });

  test('groups by run, and by the chunk under way', () => {
    const later = spanLine({ id: 2, ms: 8 }) + spanLine({ id: 3, ms: 8, run: 'q' });
    const content = spanLine({ id: 1, ms: 4 }) + chunk(0, 1, 1) + later;
    const byRun = summaryOf([content], 'run').groups();
    expect(byRun.map(({ name, lineCount }) => [name, lineCount])).toEqual([
      ['r', 3],
      ['q', 1],
    ]);
    const byChunk = summaryOf([content], 'chunk').groups();
    expect(byChunk.map(({ name, durations }) => [name, durations.total])).toEqual([
      ['r chunk 0', 16.5],
      ['q chunk 0', 8],
      ['r chunk 1', 8],
    ]);
    expect(summaryOf([content]).groups()).toEqual([]);
  });

  test('bounds names: further ones share a line, and nothing is lost', () => {
    const lines = Array.from({ length: 20_000 }, (_, at) => spanLine({ id: at + 1, name: `n${at}`, ms: 1 }));
    const spans = summaryOf([lines.join('')]).spans();
    expect(spans.length).toBe(16_385);
    expect(spans.reduce((sum, { lineCount }) => sum + lineCount, 0)).toBe(20_000);
    expect(spans.find(({ name }) => name === '(other)')?.lineCount).toBe(20_000 - 16_384);
  });

  test('does not trust a log: fields of wrong kinds, no names, odd numbers', () => {
    const odd = [
      line(1, 'run_started', { log_version: 'x', budget_bytes: {}, commits: null }),
      line(2, 'chunk_finished', { cache: 7, chunk_index: '3', duration_ms: [] }),
      line(3, 'run_finished', { status: 5 }),
      line(4, 'span', { span_id: 'a', parent_id: {}, duration_ms: 3 }),
      line(5, 'span', { name: 6, span_id: 1, parent_id: null }),
      line(6, 'checkpoint_saved'),
    ];
    const summary = summaryOf([odd.join('')]);
    expect(summary.logs[0]).toMatchObject({ recordCount: 6, damagedCount: 0 });
    expect(summary.runs[0]).toMatchObject({ chunkCount: 1, chunkMs: 0, status: '', checkpointMs: 0 });
    expect([summary.droppedSpanCount, summary.spans().length]).toEqual([1, 1]);
  });
});

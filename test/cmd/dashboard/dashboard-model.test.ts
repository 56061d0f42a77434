import { describe, expect, test } from 'vitest';
import { DashboardModel, runCountMax } from '../../../cmd/dashboard/dashboard-model.ts';
import type { RunView } from '../../../cmd/dashboard/dashboard-view.ts';
import { LogReader } from '../../../engine/logs/index.ts';
import { sourceOf } from '../../engine/logs/scratch-logs.ts';
import { storyLines, storyLog, storyStart } from './story-log.ts';

function modelOf(...logs: readonly string[]): DashboardModel {
  const model = new DashboardModel();
  for (const log of logs) {
    const reader = new LogReader(sourceOf(log, 4096), { expects: 'chunk-record' });
    while (reader.next()) model.take(reader);
  }
  return model;
}

function viewOf(...logs: readonly string[]): RunView {
  return modelOf(...logs)
    .runs()[0]!
    .view();
}

describe('DashboardModel', () => {
  test('take, tells a finished run', () => {
    const run = viewOf(storyLog({ chunkCount: 5 }));
    expect(run).toMatchObject({
      status: 'done',
      repository: 'some/story',
      startedAt: storyStart - 100,
      durationMs: 5000,
      commits: 200,
      commitsDone: 200,
      chunksDone: 5,
      replanCount: 1,
      checkpointCount: 5,
      cacheHits: 150,
      cacheMisses: 50,
      rssPeakBytes: 600_000,
      commitsPerSecond: 40,
      leftError: 0,
    });
    expect(run.chunks.replans).toEqual([0, 1, 0, 0, 0]);
    expect(run.chunks.cacheHits).toEqual([30, 30, 30, 30, 30]);
    expect(run.stages.map(({ totalMs }) => totalMs)).toEqual([100, 3000, 1500, 250, 0]);
    expect(run.slowCommits.map(({ durationMs }) => durationMs)).toEqual([11, 10, 9, 8, 7]);
    expect(run.slowCommits[0]!.attributes).toBe(`vcs.ref.head.revision: ${'ab'.repeat(20)}, place: 199`);
    expect(run.events.map(({ kind }) => kind).slice(-2)).toEqual(['checkpoint', 'end']);
  });

  test('take, foretells the rest of an open run from its speed', () => {
    const lines = storyLines({ chunkCount: 10 });
    const run = viewOf(lines.slice(0, 2 + 4 * 4 + 1).join(''));
    expect(run).toMatchObject({ status: 'open', commitsDone: 160, leftMs: 6000 });
  });

  test('take, counts nothing twice when the rest of a log is read again', () => {
    const lines = storyLines({ chunkCount: 5 });
    const once = viewOf(lines.join(''));
    const again = viewOf(
      lines.join(''),
      lines
        .slice(2)
        .filter((text) => /chunk_finished|"batch"/.test(text))
        .join(''),
    );
    expect(again.chunks).toEqual(once.chunks);
    expect(again.stages).toEqual(once.stages);
    expect(again.cacheHits).toBe(once.cacheHits);
  });

  test('take, begins a run anew when its log does', () => {
    const log = storyLog({ chunkCount: 5 });
    const { checkpointCount, chunks } = viewOf(log, log);
    expect(checkpointCount).toBe(5);
    expect(chunks.index).toEqual([0, 1, 2, 3, 4]);
  });

  test('take, goes on with a run across two logs, as rotation leaves them', () => {
    const lines = storyLines({ chunkCount: 6 });
    const whole = viewOf(lines.join(''));
    expect(viewOf(lines.slice(0, 9).join(''), lines.slice(9).join(''))).toEqual(whole);
  });

  test('view, stays small however many chunks there are', () => {
    const size = (chunkCount: number): number => JSON.stringify(viewOf(storyLog({ chunkCount }))).length;
    expect(size(20_000)).toBeLessThan(120_000);
    const run = viewOf(storyLog({ chunkCount: 20_000 }));
    expect(run.chunks.index.length).toBeLessThanOrEqual(240);
    expect(run.samples.commits.at(-1)).toBe(800_000);
    expect(run.chunks.commits.reduce((sum, value) => sum + value, 0)).toBe(800_000);
    expect(run.events.length + run.droppedEventCount).toBe(20_002);
  });

  test('take, keeps the newest runs and counts the others', () => {
    const logs = Array.from({ length: runCountMax + 3 }, (_, at) =>
      storyLog({ chunkCount: 2, runId: `run-${at}`, startedAt: storyStart + at * 60_000 }),
    );
    const model = modelOf(...logs);
    expect(model.droppedRunCount).toBe(3);
    expect(model.runs().map(({ id }) => id)).toEqual(
      Array.from({ length: runCountMax }, (_, at) => `run-${runCountMax + 2 - at}`),
    );
  });

  test('take, makes nothing of fields of other types', () => {
    const hostile = [
      '{"time":1,"run_id":"x","event":"run_started","commits":"many","regions":[1],"budget_bytes":null}',
      '{"time":2,"run_id":"x","event":"chunk_finished","chunk_index":0,"cache":7,"commits":-1e999,"pressure":{}}',
      '{"time":3,"run_id":"x","event":"span","name":"batch","duration_ms":-5,"attributes":{"commits_done":1e308}}',
      '{"time":4,"run_id":"x","event":"span","name":17,"parent_id":"p","attributes":"none"}',
      '{"time":5,"run_id":"x","event":"run_finished","status":"exploded","duration_ms":true}',
      '{"time":6,"run_id":"x","event":"of the future","x":{}}',
    ];
    const run = viewOf(`${hostile.join('\n')}\n`);
    expect(run).toMatchObject({ status: 'failed', commits: 0, cacheHits: 0 });
    expect(JSON.stringify(run)).not.toContain('exploded');
  });
});

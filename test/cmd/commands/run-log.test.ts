import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chunkLogSchema, type ChunkRecord } from '../../../engine/telemetry/index.ts';
import { LogReader, LogSummary, openByteSource } from '../../../engine/logs/index.ts';
import { schemaFaults } from '../../engine/telemetry/schema-check.ts';
import type { GitFixture } from '../../support/git-fixture.ts';
import { runProgram } from '../../support/program-run.ts';
import { makeRandomRepository } from '../../support/random-repository.ts';

/** The chunk log of the program itself: two runs with a stop between them, and one of threads. */
describe('the chunk log of a run', () => {
  let fixture: GitFixture;
  let records: readonly ChunkRecord[];
  const folder = mkdtempSync(join(tmpdir(), 'codefang-log-'));
  const log = join(folder, 'logs', 'run.ndjson');

  beforeAll(async () => {
    fixture = makeRandomRepository({ seed: 51, commitCount: 400 });
    const flags = { 'log-file': log, 'memory-budget': '1GiB' };
    const repository = fixture.path;
    let asked = 0;
    // Asked for at each commit, so that the first run stops in the midst of the walk.
    const stopRequested = (): string | undefined => ((asked += 1) > 200 ? 'SIGINT' : undefined);
    await runProgram({ repository, folder, flags, stopRequested });
    const second = await runProgram({ repository, folder, flags });
    expect(second.failure).toBeUndefined();
    const third = await runProgram({ repository, folder, flags: { ...flags, workers: '2', resume: 'never' } });
    expect(third.failure).toBeUndefined();
    expect(third.digest).toBe(second.digest);
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
    records = lines.map((line) => JSON.parse(line) as ChunkRecord);
  });

  afterAll(() => {
    fixture.dispose();
    rmSync(folder, { recursive: true });
  });

  test('fits the schema in every record, of every event that such runs have', () => {
    for (const record of records) expect(schemaFaults(chunkLogSchema, record), record.event).toEqual([]);
    const events = new Set(records.map(({ event }) => event));
    for (const event of expectedEvents) expect(events, event).toContain(event);
    const endings = records.flatMap((record) => (record.event === 'run_finished' ? [record.status] : []));
    expect(endings).toEqual(['interrupted', 'done', 'done']);
  });

  test('has spans of phases, chunks and batches, each below one that is logged', () => {
    const runIds = new Set(records.map((record) => record.run_id));
    expect(runIds.size).toBe(3);
    for (const runId of runIds) {
      const lines = records.filter((record) => record.run_id === runId);
      const spans = lines.flatMap((record) => (record.event === 'span' ? [record] : []));
      const names = new Map(spans.map((span) => [span.span_id, span.name]));
      expect(names.size).toBe(spans.length);
      for (const { name, parent_id: parent } of spans) {
        expect(parent === null ? '' : names.get(parent)).toBe(parents[name]);
      }
      for (const name of ['survey', 'walk', 'chunk', 'hibernate']) expect([...names.values()]).toContain(name);
      const chunks = spans.filter(({ name }) => name === 'chunk').length;
      expect(chunks).toBe(lines.filter(({ event }) => event === 'chunk_finished').length);
    }
  });

  test('has at most 13 lines a batch and 6 a chunk, beside those of the chunk itself', () => {
    const spans = records.flatMap((record) => (record.event === 'span' ? [record] : []));
    const childCounts = new Map<string, number>();
    for (const { run_id: run, parent_id: parent } of spans) {
      const key = `${run} ${parent}`;
      childCounts.set(key, (childCounts.get(key) ?? 0) + 1);
    }
    for (const { name, run_id: run, span_id: id } of spans) {
      const count = childCounts.get(`${run} ${id}`) ?? 0;
      if (name === 'batch') expect(count).toBeLessThanOrEqual(12);
      if (name === 'chunk') expect(count).toBeLessThanOrEqual(5);
    }
  });

  test('is summed up by the report: runs, chunks, caches, checkpoints, trees', () => {
    const summary = new LogSummary(10, 'name');
    const reader = new LogReader(openByteSource(log), { expects: 'chunk-record' });
    summary.addLog(reader);
    reader.close();
    expect(summary.droppedSpanCount).toBe(0);
    const [first, second, third] = summary.runs;
    expect([first?.status, second?.status, third?.status]).toEqual(['interrupted', 'done', 'done']);
    expect(second?.resumeCount).toBe(1);
    expect(first!.commits + second!.commits).toBe(third!.commits);
    expect(third!.cacheHits + third!.cacheMisses).toBeGreaterThan(0);
    expect(first?.checkpointCount).toBeGreaterThan(0);
    const walk = summary.slowest().find((tree) => summary.spanName(tree) === 'walk');
    expect(walk?.children.map((child) => summary.spanName(child))).toContain('chunk');
  });
});

const expectedEvents = [
  'run_started',
  'chunk_finished',
  'checkpoint_saved',
  'checkpoint_resumed',
  'span',
  'run_finished',
] as const;

const parents: Readonly<Record<string, string>> = {
  survey: '',
  walk: '',
  report: '',
  chunk: 'walk',
  batch: 'walk',
  commit: 'batch',
  file: 'batch',
  fold: 'batch',
  hibernate: 'chunk',
  checkpoint: 'chunk',
  collect: 'chunk',
  spill: 'chunk',
  boot: 'chunk',
};

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { CodefangError } from '../../../engine/base/index.ts';
import {
  type ChunkEventName,
  type ChunkLog,
  chunkLogSchema,
  nullChunkLog,
  openChunkLog,
} from '../../../engine/telemetry/index.ts';
import { sampleEvents } from './sample-events.ts';
import { schemaFaults } from './schema-check.ts';

const folder = mkdtempSync(join(tmpdir(), 'codefang-test-'));
const door = new URL('../../../engine/telemetry/index.js', import.meta.url).href;

afterAll(() => rmSync(folder, { recursive: true }));

test('openChunkLog() writes every event as one line that fits the schema', async () => {
  const file = join(folder, 'every', 'event.ndjson');
  const log = await openChunkLog({ runId: 'run-1', file });
  const names = Object.keys(sampleEvents) as ChunkEventName[];
  for (const name of names) writeSample(log, name);
  await log.close();
  const lines = linesOf(file);
  expect(lines.map((line) => line['event'])).toEqual(names);
  for (const [at, line] of lines.entries()) {
    expect(schemaFaults(chunkLogSchema, line)).toEqual([]);
    const name = names[at] ?? 'span';
    const { time, ...rest } = line;
    expect(typeof time).toBe('number');
    expect(rest).toEqual({ level: 30, run_id: 'run-1', event: name, ...sampleEvents[name] });
  }
});

test('openChunkLog() writes no key of a line twice', async () => {
  const file = join(folder, 'keys.ndjson');
  const log = await openChunkLog({ runId: 'r', file });
  writeSample(log, 'memory_pressure');
  const text = readFileSync(file, 'utf8').replace(/"time":\d+/, '"time":0');
  expect(text).toBe(
    '{"level":"critical","time":0,"run_id":"r","event":"memory_pressure",' +
      '"rss_bytes":950,"budget_bytes":1000,"action":"collected"}\n',
  );
  await log.close();
});

test('openChunkLog() marks the line of a failed run as an error', async () => {
  const file = join(folder, 'failed.ndjson');
  const log = await openChunkLog({ runId: 'r', file });
  log.event('run_finished', { ...sampleEvents.run_finished, status: 'failed', digest: null });
  await log.close();
  expect(linesOf(file)[0]).toMatchObject({ level: 50, status: 'failed', digest: null });
});

test('openChunkLog() holds nothing back: a killed process leaves whole lines', () => {
  const file = join(folder, 'killed.ndjson');
  const script = `
    const { openChunkLog } = await import(${JSON.stringify(door)});
    const log = await openChunkLog({ runId: 'r', file: ${JSON.stringify(file)} });
    log.event('checkpoint_saved', ${JSON.stringify(sampleEvents.checkpoint_saved)});
    process.kill(process.pid, 'SIGKILL');
    await new Promise(() => {});`;
  expect(runScript(script).signal).toBe('SIGKILL');
  expect(linesOf(file)).toHaveLength(1);
});

test('openChunkLog() goes on after a torn last line on a line of its own', async () => {
  const file = join(folder, 'torn.ndjson');
  writeFileSync(file, '{"level":30}\n{"level":3');
  const log = await openChunkLog({ runId: 'r', file });
  writeSample(log, 'replanned');
  writeSample(log, 'replanned');
  await log.close();
  const lines = readFileSync(file, 'utf8').split('\n');
  expect(lines.slice(0, 2)).toEqual(['{"level":30}', '{"level":3']);
  expect(lines).toHaveLength(5);
  const events = lines.slice(2, 4).map((line) => JSON.parse(line).event);
  expect(events).toEqual(['replanned', 'replanned']);
});

test('ChunkLog goes on under its name after the file is moved, removed or truncated', async () => {
  const file = join(folder, 'rotated.ndjson');
  const log = await openChunkLog({ runId: 'r', file });
  writeSample(log, 'replanned');
  renameSync(file, `${file}.1`);
  writeSample(log, 'span');
  rmSync(file);
  writeSample(log, 'checkpoint_saved');
  writeSample(log, 'checkpoint_saved');
  const kept = linesOf(file);
  truncateSync(file);
  writeSample(log, 'run_finished');
  await log.close();
  expect(linesOf(`${file}.1`).map((line) => line['event'])).toEqual(['replanned']);
  expect(kept.map((line) => line['event'])).toEqual(['checkpoint_saved', 'checkpoint_saved']);
  expect(linesOf(file).map((line) => line['event'])).toEqual(['run_finished']);
});

test('openChunkLog() writes to stderr when asked, to both when both are asked', () => {
  const file = join(folder, 'both.ndjson');
  const script = `
    const { openChunkLog } = await import(${JSON.stringify(door)});
    const options = { runId: 'r', stderrFormat: 'json', file: ${JSON.stringify(file)} };
    const log = await openChunkLog(options);
    log.event('replanned', ${JSON.stringify(sampleEvents.replanned)});
    await log.close();
    process.stderr.write('still open');`;
  const { stderr, stdout } = runScript(script);
  expect(stdout).toBe('');
  expect(stderr).toBe(`${readFileSync(file, 'utf8')}still open`);
});

test('openChunkLog() loads pino only for a log', () => {
  const script = `
    const { openChunkLog, nullChunkLog } = await import(${JSON.stringify(door)});
    const { createRequire } = await import('node:module');
    const require = createRequire(${JSON.stringify(door)});
    const isLoaded = () => require.resolve('pino') in require.cache;
    const log = await openChunkLog({ runId: 'r' });
    const before = isLoaded();
    await openChunkLog({ runId: 'r', stderrFormat: 'json' });
    console.log(log === nullChunkLog, before, isLoaded());`;
  expect(runScript(script).stdout).toBe('true false true\n');
});

test('openChunkLog() refuses a file that cannot be opened', async () => {
  await expect(openChunkLog({ runId: 'r', file: folder })).rejects.toMatchObject({ code: 'IO' });
});

// The device that is always full.
test('ChunkLog tells once that it cannot write', async ({ skip }) => {
  if (!existsSync('/dev/full')) skip('needs /dev/full');
  const errors: CodefangError[] = [];
  const onError = (error: CodefangError): void => void errors.push(error);
  const log = await openChunkLog({ runId: 'r', file: '/dev/full', onError });
  for (let i = 0; i < 3; i += 1) writeSample(log, 'replanned');
  await log.close();
  writeSample(log, 'replanned');
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatchObject({ code: 'IO', cause: { code: 'ENOSPC' } });
});

test('ChunkLog survives a reader that went away', () => {
  const script = `
    const { openChunkLog } = await import(${JSON.stringify(door)});
    const log = await openChunkLog({ runId: 'r', stderrFormat: 'json', onError: (e) => {
      console.log(e.cause.code);
    } });
    const fields = ${JSON.stringify(sampleEvents.replanned)};
    for (let i = 0; i < 3; i += 1) log.event('replanned', fields);
    console.log('done');`;
  // "true" ends at once and never reads.
  const line = `"$NODE" --input-type=module -e "$SCRIPT" 2>&1 >&3 | true`;
  const child = spawnSync('sh', ['-c', `exec 3>&1; ${line}`], {
    env: {
      ...process.env,
      NODE: process.execPath,
      SCRIPT: `await slow();${script}
      async function slow() { await new Promise((go) => setTimeout(go, 200)); }`,
    },
    encoding: 'utf8',
  });
  expect(child.stdout).toBe('EPIPE\ndone\n');
});

test('ChunkLog.startSpan() links children to parents under ids of their own', async () => {
  const file = join(folder, 'spans.ndjson');
  const log = await openChunkLog({ runId: 'r', file });
  const root = log.startSpan('run');
  const child = log.startSpan('walk', root);
  child.end({ commits: 7 });
  root.end();
  await log.close();
  const [walk, run] = linesOf(file);
  const attributes = { commits: 7 };
  expect(walk).toMatchObject({ name: 'walk', span_id: 2, parent_id: 1, attributes });
  expect(run).toMatchObject({ name: 'run', span_id: 1, parent_id: null, attributes: {} });
  expect(Number(walk?.['start_ms'])).toBeGreaterThanOrEqual(Number(run?.['start_ms']));
  for (const line of [walk, run]) expect(schemaFaults(chunkLogSchema, line)).toEqual([]);
});

test('nullChunkLog takes everything and does nothing', async () => {
  writeSample(nullChunkLog, 'run_started');
  const span = nullChunkLog.startSpan('run');
  nullChunkLog.startSpan('walk', span).end();
  nullChunkLog.span('s', sampleEvents.span);
  expect([span.id, nullChunkLog.nextSpanId()]).toEqual([0, 0]);
  await nullChunkLog.close();
});

function writeSample<Name extends ChunkEventName>(log: ChunkLog, name: Name): void {
  log.event(name, sampleEvents[name]);
}

function linesOf(file: string): Record<string, unknown>[] {
  const text = readFileSync(file, 'utf8');
  expect(text.endsWith('\n')).toBe(true);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

function runScript(script: string): { signal: string | null; stdout: string; stderr: string } {
  const options = { encoding: 'utf8' } as const;
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], options);
}

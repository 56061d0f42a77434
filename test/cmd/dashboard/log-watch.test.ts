import { mkdirSync, renameSync, symlinkSync, truncateSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { DashboardModel } from '../../../cmd/dashboard/dashboard-model.ts';
import type { DashboardView } from '../../../cmd/dashboard/dashboard-view.ts';
import { LogPlaces } from '../../../cmd/dashboard/log-places.ts';
import { LogWatch } from '../../../cmd/dashboard/log-watch.ts';
import { ViewFeed } from '../../../cmd/dashboard/view-feed.ts';
import { WatchedLog } from '../../../cmd/dashboard/watched-log.ts';
import { line, ScratchLogs } from '../../engine/logs/scratch-logs.ts';
import { storyLines, storyLog } from './story-log.ts';

const noDeadline = Number.POSITIVE_INFINITY;

async function viewOf(...paths: readonly string[]): Promise<DashboardView> {
  const model = new DashboardModel();
  const watch = new LogWatch({ places: new LogPlaces(paths), model, isFollowed: false, onChange: () => {} });
  await watch.start();
  return new ViewFeed(model, watch, '1').view();
}

function followed(path: string): { readonly log: WatchedLog; readonly model: DashboardModel; look(): void } {
  const log = new WatchedLog(path, 'a.ndjson', true);
  const model = new DashboardModel();
  return { log, model, look: () => void log.read(model, noDeadline) };
}

/** Every byte near the ends of lines and within the first line, and every 13th byte elsewhere. */
function cutPlaces(text: string): number[] {
  const firstEnd = text.indexOf('\n');
  const isNearEnd = (at: number): boolean => text.slice(Math.max(0, at - 2), at + 2).includes('\n');
  const all = Array.from({ length: text.length + 1 }, (_, at) => at);
  return all.filter((at) => at <= firstEnd || at >= text.length - 2 || at % 13 === 0 || isNearEnd(at));
}

describe('LogWatch', () => {
  test('start, understands a log that is cut anywhere', async () => {
    using logs = new ScratchLogs();
    const text = storyLog({ chunkCount: 2 });
    const whole = await viewOf(logs.write('whole.ndjson', text));
    for (const end of cutPlaces(text)) {
      const path = logs.write('cut.ndjson', text.slice(0, end));
      const { runs, state } = await viewOf(path);
      const lineCount = text.slice(0, end).split('\n').length - 1;
      // A last line that only lacks its line feed is a line.
      expect(state.logs[0]!.recordCount - lineCount).toBeGreaterThanOrEqual(0);
      expect(state.logs[0]!.recordCount - lineCount).toBeLessThanOrEqual(1);
      if (end === text.length) expect(runs).toEqual(whole.runs);
      if (end < text.length - 1) expect(runs[0]?.status ?? 'open').toBe('open');
      if (end === 0) expect(state.logs[0]!.notes).toEqual(['it is empty']);
      const isTorn = end > 0 && lineCount === 0 && runs.length === 0;
      if (isTorn) expect(state.logs[0]!.faults[0]).toMatch(/ends in the middle of a line/);
    }
  });

  test('start, says which log is of a newer version, no log of ours, or not there', async () => {
    using logs = new ScratchLogs();
    const newer = logs.write('newer.ndjson', line(1, 'run_started', { log_version: 9 }));
    const foreign = logs.write('foreign.log', '<b>not ours</b>\n'.repeat(300));
    const json = logs.write('other.ndjson', '{"level":"info","msg":"hello"}\n');
    const { state, runs } = await viewOf(newer, foreign, json, logs.file('absent.ndjson'));
    const [first, second, third, fourth] = state.logs;
    expect(first!.faults[0]).toMatch(/of the newer version 9/);
    expect(runs.length).toBe(1);
    expect(second!.faults.at(-1)).toMatch(/none of its first 100 lines is a record/);
    expect(third!.faults.at(-1)).toMatch(/none of its first 1 lines is a record/);
    expect(fourth!.faults[0]).toMatch(/nothing is there/);
  });

  test('start, reads what looks like a log in a folder, and nothing that leads out of it', async () => {
    using logs = new ScratchLogs();
    using outside = new ScratchLogs();
    const secret = outside.write('secret.ndjson', storyLog({ chunkCount: 1, runId: 'secret' }));
    logs.write('a.ndjson', storyLog({ chunkCount: 1, runId: 'a' }));
    logs.write('b.ndjson.gz', gzipSync(storyLog({ chunkCount: 1, runId: 'b' })));
    logs.write('run.ndjson.1', storyLog({ chunkCount: 1, runId: 'c' }));
    logs.write('notes.txt', storyLog({ chunkCount: 1, runId: 'd' }));
    mkdirSync(logs.file('inner.log'));
    symlinkSync(secret, logs.file('link.ndjson'));
    symlinkSync(logs.file('absent'), logs.file('dangling.ndjson'));
    const { runs } = await viewOf(logs.path);
    expect(runs.map(({ id }) => id).sort()).toEqual(['a', 'b', 'c']);
  });

  test('read, waits for a log that is not there yet', () => {
    using logs = new ScratchLogs();
    const { log, model, look } = followed(logs.file('late.ndjson'));
    look();
    expect(log.view().notes).toEqual(['nothing is written to it yet']);
    logs.write('late.ndjson', storyLines({ chunkCount: 3 }).slice(0, 2).join(''));
    look();
    expect(model.runs()[0]!.view().commits).toBe(120);
    log.close();
  });

  test('read, waits for the rest of a line', () => {
    using logs = new ScratchLogs();
    const text = storyLog({ chunkCount: 3 });
    const { log, model, look } = followed(logs.write('a.ndjson', text.slice(0, 700)));
    look();
    for (let at = 700; at < text.length; at += 37) {
      logs.append('a.ndjson', text.slice(at, at + 37));
      look();
    }
    expect(model.runs()[0]!.view()).toMatchObject({ status: 'done', commitsDone: 120 });
    expect(log.view()).toMatchObject({ passedOverCount: 0, faults: [] });
    log.close();
  });

  test('read, tells the same wherever it was interrupted', () => {
    using logs = new ScratchLogs();
    const text = storyLog({ chunkCount: 1 });
    const { model: whole, look: lookAtAll, log: all } = followed(logs.write('whole.ndjson', text));
    lookAtAll();
    all.close();
    for (const at of cutPlaces(text)) {
      const { log, model, look } = followed(logs.write('a.ndjson', text.slice(0, at)));
      look();
      logs.append('a.ndjson', text.slice(at));
      look();
      log.close();
      expect(model.runs()[0]!.view()).toEqual(whole.runs()[0]!.view());
    }
  });

  test('read, survives truncation and rotation', () => {
    using logs = new ScratchLogs();
    const lines = storyLines({ chunkCount: 6 });
    const { log, model, look } = followed(logs.write('a.ndjson', lines.slice(0, 6).join('')));
    look();
    // Copied and truncated: what follows goes on with the run.
    truncateSync(logs.file('a.ndjson'), 0);
    logs.append('a.ndjson', lines.slice(6, 10).join(''));
    look();
    // Moved away, with a line that was still written to it, and made anew.
    renameSync(logs.file('a.ndjson'), logs.file('a.ndjson.1'));
    logs.append('a.ndjson.1', lines.slice(10, 11).join(''));
    look();
    logs.write('a.ndjson', lines.slice(11).join(''));
    look();
    expect(model.runs()[0]!.view()).toMatchObject({ status: 'done', commitsDone: 240, checkpointCount: 6 });
    expect(log.view().recordCount).toBe(lines.length);
    expect(log.view()).toMatchObject({ faults: [], notes: ['rotated or truncated 2 times'] });
    log.close();
  });
});

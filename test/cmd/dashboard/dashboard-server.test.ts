import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DashboardModel } from '../../../cmd/dashboard/dashboard-model.ts';
import { DashboardServer } from '../../../cmd/dashboard/dashboard-server.ts';
import { LogPlaces } from '../../../cmd/dashboard/log-places.ts';
import { LogWatch } from '../../../cmd/dashboard/log-watch.ts';
import { MetricsCache } from '../../../cmd/dashboard/metrics-cache.ts';
import { ResultFile } from '../../../cmd/dashboard/result-file.ts';
import { ViewFeed } from '../../../cmd/dashboard/view-feed.ts';
import { ScratchLogs } from '../../engine/logs/scratch-logs.ts';
import { RawClient, requestText } from '../../attack/raw-client.ts';
import { storyLines, storyLog, storyStart } from './story-log.ts';

interface Served {
  readonly port: number;
  readonly server: DashboardServer;
  readonly watch: LogWatch;
  readonly result: ResultFile;
}

async function serve(path: string): Promise<Served> {
  const model = new DashboardModel();
  let changed = (): void => {};
  const watch = new LogWatch({ places: new LogPlaces([path]), model, isFollowed: true, onChange: () => changed() });
  const feed = new ViewFeed(model, watch, '1');
  const page = { page: Buffer.from('<!doctype html>'), pagePolicy: "default-src 'none'" };
  const result = new ResultFile();
  const metrics = new MetricsCache(feed);
  const server = new DashboardServer({ feed, ...page, metrics, result, host: '127.0.0.1', port: 0, mayMove: false });
  changed = () => server.changed();
  const address = await server.listen();
  await watch.start();
  return { port: Number(new URL(address).port), server, watch, result };
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** By hand: fetch decides itself what Host and Origin are, and what a path means. */
function ask(port: number, path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let body = '';
      response.on('data', (part) => (body += String(part)));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

interface SentEvent {
  readonly id: string;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Listens until `isEnough`. */
function listen(
  port: number,
  lastEventId: string,
  isEnough: (events: readonly SentEvent[]) => boolean,
): Promise<SentEvent[]> {
  return new Promise((resolve, reject) => {
    const headers = lastEventId === '' ? {} : { 'last-event-id': lastEventId };
    const asked = request({ host: '127.0.0.1', port, path: '/events', headers }, (response) => {
      let text = '';
      response.on('error', () => {});
      response.on('data', (part) => {
        text += String(part);
        const events = text.split('\n\n').slice(0, -1).flatMap(eventOf);
        if (!isEnough(events)) return;
        asked.destroy();
        resolve(events);
      });
    });
    asked.on('error', reject);
    asked.end();
  });
}

function eventOf(block: string): SentEvent[] {
  const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
  if (field('event') === '') return [];
  return [{ id: field('id'), event: field('event'), data: JSON.parse(field('data')) as SentEvent['data'] }];
}

const hasState = (events: readonly SentEvent[]): boolean => events.some(({ event }) => event === 'state');

describe('DashboardServer', () => {
  let logs: ScratchLogs;
  let served: Served;

  beforeEach(async () => {
    logs = new ScratchLogs();
    const older = storyLog({ chunkCount: 2, runId: 'older', startedAt: storyStart - 9e6 });
    served = await serve(logs.write('a.ndjson', older + storyLines({ chunkCount: 4 }).slice(0, 6).join('')));
  });

  afterEach(async () => {
    served.watch.close();
    await served.server.close();
    logs[Symbol.dispose]();
  });

  test('answers under its own names only, and to no other origin', async () => {
    const { port } = served;
    const status = async (headers: Record<string, string>): Promise<number> => (await ask(port, '/', headers)).status;
    expect(await status({ host: `127.0.0.1:${port}` })).toBe(200);
    expect(await status({ host: `LocalHost:${port}` })).toBe(200);
    expect(await status({ host: `[::1]:${port}` })).toBe(200);
    const others = ['evil.example', `evil.example:${port}`, `127.0.0.1.evil.example:${port}`];
    for (const host of [...others, '127.0.0.1', `127.0.0.1:${port + 1}`]) {
      expect(await status({ host })).toBe(403);
    }
    const host = `localhost:${port}`;
    expect(await status({ host, origin: `http://localhost:${port}` })).toBe(200);
    const foreign = ['null', 'http://evil.example', `http://localhost:${port}.evil.example`];
    for (const origin of [...foreign, `https://localhost:${port}`]) {
      expect(await status({ host, origin })).toBe(403);
    }
    expect((await ask(port, '/events', { host, origin: 'http://evil.example' })).status).toBe(403);
    expect((await ask(port, '/metrics', { host: 'evil.example' })).status).toBe(403);
  });

  test('answers its addresses, and only to those who read', async () => {
    const { port } = served;
    for (const path of ['/a.ndjson', '/../a.ndjson', '/..%2f..%2fetc/passwd', '//etc/passwd', '/events/..', '/%00']) {
      expect((await ask(port, path)).status).toBe(404);
    }
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await ask(port, '/', {}, method)).status).toBe(405);
    }
    const { headers, status } = await ask(port, '/?x=1');
    expect(status).toBe(200);
    expect(headers['content-security-policy']).toBe("default-src 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  test('cuts off who asks again before the answer to the last was taken, or sends a body', async () => {
    const { port } = served;
    using greedy = new RawClient(port);
    greedy.drink();
    greedy.send(requestText(port, '/').repeat(3));
    await greedy.closed;
    using modest = new RawClient(port);
    modest.drink();
    modest.send(requestText(port, '/'));
    await modest.closed;
    expect(greedy.receivedBytes).toBeLessThanOrEqual(modest.receivedBytes);
    expect((await ask(port, '/', { 'content-length': '1' })).status).toBe(413);
    expect((await ask(port, '/')).status).toBe(200);
  });

  test('/result, is the page that the run wrote, and nothing before there is one', async () => {
    const { port, result } = served;
    expect((await ask(port, '/result')).status).toBe(404);
    result.offer(logs.write('out.html', '<!doctype html><title>report</title>'));
    const { body, headers } = await ask(port, '/result');
    expect([body, headers['content-type']]).toEqual([
      '<!doctype html><title>report</title>',
      'text/html; charset=utf-8',
    ]);
    expect((await ask(port, '/result', { host: 'evil.example' })).status).toBe(403);
    expect((await ask(port, '/result', {}, 'HEAD')).body).toBe('');
    result.offer(logs.file('gone.html'));
    expect((await ask(port, '/result')).status).toBe(404);
  });

  test('keeps 32 watchers, the newest of all who come', async () => {
    const { port } = served;
    const watchers = Array.from({ length: 40 }, () => new RawClient(port));
    for (const watcher of watchers) {
      watcher.send(requestText(port, '/events'));
      watcher.drink();
    }
    const first = watchers.slice(0, 8);
    await Promise.all(first.map(({ closed }) => closed));
    expect(watchers.filter(({ isClosed }) => isClosed).length).toBe(8);
    expect(served.server.watcherCount).toBe(32);
    for (const watcher of watchers) watcher[Symbol.dispose]();
  });

  test('sends all runs at first, and after a return only those that changed', async () => {
    const { port } = served;
    const first = await listen(port, '', hasState);
    expect(first.map(({ event, data }) => [event, data['id']])).toEqual([
      ['run', 'story-run'],
      ['run', 'older'],
      ['state', undefined],
    ]);
    const { id } = first[1]!;
    const again = await listen(port, id, hasState);
    expect(again.map(({ event }) => event)).toEqual(['state']);
    logs.append('a.ndjson', storyLines({ chunkCount: 4 }).slice(6).join(''));
    const later = await listen(port, id, (events) => events.some(({ data }) => data['status'] === 'done'));
    expect(later.filter(({ event }) => event === 'run').every(({ data }) => data['id'] === 'story-run')).toBe(true);
  });

  test('sends all runs to whoever has seen another server, or says nonsense', async () => {
    const { port } = served;
    for (const lastEventId of ['ffffffffffff-2', '99', 'x-y-z', '-1']) {
      const events = await listen(port, lastEventId, hasState);
      expect(events.filter(({ event }) => event === 'run').length).toBe(2);
    }
  });

  test('sends changes while the log grows, is rotated and truncated', async () => {
    const { port } = served;
    const lines = storyLines({ chunkCount: 4 });
    const isDone = ({ data }: SentEvent): boolean => data['id'] === 'story-run' && data['status'] === 'done';
    const done = listen(port, '', (events) => events.some(isDone));
    logs.append('a.ndjson', lines.slice(6, 9).join(''));
    await new Promise((resolve) => setTimeout(resolve, 600));
    logs.write('a.ndjson', lines.slice(9).join(''));
    const events = await done;
    const last = events.findLast(({ data }) => data['id'] === 'story-run')!.data;
    expect(last).toMatchObject({ commitsDone: 160, checkpointCount: 4 });
  });

  test('tells its last and lets watchers go when it closes', async () => {
    const ended = listen(served.port, '', (events) => events.some(({ data }) => data['phase'] === 'ended'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await served.watch.finish();
    await served.server.close();
    expect((await ended).length).toBeGreaterThan(2);
    served = await serve(logs.file('a.ndjson'));
  });

  test('/metrics, tells the runs in the text format of Prometheus', async () => {
    const { body, headers } = await ask(served.port, '/metrics');
    expect(headers['content-type']).toContain('text/plain; version=0.0.4');
    expect(body).toContain('# TYPE codefang_commits_processed_total counter');
    expect(body).toContain('codefang_commits_processed_total{run_id="older",repository="some/story"} 80');
    expect(body).toContain('codefang_run_running{run_id="story-run",repository="some/story"} 1');
    const fold = '{run_id="older",repository="some/story",stage="fold"} 0.6';
    expect(body).toContain(`codefang_stage_duration_seconds_total${fold}`);
  });
});

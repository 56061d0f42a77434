import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ExportedLog } from '../../../cmd/otel/exported-log.ts';
import { openOtelExport } from '../../../cmd/otel/otel-export.ts';
import { wantsOtel } from '../../../cmd/otel/wants-otel.ts';
import { nullChunkLog } from '../../../engine/telemetry/index.ts';
import { sampleEvents } from '../../engine/telemetry/sample-events.ts';
import { GitFixture } from '../../support/git-fixture.ts';

const main = fileURLToPath(new URL('../../../cmd/main.js', import.meta.url));
const runId = '00112233-4455-6677-8899-aabbccddeeff';

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: object }[];
  readonly events: readonly { readonly name: string }[];
}

/** A collector on this machine: takes everything and keeps it. */
class Collector {
  readonly #server: Server;
  readonly #bodies = new Map<string, unknown[]>();

  constructor() {
    this.#server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const path = request.url ?? '';
        this.#bodies.set(path, [...(this.#bodies.get(path) ?? []), JSON.parse(Buffer.concat(parts).toString())]);
        response.setHeader('content-type', 'application/json');
        response.end('{}');
      });
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', () => resolve()));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Everything named so, at any depth. */
  found(path: string, name: string): unknown[] {
    const all: unknown[] = [];
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, inner] of Object.entries(value)) {
        if (key === name && Array.isArray(inner)) all.push(...(inner as unknown[]));
        visit(inner);
      }
    };
    visit(this.#bodies.get(path) ?? []);
    return all;
  }

  spans(): OtlpSpan[] {
    return this.found('/v1/traces', 'spans') as OtlpSpan[];
  }

  metricNames(): string[] {
    return (this.found('/v1/metrics', 'metrics') as { readonly name: string }[]).map(({ name }) => name);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

function nameOf(spans: readonly OtlpSpan[], spanId: string | undefined): string | undefined {
  return spans.find((span) => span.spanId === spanId)?.name;
}

describe('openOtelExport', () => {
  const collector = new Collector();
  const before = process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];

  beforeAll(async () => {
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = await collector.listen();
  });

  afterAll(() => {
    collector.close();
    if (before === undefined) delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
    else process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = before;
  });

  test('sends a run as one trace, with its events and figures', async () => {
    const exported = await openOtelExport({ runId, version: '1.2.3', environment: {} });
    const log = new ExportedLog(nullChunkLog, exported, () => {});
    const survey = log.startSpan('survey');
    survey.end({ commits: 3 });
    log.event('run_started', sampleEvents.run_started);
    const walk = log.startSpan('walk');
    const times = { start_ms: 1_700_000_000_000, duration_ms: 5 };
    const attributes = { rss_bytes: 700, heap_bytes: 70 };
    log.span('batch', { span_id: log.nextSpanId(), parent_id: walk.id, ...times, attributes });
    log.event('chunk_finished', sampleEvents.chunk_finished);
    log.event('replanned', sampleEvents.replanned);
    walk.end();
    log.event('run_finished', sampleEvents.run_finished);
    await log.close();
    const spans = collector.spans();
    expect(spans.map(({ name }) => name).sort()).toEqual(['batch', 'codefang run', 'survey', 'walk']);
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([runId.replaceAll('-', '')]));
    const parents = Object.fromEntries(spans.map(({ name, parentSpanId }) => [name, nameOf(spans, parentSpanId)]));
    expect(parents).toEqual({ 'codefang run': undefined, survey: 'codefang run', walk: 'codefang run', batch: 'walk' });
    const run = spans.find(({ name }) => name === 'codefang run')!;
    expect(run.events.map(({ name }) => name)).toEqual(['codefang.replanned']);
    expect(run.attributes).toContainEqual({ key: 'vcs.repository.name', value: { stringValue: 'some/repository' } });
    const names = collector.metricNames();
    expect(names).toEqual(expect.arrayContaining(['process.memory.usage', 'v8js.memory.heap.used']));
    expect(names).toEqual(expect.arrayContaining(['codefang.commits.processed', 'codefang.replans']));
    const services = JSON.stringify(collector.found('/v1/traces', 'attributes'));
    expect(services).toContain('"key":"service.version","value":{"stringValue":"1.2.3"}');
  });

  test('wantsOtel, asks for an endpoint, and heeds the switch', () => {
    expect(wantsOtel({})).toBe(false);
    expect(wantsOtel({ OTEL_EXPORTER_OTLP_ENDPOINT: '' })).toBe(false);
    expect(wantsOtel({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://x', OTEL_SDK_DISABLED: 'TRUE' })).toBe(false);
    expect(wantsOtel({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://x' })).toBe(true);
  });
});

describe('codefang run with an endpoint', () => {
  test('ends well, and says so, when the collector never answers', async () => {
    using fixture = GitFixture.init();
    fixture.commit({ files: { 'a.txt': 'a\n' } });
    const silent = createSocketServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', () => resolve()));
    const { port } = silent.address() as AddressInfo;
    const places = ['--resume', 'never', '--spill-dir', fixture.root];
    const args = ['run', ...places, '--format', 'json', '-o', join(fixture.root, 'out.json')];
    const child = spawn(process.execPath, [main, ...args, fixture.path], {
      env: { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` },
    });
    let told = '';
    child.stderr.on('data', (part) => (told += String(part)));
    const status = await new Promise((resolve) => child.on('exit', resolve));
    silent.close();
    expect(status).toBe(0);
    expect(told).toContain('Some OpenTelemetry data was not sent');
  });
});

/**
 * A run as OpenTelemetry: its spans as one trace, its figures as metrics, sent by OTLP over HTTP.
 * The packages are optional peers, loaded when an endpoint is set.
 * BOUNDED BY: 2,048 spans that wait (more are dropped), one batch under way, 128 events a run.
 */
import type { Attributes, Context, SpanContext } from '@opentelemetry/api';
import type { ChunkLog } from '../../engine/index.ts';
import { type RunInstruments, runInstruments } from './run-instruments.ts';

type SpanFields = Parameters<ChunkLog['span']>[1];
type EventName = Parameters<ChunkLog['event']>[0];
type Fields = Readonly<Record<string, unknown>>;

export interface OtelOptions {
  readonly runId: string;
  readonly version: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface OtelExport {
  event(name: EventName, fields: Fields): void;
  span(name: string, fields: SpanFields): void;
  /** Sends what waits, within a second; false when not all could be sent. */
  close(): Promise<boolean>;
}

/** No request, and no end of a run, waits longer for a collector. */
const requestMsMax = 800;
const endMsMax = 900;
const waitingSpanCountMax = 2048;
const metricEveryMs = 10_000;

/** @throws what the import throws when the packages are not there */
export async function openOtelExport({ runId, version, environment }: OtelOptions): Promise<OtelExport> {
  const { api, traces, metrics, resources, spanExporters, metricExporters } = await loadPackages();
  const ids = new SpanIds(runId);
  const resource = resources.defaultResource().merge(
    resources.resourceFromAttributes({
      'service.name': environment['OTEL_SERVICE_NAME'] ?? 'codefang',
      'service.version': version,
      'service.instance.id': runId,
    }),
  );
  const tracers = new traces.BasicTracerProvider({
    resource,
    idGenerator: ids,
    spanProcessors: [
      new traces.BatchSpanProcessor(new spanExporters.OTLPTraceExporter({ timeoutMillis: requestMsMax }), {
        maxQueueSize: waitingSpanCountMax,
        exportTimeoutMillis: requestMsMax,
        scheduledDelayMillis: 2000,
      }),
    ],
  });
  const meters = new metrics.MeterProvider({
    resource,
    readers: [
      new metrics.PeriodicExportingMetricReader({
        exporter: new metricExporters.OTLPMetricExporter({ timeoutMillis: requestMsMax }),
        exportIntervalMillis: metricEveryMs,
        exportTimeoutMillis: requestMsMax,
      }),
    ],
  });
  const tracer = tracers.getTracer('codefang', version);
  const below = (context: SpanContext): Context => api.trace.setSpanContext(api.ROOT_CONTEXT, context);
  return new OpenExport(
    {
      start: (name, id, parentId, startMs, attributes) => {
        ids.next = id;
        const parent = parentId === undefined ? api.ROOT_CONTEXT : below(ids.contextOf(parentId));
        return tracer.startSpan(name, { startTime: startMs, attributes }, parent);
      },
      flush: () => Promise.all([tracers.shutdown(), meters.shutdown()]),
    },
    runInstruments(meters.getMeter('codefang', version)),
  );
}

type StartedSpan = Pick<import('@opentelemetry/api').Span, 'addEvent' | 'end' | 'setAttributes' | 'setStatus'>;

interface Tracing {
  start(name: string, id: number, parentId: number | undefined, startMs: number, attributes: Attributes): StartedSpan;
  flush(): Promise<unknown>;
}

const runSpanId = 0;
/** Events of the log that are moments of the run's span. */
const moments: readonly string[] = ['replanned', 'memory_pressure', 'checkpoint_saved', 'checkpoint_resumed'];
const errorStatus = 2;

class OpenExport implements OtelExport {
  readonly #tracing: Tracing;
  readonly #instruments: RunInstruments;
  readonly #run: StartedSpan;

  constructor(tracing: Tracing, instruments: RunInstruments) {
    this.#tracing = tracing;
    this.#instruments = instruments;
    this.#run = tracing.start('codefang run', runSpanId, undefined, Date.now(), {});
  }

  event(name: EventName, fields: Fields): void {
    this.#instruments.take(name, fields);
    if (name === 'run_started' || name === 'run_finished') this.#run.setAttributes(attributesOf(fields));
    if (moments.includes(name)) this.#run.addEvent(`codefang.${name}`, attributesOf(fields));
    if (name !== 'run_finished') return;
    if (fields['status'] === 'failed') this.#run.setStatus({ code: errorStatus });
    this.#run.end();
  }

  span(name: string, { span_id, parent_id, start_ms, duration_ms, attributes }: SpanFields): void {
    const parentId = parent_id ?? runSpanId;
    const span = this.#tracing.start(name, span_id, parentId, start_ms, attributesOf(attributes));
    span.end(start_ms + duration_ms);
    this.#instruments.takeSpan(name, attributes);
  }

  async close(): Promise<boolean> {
    let late: NodeJS.Timeout | undefined;
    const tooLate = new Promise<boolean>((resolve) => {
      late = setTimeout(() => resolve(false), endMsMax);
    });
    const sent = this.#tracing.flush().then(
      () => true,
      () => false,
    );
    const isSent = await Promise.race([sent, tooLate]);
    clearTimeout(late);
    return isSent;
  }
}

/** Ids out of those of the log: a span names its parent before the parent is known. */
class SpanIds {
  readonly #traceId: string;
  /** Of the span that starts next, as the log counts them. */
  next = runSpanId;

  /** @param runId a UUID, which is as long as the id of a trace */
  constructor(runId: string) {
    this.#traceId = runId.replaceAll('-', '');
  }

  readonly generateTraceId = (): string => this.#traceId;

  readonly generateSpanId = (): string => hexOf(this.next);

  contextOf(id: number): SpanContext {
    return { traceId: this.#traceId, spanId: hexOf(id), traceFlags: 1 };
  }
}

/** No id is all zeros. */
function hexOf(id: number): string {
  return (id + 1).toString(16).padStart(16, '0');
}

function attributesOf(fields: Fields): Attributes {
  const attributes: Attributes = {};
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      attributes[knownNames[name] ?? `codefang.${name}`] = value;
    }
  }
  return attributes;
}

/** What the conventions have a name for. */
const knownNames: Readonly<Record<string, string>> = {
  head: 'vcs.ref.head.revision',
  repository: 'vcs.repository.name',
};

async function loadPackages(): Promise<{
  readonly api: typeof import('@opentelemetry/api');
  readonly traces: typeof import('@opentelemetry/sdk-trace-base');
  readonly metrics: typeof import('@opentelemetry/sdk-metrics');
  readonly resources: typeof import('@opentelemetry/resources');
  readonly spanExporters: typeof import('@opentelemetry/exporter-trace-otlp-http');
  readonly metricExporters: typeof import('@opentelemetry/exporter-metrics-otlp-http');
}> {
  const [api, traces, metrics, resources, spanExporters, metricExporters] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace-base'),
    import('@opentelemetry/sdk-metrics'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/exporter-metrics-otlp-http'),
  ]);
  return { api, traces, metrics, resources, spanExporters, metricExporters };
}

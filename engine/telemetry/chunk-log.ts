/**
 * The chunk log: what a run did, one JSON object a line, for dashboards. Lines are made by pino,
 * which is loaded only when a log is wanted. Each line is written at once, since a run makes few
 * (one a chunk, one a span) and a killed run must leave them all. A log that cannot be written
 * never stops the run.
 * BOUNDED BY: one line in memory. Nested attributes beyond 100 keys or 5 levels are cut by pino.
 */
import type { LoggerOptions } from 'pino';
import type { CodefangError } from '../base/index.ts';
import type { ChunkEventName, ChunkEvents, Span, SpanAttribute } from './chunk-record.ts';
import { LineSink } from './line-sink.ts';

export interface ChunkLog {
  event<Name extends ChunkEventName>(name: Name, fields: ChunkEvents[Name]): void;
  /** Starts the clock of a span; its line is written when it ends. */
  startSpan(name: string, parent?: OpenSpan): OpenSpan;
  /** Writes a span that was measured elsewhere, with an id from `nextSpanId`; times to a microsecond. */
  span(name: string, fields: Omit<Span, 'name'>): void;
  /** Ids are 1, 2, 3, … within a run. */
  nextSpanId(): number;
  close(): Promise<void>;
}

/** A span that is under way. */
export interface OpenSpan {
  readonly id: number;
  end(attributes?: Readonly<Record<string, SpanAttribute>>): void;
}

export interface ChunkLogOptions {
  readonly runId: string;
  /** Appended to; its folder is made. */
  readonly file?: string | undefined;
  readonly stderrFormat?: 'json' | undefined;
  /** Called once per destination when lines are lost. Default: nothing. */
  readonly onError?: ((error: CodefangError) => void) | undefined;
}

/**
 * Opens the destinations asked for; with none, the answer is `nullChunkLog`.
 *
 * @throws {CodefangError} IO when the file cannot be opened
 */
export async function openChunkLog(options: ChunkLogOptions): Promise<ChunkLog> {
  const { file, stderrFormat } = options;
  if (file === undefined && stderrFormat === undefined) return nullChunkLog;
  const onError = options.onError ?? ignoreError;
  const sinks: LineSink[] = [];
  if (file !== undefined) sinks.push(new LineSink({ target: file, onError }));
  if (stderrFormat === 'json') sinks.push(new LineSink({ target: 2, onError }));
  const { pino } = await import('pino');
  const logger = pino(loggerOptions(options.runId), {
    write: (line) => {
      for (const sink of sinks) sink.write(line);
    },
  });
  return new PinoChunkLog(logger, sinks);
}

/** The log of a run without one. */
export const nullChunkLog: ChunkLog = {
  event() {},
  startSpan: () => nullSpan,
  span() {},
  nextSpanId: () => 0,
  async close() {},
};

const nullSpan: OpenSpan = { id: 0, end() {} };

/**
 * Two levels of our own, so that a line of memory pressure has its level in the place of pino's
 * number.
 */
const pressureLevels = { warning: 41, critical: 51 } as const;

function loggerOptions(runId: string): LoggerOptions<keyof typeof pressureLevels> {
  return {
    base: { run_id: runId },
    customLevels: pressureLevels,
    formatters: {
      level: (label, number) => ({ level: label in pressureLevels ? label : number }),
    },
  };
}

type LogMethod = 'info' | 'error' | keyof typeof pressureLevels;
type Logger = Readonly<Record<LogMethod, (record: object) => void>>;

class PinoChunkLog implements ChunkLog {
  readonly #logger: Logger;
  readonly #sinks: readonly LineSink[];
  #spanCount = 0;

  constructor(logger: Logger, sinks: readonly LineSink[]) {
    this.#logger = logger;
    this.#sinks = sinks;
  }

  event<Name extends ChunkEventName>(name: Name, fields: ChunkEvents[Name]): void {
    if ('level' in fields) {
      const { level, ...rest } = fields;
      this.#logger[level]({ event: name, ...rest });
    } else {
      const isFailure = 'status' in fields && fields.status === 'failed';
      this.#logger[isFailure ? 'error' : 'info']({ event: name, ...fields });
    }
  }

  startSpan(name: string, parent?: OpenSpan): OpenSpan {
    const id = this.nextSpanId();
    const parentId = parent === undefined || parent.id === 0 ? null : parent.id;
    const startMs = performance.now();
    return {
      id,
      end: (attributes = {}) => {
        this.span(name, {
          span_id: id,
          parent_id: parentId,
          start_ms: performance.timeOrigin + startMs,
          duration_ms: performance.now() - startMs,
          attributes,
        });
      },
    };
  }

  span(name: string, fields: Omit<Span, 'name'>): void {
    const { start_ms, duration_ms } = fields;
    this.event('span', {
      name,
      ...fields,
      start_ms: toMicroseconds(start_ms),
      duration_ms: toMicroseconds(duration_ms),
    });
  }

  nextSpanId(): number {
    this.#spanCount += 1;
    return this.#spanCount;
  }

  async close(): Promise<void> {
    for (const sink of this.#sinks) sink.close();
  }
}

/** Clocks are not more precise, and 15 digits of noise would be most of a line. */
function toMicroseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

/** A log is an extra: a caller without `onError` has chosen to ignore its failures. */
function ignoreError(): void {}

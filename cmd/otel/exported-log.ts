import type { ChunkLog } from '../../engine/index.ts';
import type { OtelExport } from './otel-export.ts';

type OpenSpan = ReturnType<ChunkLog['startSpan']>;
type SpanFields = Parameters<ChunkLog['span']>[1];
type EndAttributes = Parameters<OpenSpan['end']>[0];

/** A chunk log whose lines are exported as well; the log itself may be none. */
export class ExportedLog implements ChunkLog {
  readonly #log: ChunkLog;
  readonly #exported: OtelExport;
  readonly #onLoss: () => void;
  #spanCount = 0;

  /** @param onLoss called at the end if not everything could be sent */
  constructor(log: ChunkLog, exported: OtelExport, onLoss: () => void) {
    this.#log = log;
    this.#exported = exported;
    this.#onLoss = onLoss;
  }

  readonly event: ChunkLog['event'] = (name, fields) => {
    this.#log.event(name, fields);
    this.#exported.event(name, { ...fields });
  };

  startSpan(name: string, parent?: OpenSpan): OpenSpan {
    const id = this.nextSpanId();
    const startMs = performance.now();
    return {
      id,
      end: (attributes: EndAttributes = {}) => {
        this.span(name, {
          span_id: id,
          parent_id: parent === undefined ? null : parent.id,
          start_ms: performance.timeOrigin + startMs,
          duration_ms: performance.now() - startMs,
          attributes,
        });
      },
    };
  }

  span(name: string, fields: SpanFields): void {
    this.#log.span(name, fields);
    this.#exported.span(name, fields);
  }

  nextSpanId(): number {
    this.#spanCount += 1;
    return this.#spanCount;
  }

  async close(): Promise<void> {
    await this.#log.close();
    if (!(await this.#exported.close())) this.#onLoss();
  }
}

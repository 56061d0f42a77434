import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ByteSource } from '../../../engine/logs/index.ts';
import { sampleEvents } from '../telemetry/sample-events.ts';

/** A temporary directory of logs, removed when the test ends: declare it with `using`. */
export class ScratchLogs implements Disposable {
  readonly path: string = mkdtempSync(join(tmpdir(), 'codefang-test-'));

  /** Writes a log and returns its path. */
  write(name: string, content: string | Uint8Array): string {
    writeFileSync(this.file(name), content);
    return this.file(name);
  }

  append(name: string, content: string): void {
    appendFileSync(this.file(name), content);
  }

  file(name: string): string {
    return join(this.path, name);
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Bytes in memory that are read in pieces of at most `pieceBytes`. */
export function sourceOf(content: string | Uint8Array, pieceBytes = 7): ByteSource {
  const bytes = Buffer.from(content as Uint8Array);
  let at = 0;
  return {
    name: 'log.ndjson',
    read(out, start, end) {
      const count = Math.min(pieceBytes, end - start, bytes.length - at);
      out.set(bytes.subarray(at, at + count), start);
      at += count;
      return count;
    },
    close() {},
  };
}

/** A line of a chunk log, with its line feed. */
export function line(time: number, event: string, fields: object = {}, runId = 'r'): string {
  return `${JSON.stringify({ level: 30, time, run_id: runId, event, ...fields })}\n`;
}

/** A small log with one line of each event. */
export function sampleLog(): string {
  return Object.entries(sampleEvents)
    .map(([event, fields], at) => line(1000 + at, event, fields))
    .join('');
}

export function spanLine(
  span: { id: number; parent?: number; name?: string; ms: number; run?: string },
  attributes: object = {},
): string {
  const { id, parent = null, name = `n${id}`, ms, run = 'r' } = span;
  const fields = { name, span_id: id, parent_id: parent, start_ms: 5, duration_ms: ms, attributes };
  return line(1, 'span', fields, run);
}

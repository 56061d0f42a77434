import { CodefangError, type RunEvents, type RunStatus } from '../engine/index.ts';
import type { AnalysisHost } from './analysis-host.ts';

/** How a run ends: what it spilled is removed, and the log gets its last line. Once, however often it is asked for. */
export class AnalysisEnd {
  readonly #host: AnalysisHost;
  readonly #events: RunEvents;
  readonly #startedAt: number = performance.now();
  #outcome: { readonly status: RunStatus; readonly commits: number; readonly digest: string | null };
  #isClosed = false;

  constructor(host: AnalysisHost, events: RunEvents) {
    this.#host = host;
    this.#events = events;
    this.#outcome = { status: 'failed', commits: 0, digest: null };
  }

  /** So many commits are analysed; with the digest of the report once it is known. */
  done(commits: number, digest: string | null): void {
    this.#outcome = { status: 'done', commits, digest };
  }

  failed(error: unknown): void {
    const code = error instanceof CodefangError ? error.code : undefined;
    const status = code === 'ABORTED' ? 'interrupted' : code === 'STOPPED' ? 'stopped' : 'failed';
    this.#outcome = { status, commits: 0, digest: null };
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const failure of this.#host.guard.close()) this.#host.onNote(`Cannot remove spill files: ${String(failure)}`);
    const durationMs = Math.round(performance.now() - this.#startedAt);
    const peakBytes = this.#host.memory.peakBytes();
    try {
      this.#events.event('run_finished', { ...this.#outcome, duration_ms: durationMs, rss_peak_bytes: peakBytes });
    } finally {
      this.#host.onClosed();
    }
  }
}

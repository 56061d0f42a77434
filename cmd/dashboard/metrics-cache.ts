import { prometheusText } from './prometheus-text.ts';
import type { ViewFeed } from './view-feed.ts';

export interface MetricsAnswer {
  readonly type: string;
  readonly bytes: Buffer;
}

const freshMs = 1000;

/**
 * The metrics for whoever asks, made at most once per second, and only after a change.
 * BOUNDED BY: one text of 24 runs, about 100 KiB, and one that is being made.
 */
export class MetricsCache {
  readonly #feed: ViewFeed;
  #answer: Promise<MetricsAnswer> | undefined;
  #step = -1;
  #madeAt = 0;

  constructor(feed: ViewFeed) {
    this.#feed = feed;
  }

  read(): Promise<MetricsAnswer> {
    const now = performance.now();
    if (this.#answer !== undefined && now - this.#madeAt < freshMs) return this.#answer;
    this.#feed.refresh();
    this.#madeAt = now;
    if (this.#answer !== undefined && this.#feed.step === this.#step) return this.#answer;
    this.#step = this.#feed.step;
    this.#answer = this.#make();
    return this.#answer;
  }

  async #make(): Promise<MetricsAnswer> {
    const { type, text } = await prometheusText(this.#feed.view().runs);
    return { type, bytes: Buffer.from(text) };
  }
}

import type { ServerResponse } from 'node:http';
import type { ViewFeed } from './view-feed.ts';

/** How long a browser waits before it comes back. */
const retryMs = 1000;

/**
 * Server-sent events (WHATWG HTML, 9.2) of one watcher. A run is an event with an id; after the
 * runs that changed comes the state of all, without one, so that a watcher who comes back says
 * which runs it has seen. Nothing is written while the last is not taken: BOUNDED BY one event.
 *
 *   retry: 1000
 *   id: 5f3a-17 ⏎ event: run ⏎ data: {…}
 *   event: state ⏎ data: {…}
 */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #feed: ViewFeed;
  readonly #serverId: string;
  #step: number;
  #sentState = '';
  #isBlocked = false;

  /** @param lastEventId what a returning browser says it has seen; anything at all */
  constructor(response: ServerResponse, feed: ViewFeed, serverId: string, lastEventId: string) {
    this.#response = response;
    this.#feed = feed;
    this.#serverId = serverId;
    this.#step = stepOf(lastEventId, serverId);
    response.on('drain', () => {
      this.#isBlocked = false;
      this.push();
    });
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    this.#write(`retry: ${retryMs}\n\n`);
  }

  /** Sends the changes since the last message. */
  push(): void {
    while (!this.#isBlocked) {
      const run = this.#feed.nextAfter(this.#step);
      if (run === undefined) break;
      this.#step = run.step;
      this.#write(`id: ${this.#serverId}-${run.step}\nevent: run\ndata: ${run.json}\n\n`);
    }
    if (this.#isBlocked) return;
    const state = JSON.stringify(this.#feed.state());
    if (state === this.#sentState) return;
    this.#sentState = state;
    this.#write(`event: state\ndata: ${state}\n\n`);
  }

  /** A comment, so that what lies between keeps the connection, and a dead one is noticed. */
  beat(): void {
    if (!this.#isBlocked) this.#write(': still here\n\n');
  }

  end(): void {
    this.#response.end();
  }

  #write(text: string): void {
    this.#isBlocked = !this.#response.write(text);
  }
}

/** Steps of another server mean nothing here. */
function stepOf(lastEventId: string, serverId: string): number {
  const prefix = `${serverId}-`;
  const digits = lastEventId.startsWith(prefix) ? lastEventId.slice(prefix.length) : '';
  return /^\d{1,15}$/.test(digits) ? Number(digits) : 0;
}

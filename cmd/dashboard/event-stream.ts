import type { ServerResponse } from 'node:http';
import type { ViewFeed } from './view-feed.ts';

/** How long a browser waits before it comes back. */
const retryMs = 1000;
const retryLine = Buffer.from(`retry: ${retryMs}\n\n`);
/** A comment that browsers pass over. */
const beatLine = Buffer.from(': still here\n\n');

/**
 * Server-sent events (WHATWG HTML, 9.2) of one watcher. A run is an event with an id; after the
 * runs that changed comes the state of all, without one, so that a watcher who comes back says
 * which runs it has seen. Nothing is written while the last is not taken.
 * BOUNDED BY: one event, whose bytes all watchers share.
 *
 *   retry: 1000
 *   id: 5f3a-17 ⏎ event: run ⏎ data: {…}
 *   event: state ⏎ data: {…}
 */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #feed: ViewFeed;
  #step: number;
  #sentState: Buffer | undefined;
  #isBlocked = false;
  #hasMissedBeat = false;

  /** @param lastEventId what a returning browser says it has seen; anything at all */
  constructor(response: ServerResponse, feed: ViewFeed, lastEventId: string) {
    this.#response = response;
    this.#feed = feed;
    this.#step = feed.stepOf(lastEventId);
    response.on('drain', () => {
      this.#isBlocked = false;
      this.#hasMissedBeat = false;
      this.push();
    });
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    this.#write(retryLine);
  }

  /** Whether it has not taken what was written last. */
  get isBlocked(): boolean {
    return this.#isBlocked;
  }

  /** Sends the changes since the last message. */
  push(): void {
    while (!this.#isBlocked) {
      const run = this.#feed.nextAfter(this.#step);
      if (run === undefined) break;
      this.#step = run.step;
      this.#write(run.event);
    }
    const state = this.#feed.stateEvent;
    if (this.#isBlocked || state === this.#sentState) return;
    this.#sentState = state;
    this.#write(state);
  }

  /** Keeps what lies between from closing the connection. Who takes nothing from one beat to the next is cut off. */
  beat(): void {
    if (!this.#isBlocked) {
      this.#write(beatLine);
    } else if (this.#hasMissedBeat) {
      this.cut();
    } else {
      this.#hasMissedBeat = true;
    }
  }

  end(): void {
    this.#response.end();
  }

  /** At once; a browser comes back by itself. */
  cut(): void {
    this.#response.destroy();
  }

  #write(bytes: Buffer): void {
    this.#isBlocked = !this.#response.write(bytes);
  }
}

import type { ChildMessage, ParentMessage } from './dashboard-child.ts';
import type { DashboardServer } from './dashboard-server.ts';
import type { LogWatch } from './log-watch.ts';
import type { ResultFile } from './result-file.ts';
import type { ViewFeed } from './view-feed.ts';

/** A page that is loaded again is away for a moment. */
const awayMsMax = 10_000;
/** A page that was forgotten in a browser keeps the process no longer than this after the run. */
const stayMsMax = 60 * 60 * 1000;

export interface ParentRunParts {
  readonly feed: ViewFeed;
  readonly watch: LogWatch;
  readonly server: DashboardServer;
  readonly result: ResultFile;
}

/** The run that a dashboard belongs to, at the other end of a channel: it closes when the run goes, however it does. */
export class ParentRun {
  readonly #parts: ParentRunParts;
  readonly #gone: Promise<void>;

  constructor(parts: ParentRunParts) {
    this.#parts = parts;
    process.on('message', (message) => void this.#end(message as ParentMessage));
    this.#gone = new Promise((resolve) => process.once('disconnect', resolve));
    // What ends the run by a key reaches us too; the run decides.
    process.on('SIGINT', () => {});
  }

  /** Until the run is gone and nobody has had the page open for a while. */
  async ended(): Promise<void> {
    const { watch, server } = this.#parts;
    await this.#gone;
    // Nobody is left to decide.
    process.removeAllListeners('SIGINT');
    await watch.finish();
    server.push();
    if (server.watcherCount > 0) await this.#unwatched();
  }

  /** The run is over and says where its report is: reads and shows the last, before the log may go. */
  async #end(ending: ParentMessage): Promise<void> {
    const { feed, watch, server, result } = this.#parts;
    if (ending.isServed) result.offer(ending.output);
    await watch.finish();
    feed.endWith(ending);
    server.push();
    process.send?.({ stays: server.watcherCount > 0 } satisfies ChildMessage);
  }

  #unwatched(): Promise<void> {
    const { server } = this.#parts;
    return new Promise((resolve) => {
      const stay = setTimeout(resolve, stayMsMax);
      server.onUnwatched = () => {
        setTimeout(() => {
          if (server.watcherCount > 0) return;
          clearTimeout(stay);
          resolve();
        }, awayMsMax);
      };
    });
  }
}

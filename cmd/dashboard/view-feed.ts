import { randomBytes } from 'node:crypto';
import type { DashboardModel } from './dashboard-model.ts';
import type { DashboardState, DashboardView, RunEnding } from './dashboard-view.ts';
import type { LogWatch } from './log-watch.ts';

/** A run as it stood at a step. */
export interface RunStep {
  readonly step: number;
  /** The whole message for a watcher; all of them share it. */
  readonly event: Buffer;
}

/**
 * What watchers must be told: each change of a run gets a step, counted up, and whoever has seen
 * the steps up to one is told of the runs that changed since. So nothing is queued for anybody: a
 * slow or returning watcher gets the newest state of what it missed.
 * BOUNDED BY: the text of each run, about 100 KiB, and of the state, up to 120 KiB.
 */
export class ViewFeed {
  readonly #model: DashboardModel;
  readonly #watch: LogWatch;
  readonly #version: string;
  readonly #steps = new Map<string, RunStep & { readonly revision: number }>();
  /** Steps of another server mean nothing to this one. */
  readonly #id: string = randomBytes(6).toString('hex');
  #step = 0;
  #ending: RunEnding | undefined;
  #stateJson = '';
  #stateEvent: Buffer = Buffer.alloc(0);

  constructor(model: DashboardModel, watch: LogWatch, version: string) {
    this.#model = model;
    this.#watch = watch;
    this.#version = version;
  }

  /** The state as a message for a watcher, as of the last `refresh`. */
  get stateEvent(): Buffer {
    return this.#stateEvent;
  }

  /** Grows with each change of a run; as of the last `refresh`. */
  get step(): number {
    return this.#step;
  }

  /** What the run that this dashboard belongs to says of its end. */
  endWith(ending: RunEnding): void {
    this.#ending = ending;
  }

  /** Takes note of what changed since the last call. */
  refresh(): void {
    const runs = this.#model.runs();
    for (const run of runs) {
      if (this.#steps.get(run.id)?.revision === run.revision) continue;
      this.#step += 1;
      // Anew, so that the map is in the order of the steps.
      this.#steps.delete(run.id);
      const text = `id: ${this.#id}-${this.#step}\nevent: run\ndata: ${JSON.stringify(run.view())}\n\n`;
      this.#steps.set(run.id, { step: this.#step, revision: run.revision, event: Buffer.from(text) });
    }
    const kept = new Set(runs.map(({ id }) => id));
    for (const id of this.#steps.keys()) if (!kept.has(id)) this.#steps.delete(id);
    const stateJson = JSON.stringify(this.state());
    if (stateJson === this.#stateJson) return;
    this.#stateJson = stateJson;
    this.#stateEvent = Buffer.from(`event: state\ndata: ${stateJson}\n\n`);
  }

  /** The first run that changed after a step; undefined when nothing did. */
  nextAfter(step: number): RunStep | undefined {
    for (const run of this.#steps.values()) if (run.step > step) return run;
    return undefined;
  }

  /** The step that the id of an event names; 0 for one of another server, or any other text. */
  stepOf(lastEventId: string): number {
    const prefix = `${this.#id}-`;
    const digits = lastEventId.startsWith(prefix) ? lastEventId.slice(prefix.length) : '';
    return /^\d{1,15}$/.test(digits) ? Number(digits) : 0;
  }

  state(): DashboardState {
    return {
      version: this.#version,
      phase: this.#watch.phase,
      logs: this.#watch.views(),
      droppedLogCount: this.#watch.droppedLogCount,
      runIds: this.#model.runs().map(({ id }) => id),
      droppedRunCount: this.#model.droppedRunCount,
      ending: this.#ending ?? null,
    };
  }

  view(): DashboardView {
    return { state: this.state(), runs: this.#model.runs().map((run) => run.view()) };
  }
}

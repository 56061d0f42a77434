import type { DashboardModel } from './dashboard-model.ts';
import type { DashboardState, DashboardView } from './dashboard-view.ts';
import type { LogWatch } from './log-watch.ts';

/** A run as it stood at a step. */
export interface RunStep {
  readonly step: number;
  readonly json: string;
}

/**
 * What watchers must be told: each change of a run gets a step, counted up, and whoever has seen
 * the steps up to one is told of the runs that changed since. So nothing is queued for anybody: a
 * slow or returning watcher gets the newest state of what it missed.
 * BOUNDED BY: the text of each run, about 100 KiB.
 */
export class ViewFeed {
  readonly #model: DashboardModel;
  readonly #watch: LogWatch;
  readonly #version: string;
  readonly #steps = new Map<string, RunStep & { readonly revision: number }>();
  #step = 0;

  constructor(model: DashboardModel, watch: LogWatch, version: string) {
    this.#model = model;
    this.#watch = watch;
    this.#version = version;
  }

  /** Takes note of what changed since the last call. */
  refresh(): void {
    const runs = this.#model.runs();
    for (const run of runs) {
      if (this.#steps.get(run.id)?.revision === run.revision) continue;
      this.#step += 1;
      // Anew, so that the map is in the order of the steps.
      this.#steps.delete(run.id);
      const json = JSON.stringify(run.view());
      this.#steps.set(run.id, { step: this.#step, revision: run.revision, json });
    }
    const kept = new Set(runs.map(({ id }) => id));
    for (const id of this.#steps.keys()) if (!kept.has(id)) this.#steps.delete(id);
  }

  /** The first run that changed after a step; undefined when nothing did. */
  nextAfter(step: number): RunStep | undefined {
    for (const run of this.#steps.values()) if (run.step > step) return run;
    return undefined;
  }

  state(): DashboardState {
    return {
      version: this.#version,
      phase: this.#watch.phase,
      logs: this.#watch.views(),
      droppedLogCount: this.#watch.droppedLogCount,
      runIds: this.#model.runs().map(({ id }) => id),
      droppedRunCount: this.#model.droppedRunCount,
    };
  }

  view(): DashboardView {
    return { state: this.state(), runs: this.#model.runs().map((run) => run.view()) };
  }
}

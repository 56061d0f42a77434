/// <reference lib="dom" />
import { parseVisible } from '../charts/visible-text.ts';
import type { DashboardState, DashboardView, RunView } from '../../dashboard/dashboard-view.ts';

/** How the page stands to its server. */
export type Link = 'file' | 'connecting' | 'connected' | 'lost';

/**
 * The state to show: from the page itself, or sent by the server as it changes. Holds the newest state
 * of each run that the server keeps, and forgets what the server forgot.
 */
export class ViewSource {
  readonly #runs = new Map<string, RunView>();
  readonly #onChange: () => void;
  #isChangeDue = false;
  state: DashboardState | undefined;
  link: Link = 'connecting';

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Runs in the order of the state, the newest first. */
  runs(): RunView[] {
    return (this.state?.runIds ?? []).flatMap((id) => this.#runs.get(id) ?? []);
  }

  start(): void {
    const block = document.querySelector('#view');
    if (block === null) {
      this.#connect();
      return;
    }
    const view = parseVisible(block.textContent ?? '') as DashboardView;
    block.remove();
    this.link = 'file';
    this.state = view.state;
    for (const run of view.runs) this.#runs.set(run.id, run);
    this.#changed();
  }

  /** The browser comes back by itself and says what it has seen. */
  #connect(): void {
    const events = new EventSource('/events');
    events.addEventListener('open', () => this.#setLink('connected'));
    events.addEventListener('error', () => {
      // The server said its last, and has gone: there is nothing to come back to.
      if (this.state?.phase === 'ended') events.close();
      this.#setLink('lost');
    });
    events.addEventListener('run', ({ data }) => {
      const run = parseVisible(String(data)) as RunView;
      this.#runs.set(run.id, run);
      this.#changed();
    });
    events.addEventListener('state', ({ data }) => {
      this.state = parseVisible(String(data)) as DashboardState;
      const kept = new Set(this.state.runIds);
      for (const id of this.#runs.keys()) if (!kept.has(id)) this.#runs.delete(id);
      this.#changed();
    });
  }

  #setLink(link: Link): void {
    this.link = link;
    this.#changed();
  }

  /** Once a frame, however many events come. A page that is not looked at draws when it is again. */
  #changed(): void {
    if (this.#isChangeDue) return;
    this.#isChangeDue = true;
    requestAnimationFrame(() => {
      this.#isChangeDue = false;
      this.#onChange();
    });
  }
}

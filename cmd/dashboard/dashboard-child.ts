import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { RunEnding } from './dashboard-view.ts';

/** V8 keeps to this, so that the whole process keeps to its share of the budget. */
const heapMiB = 24;
const startMsMax = 5000;
/** The last records are read and sent within this time, or never. */
const endMsMax = 2000;

/** What the two processes say to each other. */
export type ParentMessage = RunEnding;
export type ChildMessage = { readonly address: string } | { readonly stays: boolean };

/**
 * A `codefang dashboard` of its own beside a run: whatever a browser asks of it, the run's thread is
 * not asked. When the run has ended, or was killed, it stays as long as somebody has its page open.
 */
export class DashboardChild {
  readonly #child: ChildProcess;
  readonly address: string;

  private constructor(child: ChildProcess, address: string) {
    this.#child = child;
    this.address = address;
  }

  /** Undefined when it does not start: a run goes on without. */
  static async start(log: string): Promise<DashboardChild | undefined> {
    // The program lies above this file, compiled as well as bundled.
    const program = fileURLToPath(new URL('../main.js', import.meta.url));
    const limits = [`--max-old-space-size=${heapMiB}`, '--max-semi-space-size=1', '--single-threaded-gc'];
    const child = spawn(process.execPath, [...limits, program, 'dashboard', '--with-parent', log], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const said = await messageOf(child, startMsMax);
    if (said === undefined || !('address' in said)) {
      child.kill();
      return undefined;
    }
    // It does not keep the run's process.
    child.unref();
    child.channel?.unref();
    return new DashboardChild(child, said.address);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /**
   * Lets it read and send the last records. Returns whether it stays, because its page is open in a browser; else it
   * has ended.
   */
  async close(ending: RunEnding): Promise<boolean> {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return false;
    child.ref();
    const ended = once(child, 'exit');
    const answer = messageOf(child, endMsMax);
    if (child.connected) child.send(ending satisfies ParentMessage, () => {});
    const said = await answer;
    const stays = said !== undefined && 'stays' in said && said.stays;
    if (child.connected) child.disconnect();
    if (stays) {
      child.unref();
      return true;
    }
    const cut = setTimeout(() => child.kill('SIGKILL'), endMsMax);
    await ended;
    clearTimeout(cut);
    return false;
  }
}

/** Undefined when it ends, or says nothing in time. */
async function messageOf(child: ChildProcess, msMax: number): Promise<ChildMessage | undefined> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(undefined), msMax);
    const end = (message: ChildMessage | undefined): void => {
      clearTimeout(late);
      resolve(message);
    };
    child.once('message', (message) => end(message as ChildMessage));
    child.once('error', () => end(undefined));
    child.once('exit', () => end(undefined));
  });
}

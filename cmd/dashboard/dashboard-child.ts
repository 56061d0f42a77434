import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** V8 keeps to this, so that the whole process keeps to its share of the budget. */
const heapMiB = 24;
const startMsMax = 5000;
/** The last records are sent within this time, or never. */
const endMsMax = 2000;

/**
 * A `codefang dashboard` of its own beside a run: whatever a browser asks of it, the run's thread is
 * not asked. It ends when the channel between the two closes, so also when the run is killed.
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
    const address = await addressOf(child);
    if (address === undefined) {
      child.kill();
      return undefined;
    }
    // It does not keep the run's process.
    child.unref();
    child.channel?.unref();
    return new DashboardChild(child, address);
  }

  /** Lets it send the last records, and waits for its end. */
  async close(): Promise<void> {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.ref();
    if (child.connected) child.disconnect();
    const cut = setTimeout(() => child.kill('SIGKILL'), endMsMax);
    await once(child, 'exit');
    clearTimeout(cut);
  }
}

async function addressOf(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(undefined), startMsMax);
    const end = (address: string | undefined): void => {
      clearTimeout(late);
      resolve(address);
    };
    child.once('message', (message) => end((message as { readonly address?: string }).address));
    child.once('error', () => end(undefined));
    child.once('exit', () => end(undefined));
  });
}

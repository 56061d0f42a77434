import { writeFileSync } from 'node:fs';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

/** An execution takes microseconds. */
const hangingMs = 20_000;
const headBytes = 8;
const inputBytesMax = 65_536;

interface WatchData {
  readonly shared: SharedArrayBuffer;
  readonly path: string;
}

/**
 * Sees from a thread of its own whether reading an input comes to an end. If not, the input is written to a file, and
 * the process ends with 1.
 */
export class FuzzWatch {
  readonly #head: Int32Array;
  readonly #input: Uint8Array;
  readonly #worker: Worker;

  constructor(path: string) {
    const shared = new SharedArrayBuffer(headBytes + inputBytesMax);
    this.#head = new Int32Array(shared, 0, 2);
    this.#input = new Uint8Array(shared, headBytes);
    this.#worker = new Worker(new URL(import.meta.url), { workerData: { shared, path } satisfies WatchData });
    this.#worker.unref();
  }

  begin(input: Uint8Array): void {
    const length = Math.min(input.length, inputBytesMax);
    this.#input.set(input.subarray(0, length));
    this.#head[1] = length;
    this.#head[0]! += 1;
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}

if (!isMainThread && workerData !== null) watch(workerData as WatchData);

function watch({ shared, path }: WatchData): void {
  const head = new Int32Array(shared, 0, 2);
  let before = -1;
  setInterval(() => {
    if (head[0] === before) {
      writeFileSync(path, new Uint8Array(shared, headBytes, head[1]));
      process.stderr.write(`FOUND hang: the input is in ${path}\n`);
      process.kill(process.pid, 'SIGKILL');
    }
    before = head[0]!;
  }, hangingMs);
}

import { isMainThread } from 'node:worker_threads';
import { type FsCallName, listenToFs, systemError } from './faulty-fs.ts';

/*
 * Loaded before the program by `node --import`, it lets one call of the system go wrong in a way that the
 * variable FAULT_OF_TEST says. Its threads load it as well.
 */

export interface PlannedFault {
  readonly calls: readonly FsCallName[];
  /** A regular expression over paths. */
  readonly path: string;
  /** Calls that go well before it. */
  readonly after: number;
  /** `die` ends the process without a word, `exit` and `exhaust` end a thread. */
  readonly what: 'die' | 'exit' | 'exhaust' | 'ENOSPC' | 'EIO';
  readonly thread: 'main' | 'worker';
}

export const faultVariable = 'FAULT_OF_TEST';

const said = process.env[faultVariable];
if (said !== undefined) arm(JSON.parse(said) as PlannedFault);

function arm({ calls, path, after, what, thread }: PlannedFault): void {
  if (isMainThread !== (thread === 'main')) return;
  const pattern = new RegExp(path);
  let seen = 0;
  listenToFs((call) => {
    if (!calls.includes(call.name) || !pattern.test(call.path)) return;
    seen += 1;
    if (seen <= after) return;
    if (what === 'die') process.kill(process.pid, 'SIGKILL');
    else if (what === 'exit') process.exit(7);
    else if (what === 'exhaust') exhaust();
    else throw systemError(what, call);
  });
}

/** Holds ever more until the heap of this thread is full. */
function exhaust(): never {
  const held: number[][] = [];
  for (;;) held.push(Array.from({ length: 10_000 }, (_, at) => at + 0.5));
}

import { CodefangError } from '../engine/index.ts';

/**
 * One reading of a report at a time, since readings share the memory for re-sorting. Whole readings wait for each
 * other. An iteration takes its turn or is refused, and others are refused while it is open: it may never go on.
 */
export class ReportTurns {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #isTaken = false;
  #isClosed = false;

  /** Runs a whole reading in its turn. @throws {CodefangError} USAGE */
  async run<Value>(read: () => Promise<Value>): Promise<Value> {
    this.#check();
    this.#waiting += 1;
    const turn = this.#last.then(async () => {
      this.#check();
      return read();
    });
    this.#last = turn.catch(() => {}).finally(() => (this.#waiting -= 1));
    return turn;
  }

  /** Takes the turn until the function is called that it returns. @throws {CodefangError} USAGE */
  take(): () => void {
    this.#check();
    if (this.#waiting > 0) throw refusal('it is being written, await that first');
    this.#isTaken = true;
    return () => {
      this.#isTaken = false;
    };
  }

  close(): void {
    this.#isClosed = true;
  }

  #check(): void {
    if (this.#isClosed) throw refusal('it is closed');
    if (this.#isTaken) throw refusal('an iteration is open, end that first');
  }
}

function refusal(state: string): CodefangError {
  return new CodefangError('USAGE', `Cannot read the report: ${state}`);
}

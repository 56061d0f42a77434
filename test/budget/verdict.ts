import type { CodefangRun } from './codefang-run.ts';
import { type Rung, workingRungs } from './memory-limit.ts';
import { RunRecords } from './run-records.ts';

const errorTextMax = 2000;

/** Keeps the runs that a command judges, and what they broke; tells both at the end. */
export class Verdict {
  readonly rung: Rung;
  readonly #records: RunRecords;
  readonly #broken: string[] = [];

  /**
   * @param rung as said; default the best that works here
   * @throws Error when it does not work here
   */
  constructor(kind: string, rawPath: string | undefined, rung?: string) {
    const working = workingRungs();
    const chosen = working.find((one) => rung === undefined || one === rung);
    if (chosen === undefined) throw new Error(`Cannot limit by ${rung}: here work ${working.join(', ')}`);
    this.rung = chosen;
    this.#records = new RunRecords(kind, rawPath);
    process.stderr.write(`limit by ${chosen}${chosen === 'none' ? ': the kernel enforces nothing here' : ''}\n`);
  }

  /** @param what the run is of: names, no paths, since records are kept */
  add(run: CodefangRun, faults: readonly string[], what: Readonly<Record<string, unknown>>): void {
    const { errorText, ...figures } = run;
    const error = run.exitCode === 0 ? '' : errorText.slice(-errorTextMax);
    this.#records.add({ ...what, ...figures, error, broken: faults });
    const budget = run.budgetBytes === 0 ? 'unlimited' : `${run.budgetBytes / 2 ** 20} MiB`;
    const name = `${String(what['repository'])}, ${budget}, ${run.workers} workers`;
    this.#broken.push(...faults.map((fault) => `${name}: ${fault}`));
  }

  /** Tells what was broken; the process will end with 1 then. */
  end(): void {
    process.stdout.write(`limit by ${this.rung}, raw runs in ${this.#records.path}\n`);
    for (const line of this.#broken) process.stdout.write(`BROKEN: ${line}\n`);
    process.exitCode = this.#broken.length === 0 ? 0 : 1;
  }
}

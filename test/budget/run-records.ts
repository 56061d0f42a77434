import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeMachine, type Machine } from '../../bench/speed/machine.ts';

/** What a judged run is kept as: one JSON object a line, with the machine that it is of. */
export class RunRecords {
  readonly path: string;
  readonly #machine: Machine = describeMachine();

  /** @param path default a new file in `bench/runs/`, named for the moment and what was judged */
  constructor(kind: string, path?: string) {
    const moment = new Date().toISOString().slice(0, 19).replaceAll(':', '');
    const folder = fileURLToPath(new URL('../../../bench/runs/', import.meta.url));
    this.path = path ?? join(folder, `${moment}-${kind}.ndjson`);
    mkdirSync(dirname(this.path), { recursive: true });
  }

  add(record: object): void {
    const at = new Date().toISOString();
    appendFileSync(this.path, `${JSON.stringify({ at, ...record, machine: this.#machine })}\n`);
  }
}

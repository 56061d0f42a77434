import type { FactSpec, FactStore, ScratchFacts } from '../contract.ts';
import { NamedFacts } from '../spill/index.ts';

/** Facts that a report sorts by, and lets go of when it has read them. */
export class ScratchTable<Name extends string> extends NamedFacts<Name> implements ScratchFacts<Name> {
  readonly #drop: () => void;

  constructor(spec: FactSpec, store: FactStore, drop: () => void) {
    super(spec, store);
    this.#drop = drop;
  }

  [Symbol.dispose](): void {
    this.#drop();
  }
}

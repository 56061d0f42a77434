import type { Parts, PartShape } from '../../engine/index.ts';

/**
 * Parts in the least memory that the contract allows: all but the last two hibernate at once,
 * and what was done to a part that was only read is lost, as it would be with a budget that is
 * too small.
 */
export class EvictingParts<Part> implements Parts<Part> {
  readonly #shape: PartShape<Part>;
  readonly #asleep = new Map<number, Uint8Array>();
  #awake: { readonly id: number; readonly part: Part; isDirty: boolean }[] = [];

  constructor(shape: PartShape<Part>) {
    this.#shape = shape;
  }

  get(id: number, access: 'read' | 'write'): Part {
    const entry = this.#awake.find((part) => part.id === id) ?? this.#boot(id);
    this.#awake = [...this.#awake.filter((part) => part !== entry), entry];
    if (access === 'write') entry.isDirty = true;
    while (this.#awake.length > 2) this.#hibernate();
    return entry.part;
  }

  remove(id: number): void {
    this.#asleep.delete(id);
    this.#awake = this.#awake.filter((part) => part.id !== id);
  }

  ids(): readonly number[] {
    const ids = new Set([...this.#asleep.keys(), ...this.#awake.map(({ id }) => id)]);
    return Array.from(ids).sort((a, b) => a - b);
  }

  #boot(id: number): { readonly id: number; readonly part: Part; isDirty: boolean } {
    const bytes = this.#asleep.get(id);
    const isNew = bytes === undefined;
    return {
      id,
      part: isNew ? this.#shape.create(id) : this.#shape.decode(bytes, id),
      isDirty: isNew,
    };
  }

  #hibernate(): void {
    const { id, part, isDirty } = this.#awake.shift()!;
    if (!(this.#shape.weigh(part) > 0)) throw new Error('The contract of parts is broken: a part weighs something');
    if (isDirty) this.#asleep.set(id, this.#shape.encode(part).slice());
    this.#shape.release?.(part);
  }
}

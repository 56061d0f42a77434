import { assert } from './assert.ts';

/** TypeScript's library of ES2023 does not know the option; Node has it from version 20. */
type GrowableConstructor = new (bytes: number, options: { readonly maxByteLength: number }) => GrowableBuffer;
type GrowableBuffer = SharedArrayBuffer & { grow(bytes: number): void };

/**
 * Reserves address space for `bytesMax` and uses the first part of it. Growing neither copies nor
 * leaves garbage, memory is resident only where it was written, and views are as fast as those of
 * plain buffers.
 * WHY NOT doubled arrays: old and new are resident together, and the old one stays until a
 * collection.
 */
export class GrowableArray<View> {
  readonly #buffer: GrowableBuffer;
  readonly #elementBytes: number;
  readonly #view: new (buffer: SharedArrayBuffer, offset: number, length: number) => View;

  /** @param view a typed array's constructor; `lengthMax` elements is as far as it grows */
  constructor(
    view: (new (buffer: SharedArrayBuffer, offset: number, length: number) => View) & {
      readonly BYTES_PER_ELEMENT: number;
    },
    lengthMax: number,
  ) {
    this.#view = view;
    this.#elementBytes = view.BYTES_PER_ELEMENT;
    const Growable = SharedArrayBuffer as unknown as GrowableConstructor;
    this.#buffer = new Growable(0, { maxByteLength: lengthMax * this.#elementBytes });
  }

  get bytes(): number {
    return this.#buffer.byteLength;
  }

  /**
   * Grows to `length` elements, new ones 0, and returns the view of them all. Older views keep
   * their length.
   */
  grow(length: number): View {
    assert(length * this.#elementBytes >= this.#buffer.byteLength, 'it only grows');
    this.#buffer.grow(length * this.#elementBytes);
    return new this.#view(this.#buffer, 0, length);
  }
}

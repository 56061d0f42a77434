import { assert, type ByteInterner } from '../base/index.ts';
import { slabTag } from './slab-layout.ts';
import { Slice } from './slice.ts';

/**
 * A cursor over the slices of slabs, on the main thread; local path ids become those of the run.
 *
 *   reader.open(slab.ints, slab.end);
 *   while (reader.next()) fold.take(reader.slice);
 *
 * BOUNDED BY: the rows of one slab, and the paths of one group of commits.
 */
export class SlabReader {
  /** The slice that `next` came to; valid until the next call, and until the slab is released. */
  readonly slice: Slice;
  readonly #paths: ByteInterner;
  readonly #pathIds: { of: Int32Array } = { of: new Int32Array(1024) };
  #pathCount = 0;
  #ints: Int32Array = new Int32Array(0);
  #at = 0;
  #end = 0;
  #isBatchEnd = false;

  constructor(paths: ByteInterner, languageOfPath: (pathId: number) => number) {
    this.#paths = paths;
    this.slice = new Slice(this.#pathIds, languageOfPath);
  }

  /** Bytes of the look-ups. */
  get bytes(): number {
    return this.#pathIds.of.byteLength + this.slice.bytes;
  }

  /** Whether the batch ends with this slab; known when there is no next slice. */
  get isBatchEnd(): boolean {
    return this.#isBatchEnd;
  }

  /** Begins a slab, of which the first `end` integers are filled. REQUIRES: the slab before was read to its end */
  open(slab: Int32Array, end: number): void {
    assert(this.#at === this.#end, 'a slab is read to its end');
    this.#ints = slab;
    this.#at = 0;
    this.#end = end;
    this.#isBatchEnd = false;
  }

  /** Moves to the next slice of the slab, in walk order; false when there is none. */
  next(): boolean {
    while (this.#at < this.#end) {
      const tag = this.#ints[this.#at]!;
      if (tag === slabTag.commit) {
        this.#readSlice();
        return true;
      }
      if (tag === slabTag.path) this.#at = this.#readPath(this.#at);
      else if (tag === slabTag.done) this.#endBatch();
      else this.#reset(tag);
    }
    return false;
  }

  #readSlice(): void {
    const { slice } = this;
    const ints = this.#ints;
    let at = slice.open(ints, this.#at);
    while (at < this.#end) {
      if (ints[at] === slabTag.change) at = slice.add(ints, at);
      else if (ints[at] === slabTag.path) at = this.#readPath(at);
      else break;
    }
    this.#at = at;
  }

  #readPath(at: number): number {
    const length = this.#ints[at + 1]!;
    if (this.#pathCount === this.#pathIds.of.length) this.#pathIds.of = grown(this.#pathIds.of);
    // A view over shared memory: the interner reads it byte by byte and copies what is new.
    const bytes = new Uint8Array(this.#ints.buffer, this.#ints.byteOffset + (at + 2) * 4, length);
    this.#pathIds.of[this.#pathCount] = this.#paths.intern(bytes, 0, length);
    this.#pathCount += 1;
    return at + 2 + ((length + 3) >> 2);
  }

  #reset(tag: number): void {
    assert(tag === slabTag.reset, 'a slab holds known records only');
    this.#pathCount = 0;
    this.#at += 1;
  }

  /** Nothing follows. */
  #endBatch(): void {
    this.#isBatchEnd = true;
    this.#at = this.#end;
  }
}

function grown(old: Int32Array): Int32Array {
  const bigger = new Int32Array(old.length * 2);
  bigger.set(old);
  return bigger;
}

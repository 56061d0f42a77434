import { assert } from '../base/index.ts';

/**
 * Equal buffers that are borrowed and returned, never freed: small freed buffers do not return to the
 * system, so a fresh one per run would leave the process ever larger.
 * BOUNDED BY: how many are borrowed at once, which each user states.
 */
export class BufferPool {
  readonly bytesEach: number;
  readonly #idle: ArrayBuffer[] = [];
  #made = 0;

  constructor(bytesEach: number) {
    assert(bytesEach > 0, 'a buffer holds something');
    this.bytesEach = bytesEach;
  }

  /** Bytes of all buffers, borrowed and idle. */
  get bytes(): number {
    return this.#made * this.bytesEach;
  }

  /** A buffer whose content is whatever its last user left. */
  take(): ArrayBuffer {
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    this.#made += 1;
    return new ArrayBuffer(this.bytesEach);
  }

  give(buffer: ArrayBuffer): void {
    assert(buffer.byteLength === this.bytesEach, 'the buffer came from this pool');
    assert(this.#idle.length < this.#made, 'a buffer is given back once');
    this.#idle.push(buffer);
  }
}

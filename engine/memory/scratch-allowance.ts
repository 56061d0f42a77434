import { CodefangError, MiB } from '../base/index.ts';

/** What the buffers for single objects may take; plain data, handed to worker threads as it is. */
export interface ScratchLimits {
  /** Bytes that a thread's buffers may take at any time. */
  readonly ownBytes: number;
  /** Bytes beyond that, for one thread at a time. */
  readonly sharedBytes: number;
  /** One shared integer, 0 when nobody uses the shared bytes; undefined when there is one thread. */
  readonly turn?: Int32Array | undefined;
  /** For the refusal: what is being done, such as `compare the next file`. */
  readonly purpose: string;
  /** For the refusal: the budget, and by how much it must grow for a byte more. */
  readonly budgetBytes: number;
  readonly budgetPerByte: number;
}

/** Of a thread's own bytes: with more than that in use they are tight. */
const tightShare = 2 / 3;
/** As if this were the thread's own where there is no limit. */
const roomyBytesMax = 32 * MiB;

/**
 * Keeps the buffers of one thread within their account: they are counted before they are allocated.
 *
 * Most objects are small, a few are not, and threads meet those at different times. So each thread has a
 * little of its own, and all of them share one large allowance that is taken in turns: a thread that needs it
 * waits until the other one is done. What does not fit then is refused with the budget that would do.
 * WHY NOT a share each: two threads with room for the largest object that counts as text would double the
 * smallest budget.
 */
export class ScratchAllowance {
  readonly #limits: ScratchLimits | undefined;
  #heldBytes = 0;
  #deadBytes = 0;
  #hasTurn = false;

  /** Without limits it only counts. */
  constructor(limits?: ScratchLimits) {
    this.#limits = limits;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Whether a large buffer more would soon exceed the thread's own: time to let go of what can be read again. */
  get isTight(): boolean {
    const ownBytes = Math.min(this.#limits?.ownBytes ?? roomyBytesMax, roomyBytesMax);
    return this.#heldBytes > ownBytes * tightShare;
  }

  /** Bytes of buffers let go of since the last `collected`. */
  get deadBytes(): number {
    return this.#deadBytes;
  }

  /** The dead buffers are gone. */
  collected(): void {
    this.#deadBytes = 0;
  }

  /** Whether more is held than the thread's own: time to let go of large buffers. */
  get isOverdrawn(): boolean {
    return this.#hasTurn;
  }

  /**
   * Counts a buffer that is about to be replaced by one of another size; may wait for the other threads.
   *
   * @throws {CodefangError} BUDGET when it does not fit, and nothing is counted
   */
  resize(fromBytes: number, toBytes: number): void {
    const held = this.#heldBytes + toBytes - fromBytes;
    const limits = this.#limits;
    if (limits !== undefined && toBytes > fromBytes && held > limits.ownBytes) this.#overdraw(held, limits);
    this.#heldBytes = held;
    this.#deadBytes += fromBytes;
  }

  /** Gives the shared bytes back when they are no longer needed. True when this was so. */
  settle(): boolean {
    const limits = this.#limits;
    if (!this.#hasTurn || limits === undefined || this.#heldBytes > limits.ownBytes) return false;
    this.giveBack();
    return true;
  }

  /** Ends this thread's turn whatever it holds: it failed, or waits for others that may wait for the turn. */
  giveBack(): void {
    if (!this.#hasTurn) return;
    this.#hasTurn = false;
    const turn = this.#limits?.turn;
    if (turn === undefined) return;
    Atomics.store(turn, 0, 0);
    Atomics.notify(turn, 0, 1);
  }

  #overdraw(heldBytes: number, limits: ScratchLimits): void {
    const { turn } = limits;
    const missingBytes = heldBytes - limits.ownBytes - limits.sharedBytes;
    if (missingBytes > 0) throw tooLarge(heldBytes, missingBytes, limits);
    if (this.#hasTurn) return;
    if (turn !== undefined) while (Atomics.compareExchange(turn, 0, 0, 1) !== 0) Atomics.wait(turn, 0, 1);
    this.#hasTurn = true;
  }
}

function tooLarge(heldBytes: number, missingBytes: number, limits: ScratchLimits): CodefangError {
  // Files that come later may be larger still: room for one twice as large is asked for.
  const needed = Math.ceil((limits.budgetBytes + (missingBytes + heldBytes) * limits.budgetPerByte) / MiB);
  const held = Math.ceil(heldBytes / MiB);
  return new CodefangError(
    'BUDGET',
    `Cannot ${limits.purpose} within the budget: ${held} MiB are needed at once, ` +
      `use --memory-budget ${needed}MiB or more`,
  );
}

import { CodefangError } from '../base/index.ts';
import type { FactCursor } from '../contract.ts';
import { frameKind } from './frame.ts';
import { FrameReader } from './frame-reader.ts';
import { SortedRunBlock } from './sorted-run-block.ts';
import { runHead, type SortedRunInfo, type SortedRunShape } from './sorted-run-writer.ts';
import type { SpillFile } from './spill-file.ts';
import type { SortedRunStore } from './spill-files.ts';

/**
 * Reads a run block by block, each verified before its first record is seen. A run that is cut,
 * damaged, of another table or of another length than its manifest says is a STATE error, at the
 * latest where it would have ended: `next()` answers false only for a whole one.
 *
 * Memory: one block of 64 KiB from the pool and one open file until `close()` or the end.
 */
export class SortedRunReader implements FactCursor {
  readonly #run: SortedRunInfo;
  readonly #shape: SortedRunShape;
  readonly #store: SortedRunStore;
  readonly #file: SpillFile;
  readonly #frames: FrameReader;
  readonly #buffer: ArrayBuffer;
  readonly #block: SortedRunBlock;
  readonly #lastKey: number[] = [-1, -1, -1];
  #at = 0;
  #recordCount = 0;
  #isClosed = false;

  /** @throws {CodefangError} STATE when it is missing or not this table's, IO */
  constructor(store: SortedRunStore, shape: SortedRunShape, run: SortedRunInfo) {
    this.#run = run;
    this.#shape = shape;
    this.#store = store;
    this.#file = store.open(run.name);
    this.#frames = new FrameReader(this.#file, store.buffers);
    this.#buffer = store.buffers.blocks.take();
    this.#block = new SortedRunBlock(this.#buffer, shape);
    this.#closeOnFailure(() => this.#readHead());
  }

  next(): boolean {
    this.#at += 1;
    if (this.#at < this.#block.count) return true;
    if (this.#isClosed) return false;
    return this.#closeOnFailure(() => this.#readBlock());
  }

  get a(): number {
    return this.#block.key(0, this.#at);
  }

  get b(): number {
    return this.#block.key(1, this.#at);
  }

  get c(): number {
    return this.#block.key(2, this.#at);
  }

  value(column: number): number {
    return this.#block.value(column, this.#at);
  }

  /** Idempotent. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#block.clear();
    this.#store.buffers.blocks.give(this.#buffer);
    this.#file.close();
  }

  #readHead(): void {
    const isHead = this.#frames.next() && this.#frames.kind === frameKind.runHead;
    if (!isHead || !this.#frames.payload.equals(runHead(this.#shape))) {
      throw this.#unusable(`it is not a run of table "${this.#shape.table}"`);
    }
    if (this.#file.size !== this.#run.bytes) {
      throw this.#unusable(`it has ${this.#file.size} bytes, its manifest says ${this.#run.bytes}`);
    }
  }

  #readBlock(): boolean {
    this.#keepLastKey();
    if (!this.#frames.next()) {
      this.close();
      if (this.#recordCount === this.#run.recordCount) return false;
      const says = `its manifest says ${this.#run.recordCount}`;
      throw this.#unusable(`it has ${this.#recordCount} records, ${says}`);
    }
    if (this.#frames.kind !== frameKind.runBlock || !this.#block.decode(this.#frames.payload)) {
      throw this.#unusable(`the block before offset ${this.#frames.offset} is malformed`);
    }
    this.#at = 0;
    this.#recordCount += this.#block.count;
    if (!this.#isAfterLastKey()) {
      throw this.#unusable(`the block before offset ${this.#frames.offset} is out of order`);
    }
    return true;
  }

  #keepLastKey(): void {
    const last = this.#block.count - 1;
    if (last < 0) return;
    for (let column = 0; column < 3; column += 1) this.#lastKey[column] = this.#block.key(column, last);
  }

  #isAfterLastKey(): boolean {
    for (let column = 0; column < this.#shape.keyCount; column += 1) {
      const difference = this.#block.key(column, 0) - this.#lastKey[column]!;
      if (difference !== 0) return difference > 0;
    }
    return false;
  }

  #closeOnFailure<T>(work: () => T): T {
    try {
      return work();
    } catch (failure) {
      this.close();
      throw failure;
    }
  }

  #unusable(state: string): CodefangError {
    return new CodefangError('STATE', `Cannot use ${this.#file.name}: ${state}, expected an intact run`);
  }
}

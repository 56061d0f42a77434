import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

/**
 * A small file of the kernel that is read again and again through one open descriptor: 2 µs a
 * reading where opening it each time takes 15. Where the file does not exist (not Linux), every
 * reading is empty.
 * BOUNDED BY: `bytesMax`; what lies beyond is not read.
 */
export class KernelFile {
  #descriptor: number | undefined;
  readonly #buffer: Buffer;

  constructor(path: string, bytesMax: number) {
    this.#descriptor = openOrUndefined(path);
    this.#buffer = Buffer.alloc(bytesMax);
  }

  /** The present content: a view that is valid until the next reading. */
  read(): Buffer {
    if (this.#descriptor === undefined) return this.#buffer.subarray(0, 0);
    const length = readSync(this.#descriptor, this.#buffer, 0, this.#buffer.length, 0);
    return this.#buffer.subarray(0, length);
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}

/**
 * The content of a small kernel file; empty when it cannot be read, as kernels differ in what they
 * offer.
 */
export function readKernelFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}

function openOrUndefined(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch {
    return undefined;
  }
}

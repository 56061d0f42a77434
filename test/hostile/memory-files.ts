import { FilePool } from '../../engine/git/file-pool.ts';

/** Files that are in memory: what reads by position can be given bytes that no disk has. */
export class MemoryFiles extends FilePool {
  readonly #contents: Uint8Array[] = [];

  constructor() {
    super(1);
  }

  /** The next file that is registered has this content, whatever its path. */
  set content(bytes: Uint8Array) {
    this.#contents[0] = bytes;
  }

  override register(): number {
    return 0;
  }

  override pathOf(): string {
    return 'made';
  }

  override sizeOf(): number {
    return this.#contents[0]!.length;
  }

  override read(_: number, target: Uint8Array, at: number, length: number, position: number): number {
    const bytes = this.#contents[0]!;
    const count = Math.max(0, Math.min(length, bytes.length - position));
    for (let i = 0; i < count; i += 1) target[at + i] = bytes[position + i]!;
    return count;
  }

  override closeFile(): void {}

  override close(): void {}
}

import { assert } from '../../engine/base/index.ts';

/** One commit of a stream. The first commit of a branch has no parent unless `from` names one. */
export interface StreamCommit {
  readonly branch: string;
  readonly seconds: number;
  /** `Name <e-mail>`. */
  readonly person: string;
  readonly message: string;
  /** A commit-ish outside of this stream, or another branch of it. */
  readonly from?: string;
  /** Its other parents. */
  readonly merge?: string | readonly string[];
}

/** A story writes a little and yields, so that what it wrote can leave memory. */
export type Story = (out: ImportWriter) => Iterable<void>;

export const slabBytes: number = 256 * 1024;

/**
 * Writes the language of `git fast-import` into slabs, which the driver takes whenever the story
 * yields. Text is latin1: one byte a letter, so that lengths are known without encoding twice.
 * BOUNDED BY: what a story writes between two yields, one slab at least.
 */
export class ImportWriter {
  readonly #free: Buffer[] = [];
  readonly #full: Buffer[] = [];
  #slab: Buffer = Buffer.alloc(slabBytes);
  #used = 0;

  commit({ branch, seconds, person, message, from, merge }: StreamCommit): void {
    this.text(`commit refs/heads/${branch}\ncommitter ${person} ${seconds} +0000\n`);
    this.data(message.length);
    this.text(`${message}\n`);
    if (from !== undefined) this.text(`from ${from}\n`);
    for (const parent of merge === undefined ? [] : [merge].flat()) this.text(`merge ${parent}\n`);
  }

  file(path: string, content: string): void {
    this.fileOf(path, content.length);
    this.text(`${content}\n`);
  }

  /** Opens a file whose bytes are written next, with a line end behind them. */
  fileOf(path: string, bytes: number): void {
    this.text(`M 100644 inline ${path}\n`);
    this.data(bytes);
  }

  remove(path: string): void {
    this.text(`D ${path}\n`);
  }

  rename(from: string, to: string): void {
    this.text(`R ${from} ${to}\n`);
  }

  /** Lets a branch point at a commit-ish. */
  reset(branch: string, from: string): void {
    this.text(`reset refs/heads/${branch}\nfrom ${from}\n\n`);
  }

  data(bytes: number): void {
    this.text(`data ${bytes}\n`);
  }

  text(text: string): void {
    for (let at = 0; at < text.length;) {
      if (this.#used === slabBytes) this.#turn();
      const room = slabBytes - this.#used;
      const piece = at === 0 && text.length <= room ? text : text.slice(at, at + room);
      this.#used += this.#slab.write(piece, this.#used, 'latin1');
      at += piece.length;
    }
  }

  bytes(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      if (this.#used === slabBytes) this.#turn();
      const piece = bytes.subarray(at, at + slabBytes - this.#used);
      this.#slab.set(piece, this.#used);
      this.#used += piece.length;
      at += piece.length;
    }
  }

  get hasFullSlabs(): boolean {
    return this.#full.length > 0;
  }

  /** What is full; every slab comes back by `recycle`. */
  takeFull(): Buffer[] {
    return this.#full.splice(0);
  }

  /** What is left at the end. */
  takeRest(): Buffer[] {
    const rest = [...this.takeFull(), this.#slab.subarray(0, this.#used)];
    this.#slab = this.#free.pop() ?? Buffer.alloc(slabBytes);
    this.#used = 0;
    return rest;
  }

  recycle(slab: Buffer): void {
    if (slab.length === slabBytes) this.#free.push(slab);
  }

  #turn(): void {
    assert(this.#used === slabBytes, 'only a full slab is turned');
    this.#full.push(this.#slab);
    this.#slab = this.#free.pop() ?? Buffer.alloc(slabBytes);
    this.#used = 0;
  }
}

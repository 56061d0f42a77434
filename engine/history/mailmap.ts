import { ByteInterner, CodefangError, formatBytes, MiB } from '../base/index.ts';

export interface MappedIdent {
  readonly name: Buffer;
  readonly email: Buffer;
}

/**
 * Names and e-mails as a `.mailmap` wants them shown; equals `git check-mailmap`.
 *
 *   Proper Name <commit@email>                                 the name of an e-mail
 *   <proper@email> <commit@email>                              the e-mail of an e-mail
 *   Proper Name <proper@email> <commit@email>                  both of an e-mail
 *   Proper Name <proper@email> Commit Name <commit@email>      both of a name with an e-mail
 *
 * E-mails and names are compared without regard to ASCII case. A later line replaces what it says
 * of an earlier one, and nothing else of it. "#" opens a comment in column 0 only. A line that is
 * none of the four forms is passed over, and a NUL ends the map, both as git does.
 * Source: gitmailmap(5), and mailmap.c of git.
 *
 * A look-up is two probes of one hash table. BOUNDED BY: a map of 4 MiB (the Linux kernel's has
 * 50 KiB), which takes about 45 MiB here at most.
 */
export class Mailmap {
  static readonly bytesMax: number = 4 * MiB;

  /** The map of a repository without one: changes nothing. */
  static readonly empty: Mailmap = new Mailmap(Buffer.alloc(0));

  readonly #text: Buffer;
  /** `e-mail` for the plain entries, `e-mail>name` for those of one name; ASCII in lower case. */
  readonly #keys = new ByteInterner();
  /** Of each key [nameStart, nameEnd, emailStart, emailEnd] in `#text`; -1 for an absent part. */
  #spans = new Int32Array(64);
  #scratch = Buffer.alloc(256);

  private constructor(text: Buffer) {
    this.#text = text;
  }

  /**
   * Reads a map. Keeps `bytes`, which must not change any more.
   *
   * @throws {CodefangError} CORRUPT when there are more than `bytesMax` bytes
   */
  static parse(bytes: Uint8Array): Mailmap {
    if (bytes.length > Mailmap.bytesMax) {
      const allowed = `at most ${formatBytes(Mailmap.bytesMax)} are read`;
      const state = `it has ${formatBytes(bytes.length)}, ${allowed}`;
      throw new CodefangError('CORRUPT', `Cannot read .mailmap: ${state}`);
    }
    const map = new Mailmap(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    map.#readLines();
    return map;
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#text.byteLength + this.#keys.bytes + this.#spans.byteLength;
  }

  /**
   * The ident to show for one as it stands in a commit; parts that no entry replaces come back as
   * given. REQUIRES: no ">" in the e-mail, as in every commit.
   */
  apply(name: Buffer, email: Buffer): MappedIdent {
    const id = this.#find(name, email);
    if (id < 0) return { name, email };
    return { name: this.#part(id * 4) ?? name, email: this.#part(id * 4 + 2) ?? email };
  }

  /** Whether an entry is of this very name with this e-mail, so that one of the e-mail alone does not reach it. */
  hasName(name: Buffer, email: Buffer): boolean {
    const pairBytes = this.#foldKey(email, name);
    return this.#keys.find(this.#scratch, 0, pairBytes) >= 0;
  }

  /** The entry of the name with the e-mail, else the one of the e-mail, else -1. */
  #find(name: Buffer, email: Buffer): number {
    if (this.#keys.count === 0) return -1;
    const pairBytes = this.#foldKey(email, name);
    const pair = this.#keys.find(this.#scratch, 0, pairBytes);
    return pair >= 0 ? pair : this.#keys.find(this.#scratch, 0, email.length);
  }

  #part(at: number): Buffer | undefined {
    const start = this.#spans[at]!;
    return start < 0 ? undefined : this.#text.subarray(start, this.#spans[at + 1]!);
  }

  #readLines(): void {
    const text = this.#text;
    const nul = text.indexOf(0);
    const end = nul < 0 ? text.length : nul;
    let lineStart = 0;
    while (lineStart < end) {
      const lineFeed = text.indexOf(0x0a, lineStart);
      const lineEnd = lineFeed < 0 || lineFeed > end ? end : lineFeed;
      if (text[lineStart] !== hash) this.#readLine(lineStart, lineEnd);
      lineStart = lineEnd + 1;
    }
  }

  #readLine(start: number, end: number): void {
    const shown = readNameAndEmail(this.#text, start, end);
    if (shown === undefined || shown.emailStart === shown.emailEnd) return;
    const written = readNameAndEmail(this.#text, shown.next, end);
    if (written === undefined) {
      this.#add(this.#text.subarray(shown.emailStart, shown.emailEnd), undefined, shown, 'name');
      return;
    }
    const email = this.#text.subarray(written.emailStart, written.emailEnd);
    if (written.nameStart < 0) this.#add(email, undefined, shown, 'both');
    else this.#add(email, this.#text.subarray(written.nameStart, written.nameEnd), shown, 'both');
  }

  #add(email: Buffer, name: Buffer | undefined, shown: NameAndEmail, parts: 'name' | 'both'): void {
    const keyBytes = this.#foldKey(email, name);
    const countBefore = this.#keys.count;
    const id = this.#keys.intern(this.#scratch, 0, keyBytes);
    if ((id + 1) * 4 > this.#spans.length) this.#growSpans();
    const isNew = this.#keys.count > countBefore;
    // An entry of one name replaces an earlier one whole; a plain entry only the parts it has.
    if (isNew || name !== undefined) this.#spans.fill(-1, id * 4, id * 4 + 4);
    if (shown.nameStart >= 0) {
      this.#spans[id * 4] = shown.nameStart;
      this.#spans[id * 4 + 1] = shown.nameEnd;
    }
    if (parts === 'both') {
      this.#spans[id * 4 + 2] = shown.emailStart;
      this.#spans[id * 4 + 3] = shown.emailEnd;
    }
  }

  #growSpans(): void {
    const spans = new Int32Array(this.#spans.length * 2);
    spans.set(this.#spans);
    this.#spans = spans;
  }

  /** Writes the key into the scratch buffer and returns its length; the e-mail comes first. */
  #foldKey(email: Buffer, name: Buffer | undefined): number {
    const bytes = email.length + (name === undefined ? 0 : name.length + 1);
    if (bytes > this.#scratch.length) this.#scratch = Buffer.alloc(bytes * 2);
    foldInto(this.#scratch, 0, email);
    if (name === undefined) return bytes;
    this.#scratch[email.length] = closing;
    foldInto(this.#scratch, email.length + 1, name);
    return bytes;
  }
}

interface NameAndEmail {
  /** -1 when there is no name. */
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly emailStart: number;
  readonly emailEnd: number;
  /** Where the line goes on. */
  readonly next: number;
}

const opening = 0x3c;
const closing = 0x3e;
const hash = 0x23;

function readNameAndEmail(text: Buffer, start: number, end: number): NameAndEmail | undefined {
  const left = indexOfByte(text, opening, start, end);
  const right = left < 0 ? -1 : indexOfByte(text, closing, left + 1, end);
  if (right < 0) return undefined;
  let nameStart = start;
  while (nameStart < left && isSpace(text[nameStart]!)) nameStart += 1;
  let nameEnd = left;
  while (nameEnd > nameStart && isSpace(text[nameEnd - 1]!)) nameEnd -= 1;
  if (nameStart === nameEnd) nameStart = -1;
  return { nameStart, nameEnd, emailStart: left + 1, emailEnd: right, next: right + 1 };
}

/** WHY NOT `Buffer.indexOf`: it has no end, and would search the rest of the map for each line. */
function indexOfByte(text: Buffer, byte: number, start: number, end: number): number {
  for (let i = start; i < end; i += 1) if (text[i] === byte) return i;
  return -1;
}

/** What git takes for white space, whatever the locale. */
function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

function foldInto(target: Buffer, start: number, source: Buffer): void {
  for (let i = 0; i < source.length; i += 1) {
    const byte = source[i]!;
    target[start + i] = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
  }
}

import { ByteInterner, DistinctCount } from '../base/index.ts';

/**
 * Authors as they stand in commits ↔ dense ids, in order of first appearance.
 *
 * An ident is kept as the bytes `name <e-mail`, which is how a commit line holds it: the common
 * case is hashed where it lies, without a copy. A name holds no "<"; name and e-mail may hold any
 * other byte, in any encoding.
 * BOUNDED BY: the owner, who charges `bytes`; about 30 bytes an ident beside its text.
 */
export class IdentTable {
  readonly #idents = new ByteInterner();
  #scratch = Buffer.alloc(256);
  /** Takes the place of the texts where they are only counted. */
  #counted: DistinctCount | undefined;

  /** How many distinct idents there are; ids are `[0, count)`. */
  get count(): number {
    return this.#counted?.count ?? this.#idents.count;
  }

  /** Bytes held. */
  get bytes(): number {
    return (this.#counted?.bytes ?? this.#idents.bytes) + this.#scratch.byteLength;
  }

  /** Bytes that would be held if texts were kept; `bytes` where they are. */
  get wholeBytes(): number {
    if (this.#counted === undefined) return this.bytes;
    return this.#counted.textBytes + this.#counted.count * countedIdentBytes + this.#scratch.byteLength;
  }

  /** From now on idents are counted and not kept: their ids mean nothing any more. */
  countOnly(): void {
    if (this.#counted !== undefined) return;
    const counted = new DistinctCount();
    for (let id = 0; id < this.#idents.count; id += 1) {
      const ident = this.#idents.bytesOf(id);
      counted.add(ident, 0, ident.length);
    }
    this.#idents.forget();
    this.#counted = counted;
  }

  /**
   * The id of a name and an e-mail, made if it is new. All ranges are half-open offsets in
   * `source`.
   * REQUIRES: no "<" in the name.
   */
  intern(source: Uint8Array, nameStart: number, nameEnd: number, emailStart: number, emailEnd: number): number {
    const isInPlace = nameEnd + 2 === emailStart && source[nameEnd] === space && source[nameEnd + 1] === opening;
    if (isInPlace) return this.internWhole(source, nameStart, emailEnd);
    const nameBytes = nameEnd - nameStart;
    const bytes = nameBytes + 2 + emailEnd - emailStart;
    if (bytes > this.#scratch.length) this.#scratch = Buffer.alloc(bytes * 2);
    const scratch = this.#scratch;
    scratch.set(source.subarray(nameStart, nameEnd), 0);
    scratch[nameBytes] = space;
    scratch[nameBytes + 1] = opening;
    scratch.set(source.subarray(emailStart, emailEnd), nameBytes + 2);
    return this.internWhole(scratch, 0, bytes);
  }

  /**
   * The id of a line such as `A U Thor <author@example.org> 1600000000 +0200`, `[start, end)` being
   * what follows "author " up to the line feed. Cut as git cuts it (`%an`, `%ae`): the e-mail lies
   * between the first "<" and the first ">" after it, the name before without white space at its
   * end. A line without both brackets is the ident of empty name and empty e-mail.
   */
  internLine(source: Uint8Array, start: number, end: number): number {
    const left = indexOfByte(source, opening, start, end);
    const right = left < 0 ? -1 : indexOfByte(source, closing, left + 1, end);
    if (right < 0) return this.intern(source, start, start, start, start);
    let nameEnd = left;
    while (nameEnd > start && isSpace(source[nameEnd - 1]!)) nameEnd -= 1;
    return this.intern(source, start, nameEnd, left + 1, right);
  }

  /** The id of an ident as the table keeps it: `name <e-mail`. */
  internWhole(source: Uint8Array, start: number, end: number): number {
    if (this.#counted === undefined) return this.#idents.intern(source, start, end);
    this.#counted.add(source, start, end);
    return 0;
  }

  /** An ident as the table keeps it: a view that stays valid as long as the table. */
  bytesOf(id: number): Buffer {
    return this.#idents.bytesOf(id);
  }

  /** The name's bytes: a view that stays valid as long as the table. */
  nameOf(id: number): Buffer {
    const ident = this.#idents.bytesOf(id);
    return ident.subarray(0, ident.indexOf(opening) - 1);
  }

  /** The e-mail's bytes: a view that stays valid as long as the table. */
  emailOf(id: number): Buffer {
    const ident = this.#idents.bytesOf(id);
    return ident.subarray(ident.indexOf(opening) + 1);
  }
}

/** Tables of an interner that has just doubled, and what slabs leave empty. */
const countedIdentBytes = 64;
const space = 0x20;
const opening = 0x3c;
const closing = 0x3e;

function indexOfByte(source: Uint8Array, byte: number, start: number, end: number): number {
  for (let i = start; i < end; i += 1) if (source[i] === byte) return i;
  return -1;
}

/** What git takes for white space, whatever the locale. */
function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

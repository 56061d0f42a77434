import { KiB } from '../base/index.ts';
import { type Charset, charsetOf } from './charset.ts';
import type { ParsedCommit } from './commit.ts';

const pieceBytes = 64 * KiB;
/** Longer lines stay unchanged; no name has that many bytes. */
const lineBytesMax = 64 * KiB;
/** Names that are kept with their charset; a hostile history may have any number. */
const knownMax = 64;

/**
 * Author lines, and other parts, of commits in UTF-8, as `git log` shows them: where a commit says its `encoding`, and
 * all of it can be read so. BOUNDED BY: 64 encodings; two pieces of 64 KiB while a commit is checked.
 */
export class AuthorLines {
  readonly #known = new Map<string, Charset | undefined>();

  /** What follows "author " in UTF-8; undefined where it stands as it is. */
  inUtf8(bytes: Buffer, length: number, commit: ParsedCommit): Buffer | undefined {
    const { authorNameStart, authorLineEnd, encodingStart, encodingEnd } = commit;
    if (encodingStart === encodingEnd || isPlain(bytes, authorNameStart, authorLineEnd)) return undefined;
    if (authorLineEnd - authorNameStart > lineBytesMax) return undefined;
    const charset = this.#charsetOf(bytes.toString('latin1', encodingStart, encodingEnd));
    if (charset === undefined) return undefined;
    // Git reads a commit as a whole or not at all.
    if (!isWhole(charset, bytes, length)) return undefined;
    const line = charset.decode(bytes.subarray(authorNameStart, authorLineEnd));
    return line === undefined ? undefined : Buffer.from(line);
  }

  /** A part of a commit as text, in the encoding that it names where all of it can be read so, else as UTF-8. */
  textOf(bytes: Buffer, length: number, commit: ParsedCommit, start: number, end: number): string {
    const { encodingStart, encodingEnd } = commit;
    if (encodingStart === encodingEnd || isPlain(bytes, start, end)) return bytes.toString('utf8', start, end);
    const charset = this.#charsetOf(bytes.toString('latin1', encodingStart, encodingEnd));
    const isIn = charset !== undefined && isWhole(charset, bytes, length);
    return (isIn ? charset.decode(bytes.subarray(start, end)) : undefined) ?? bytes.toString('utf8', start, end);
  }

  #charsetOf(name: string): Charset | undefined {
    if (this.#known.has(name)) return this.#known.get(name);
    const charset = charsetOf(name);
    if (this.#known.size === knownMax) this.#known.clear();
    this.#known.set(name, charset);
    return charset;
  }
}

function isWhole(charset: Charset, bytes: Buffer, length: number): boolean {
  for (let at = 0; at < length; at += pieceBytes) {
    const end = Math.min(length, at + pieceBytes);
    if (!charset.accepts(bytes.subarray(at, end), end === length)) return false;
  }
  return true;
}

/** Whether a line means the same in every encoding: ASCII without the escape that shifts to others. */
function isPlain(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at]!;
    if (byte >= 0x80 || byte === 0x1b) return false;
  }
  return true;
}

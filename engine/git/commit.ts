import { CodefangError } from '../base/index.ts';

const newline = 0x0a;
const space = 0x20;
const parentCountMax = 1 << 16;

/**
 * Where the parts of a commit lie in its bytes; one object is filled again for every commit. All
 * ranges are `[start, end)`; ids are hex, `2 * oidBytes` digits long; names and e-mails are bytes.
 */
export class ParsedCommit {
  treeHexStart = 0;
  parentCount = 0;
  /** Places of the parents' hex ids; the first `parentCount` count. */
  parentHexStarts: Int32Array = new Int32Array(16);
  authorNameStart = 0;
  authorNameEnd = 0;
  authorEmailStart = 0;
  authorEmailEnd = 0;
  /** The line feed after the author. */
  authorLineEnd = 0;
  /** Seconds since 1970, negative before; 0 when damaged. */
  authorTime = 0;
  committerNameStart = 0;
  committerNameEnd = 0;
  committerEmailStart = 0;
  committerEmailEnd = 0;
  committerTime = 0;
  /** The name of the encoding that names and message are in; empty where the commit says none. */
  encodingStart = 0;
  encodingEnd = 0;
  /** Where the message begins; the end of the commit when it has none. */
  messageStart = 0;
}

/**
 * Finds the parts of a commit's bytes `[0, length)`.
 *
 * Headers other than tree, parent, author, committer and encoding are skipped. Idents damaged by old tools
 * are read as far as they go: no `<`, no `>`, no date. Only a commit without a tree, or a parent
 * that is no id, is refused.
 * @throws {CodefangError} CORRUPT
 */
export function parseCommit(bytes: Uint8Array, length: number, oidBytes: number, out: ParsedCommit): void {
  const hexLength = oidBytes * 2;
  clear(out, length);
  let at = 0;
  if (!startsWith(bytes, length, 0, treeWord) || !isHexLine(bytes, length, 5, hexLength)) {
    throw new CodefangError('CORRUPT', 'Cannot parse commit: it does not begin with a tree id');
  }
  out.treeHexStart = 5;
  at = 5 + hexLength + 1;
  while (startsWith(bytes, length, at, parentWord)) {
    if (!isHexLine(bytes, length, at + 7, hexLength)) {
      throw new CodefangError('CORRUPT', `Cannot parse commit: parent ${out.parentCount} is no id`);
    }
    addParent(out, at + 7);
    at += 7 + hexLength + 1;
  }
  parseOtherHeaders(bytes, length, at, out);
}

const treeWord: Uint8Array = Buffer.from('tree ');
const parentWord: Uint8Array = Buffer.from('parent ');
const authorWord: Uint8Array = Buffer.from('author ');
const committerWord: Uint8Array = Buffer.from('committer ');
const encodingWord: Uint8Array = Buffer.from('encoding ');

function parseOtherHeaders(bytes: Uint8Array, length: number, start: number, out: ParsedCommit): void {
  let at = start;
  let hasAuthor = false;
  let hasCommitter = false;
  while (at < length && bytes[at] !== newline) {
    const found = bytes.indexOf(newline, at);
    const end = found < 0 || found > length ? length : found;
    // The first of each counts; a later one lies inside a merged tag.
    if (!hasAuthor && startsWith(bytes, end, at, authorWord)) {
      hasAuthor = true;
      parseIdent(bytes, at + authorWord.length, end);
      out.authorNameStart = at + authorWord.length;
      out.authorNameEnd = ident.nameEnd;
      out.authorEmailStart = ident.emailStart;
      out.authorEmailEnd = ident.emailEnd;
      out.authorTime = ident.time;
      out.authorLineEnd = end;
    } else if (!hasCommitter && startsWith(bytes, end, at, committerWord)) {
      hasCommitter = true;
      parseIdent(bytes, at + committerWord.length, end);
      out.committerNameStart = at + committerWord.length;
      out.committerNameEnd = ident.nameEnd;
      out.committerEmailStart = ident.emailStart;
      out.committerEmailEnd = ident.emailEnd;
      out.committerTime = ident.time;
    } else if (out.encodingEnd === 0 && startsWith(bytes, end, at, encodingWord)) {
      out.encodingStart = at + encodingWord.length;
      out.encodingEnd = end;
    }
    at = end + 1;
  }
  out.messageStart = Math.min(length, at + 1);
}

/**
 * The ident that `parseIdent` read last; one object, so that nothing is allocated for each commit.
 */
const ident: { -readonly [Key in keyof IdentPlaces]: IdentPlaces[Key] } = {
  nameEnd: 0,
  emailStart: 0,
  emailEnd: 0,
  time: 0,
};

/** Where the parts of an ident lie; its name begins where it does. */
export interface IdentPlaces {
  readonly nameEnd: number;
  readonly emailStart: number;
  readonly emailEnd: number;
  readonly time: number;
}

/**
 * "Name <e-mail> seconds zone". Like git's split_ident_line: the e-mail goes from the first `<` to
 * the first `>` after it, the date follows the last `>`. What it returns is valid until the next call.
 */
export function parseIdent(bytes: Uint8Array, start: number, end: number): IdentPlaces {
  let open = start;
  while (open < end && bytes[open] !== 0x3c) open += 1;
  let nameEnd = open;
  while (nameEnd > start && isBlank(bytes[nameEnd - 1]!)) nameEnd -= 1;
  ident.nameEnd = nameEnd;
  ident.emailStart = Math.min(end, open + 1);
  let close = ident.emailStart;
  while (close < end && bytes[close] !== 0x3e) close += 1;
  ident.emailEnd = close;
  let last = end - 1;
  while (last > close && bytes[last] !== 0x3e) last -= 1;
  ident.time = parseTime(bytes, Math.max(close, last) + 1, end);
  return ident;
}

/** Signed decimal seconds after blanks; 0 for anything else, and for what no clock can mean. */
function parseTime(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(bytes[at]!)) at += 1;
  const isNegative = bytes[at] === 0x2d && at < end;
  if (isNegative) at += 1;
  const first = at;
  let value = 0;
  for (; at < end; at += 1) {
    const digit = bytes[at]! - 0x30;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
    if (value > Number.MAX_SAFE_INTEGER) return 0;
  }
  // A zone such as "+0200" in the place of the seconds is no time.
  if (at === first || (at < end && !isBlank(bytes[at]!))) return 0;
  return isNegative && value > 0 ? -value : value;
}

function clear(out: ParsedCommit, length: number): void {
  out.parentCount = 0;
  out.authorNameStart = out.authorNameEnd = out.authorEmailStart = out.authorEmailEnd = length;
  out.committerNameStart = out.committerNameEnd = length;
  out.committerEmailStart = out.committerEmailEnd = length;
  out.authorTime = 0;
  out.authorLineEnd = length;
  out.committerTime = 0;
  out.encodingStart = out.encodingEnd = 0;
}

function addParent(out: ParsedCommit, at: number): void {
  if (out.parentCount === out.parentHexStarts.length) {
    if (out.parentCount >= parentCountMax) {
      const state = `more than ${parentCountMax} parents`;
      throw new CodefangError('CORRUPT', `Cannot parse commit: ${state}`);
    }
    const bigger = new Int32Array(out.parentHexStarts.length * 2);
    bigger.set(out.parentHexStarts);
    out.parentHexStarts = bigger;
  }
  out.parentHexStarts[out.parentCount] = at;
  out.parentCount += 1;
}

function startsWith(bytes: Uint8Array, end: number, at: number, word: Uint8Array): boolean {
  if (at + word.length > end) return false;
  for (let i = 0; i < word.length; i += 1) if (bytes[at + i] !== word[i]) return false;
  return true;
}

/** Whether a whole hex id and a line end lie at `at`. */
function isHexLine(bytes: Uint8Array, length: number, at: number, hexLength: number): boolean {
  if (at + hexLength >= length || bytes[at + hexLength] !== newline) return false;
  for (let i = at; i < at + hexLength; i += 1) {
    const byte = bytes[i]!;
    if (!((byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x66))) return false;
  }
  return true;
}

function isBlank(byte: number): boolean {
  return byte === space || (byte >= 0x09 && byte <= 0x0d);
}

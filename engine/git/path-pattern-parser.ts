import { CodefangError } from '../base/index.ts';

/** What one step takes: `anyParts` is a part "**" with its slash, `rest` is "**" at the end. */
export const stepKind = {
  literal: 0,
  anyByte: 1,
  oneOfSet: 2,
  star: 3,
  anyParts: 4,
  rest: 5,
} as const;

/** A pattern cut into steps; `values` holds the byte of a literal and the index of a set. */
export interface ParsedPathPattern {
  readonly kinds: readonly number[];
  readonly values: readonly number[];
  /** 256 bytes each, 1 where the set has the byte; "/" is in none. */
  readonly sets: readonly Uint8Array[];
  readonly isLastPartWild: boolean;
  readonly hasSlashAtEnd: boolean;
}

/**
 * Reads a pattern of PathPattern. BOUNDED BY: 1,024 bytes of pattern.
 *
 * @param option what messages call the place the pattern came from
 * @throws {CodefangError} USAGE when the pattern is empty, too long, leads out of the repository,
 *   has an open "[" or a "\" at its end, or asks for magic of git or ripgrep that is not supported
 */
export function parsePathPattern(text: string, option: string): ParsedPathPattern {
  const refuse: Refuse = (state) => new CodefangError('USAGE', `Cannot use ${option} "${text}": ${state}`);
  checkText(text, refuse);
  const isTied = /^\.?\//.test(text);
  const fromRoot = text.replace(/^(?:\.?\/+)+/, '').replace(/\/+/g, '/');
  if (fromRoot === '' || fromRoot === '.') throw refuse('the root needs no pattern');
  const hasSlashAtEnd = fromRoot.endsWith('/');
  const path = hasSlashAtEnd ? fromRoot.slice(0, -1) : fromRoot;
  const parser = new StepParser(Buffer.from(path, 'utf8'), refuse);
  const hasWildName = parser.isLastPartWild && !parser.hasSlash;
  if (hasWildName && !isTied && parser.kinds[0] !== stepKind.rest) {
    parser.kinds.unshift(stepKind.anyParts);
    parser.values.unshift(0);
  }
  const { kinds, values, sets, isLastPartWild } = parser;
  return { kinds, values, sets, isLastPartWild, hasSlashAtEnd };
}

type Refuse = (state: string) => CodefangError;

const patternBytesMax = 1024;

const slash = 0x2f;
const asterisk = 0x2a;
const questionMark = 0x3f;
const opening = 0x5b;
const closing = 0x5d;
const backslash = 0x5c;
const minus = 0x2d;

function checkText(text: string, refuse: Refuse): void {
  if (text === '') throw refuse('it is empty, expected a path or a glob');
  if (Buffer.byteLength(text) > patternBytesMax) {
    throw refuse(`it is too long, at most ${patternBytesMax} bytes are allowed`);
  }
  if (text.includes('\0')) throw refuse('it holds a NUL, no path does');
  if (text.startsWith('!')) throw refuse('"!" is not supported, use --exclude, or "\\!" for a name');
  if (text.startsWith(':(')) throw refuse('":(" magic is not supported, expected a path or a glob');
  if (text.split('/').includes('..')) throw refuse('".." leads out, paths start at the root');
}

/** One pass over the bytes of a pattern without slashes at its ends. */
class StepParser {
  readonly kinds: number[] = [];
  readonly values: number[] = [];
  readonly sets: Uint8Array[] = [];
  isLastPartWild = false;
  hasSlash = false;
  readonly #bytes: Buffer;
  readonly #refuse: Refuse;
  #at = 0;

  constructor(bytes: Buffer, refuse: Refuse) {
    this.#bytes = bytes;
    this.#refuse = refuse;
    while (this.#at < bytes.length) this.#readStep(bytes[this.#at]!);
  }

  #readStep(byte: number): void {
    this.#at += 1;
    switch (byte) {
      case asterisk:
        this.#readStars();
        break;
      case questionMark:
        this.#addWild(stepKind.anyByte, 0);
        break;
      case opening:
        this.sets.push(this.#readSet());
        this.#addWild(stepKind.oneOfSet, this.sets.length - 1);
        break;
      case slash:
        this.#add(stepKind.literal, slash);
        this.#beginPart();
        break;
      default:
        this.#add(stepKind.literal, byte === backslash ? this.#readEscaped() : byte);
    }
  }

  /** "**" is special only as a whole part; elsewhere many stars are one. */
  #readStars(): void {
    const bytes = this.#bytes;
    const start = this.#at - 1;
    while (bytes[this.#at] === asterisk) this.#at += 1;
    const isPartStart = start === 0 || bytes[start - 1] === slash;
    const isDouble = this.#at - start > 1 && isPartStart;
    if (isDouble && this.#at === bytes.length) {
      this.#addWild(stepKind.rest, 0);
    } else if (isDouble && bytes[this.#at] === slash) {
      this.#at += 1;
      this.#add(stepKind.anyParts, 0);
      this.#beginPart();
    } else {
      this.#addWild(stepKind.star, 0);
    }
  }

  #readSet(): Uint8Array {
    const bytes = this.#bytes;
    const set = new Uint8Array(256);
    const isNegated = bytes[this.#at] === 0x21 || bytes[this.#at] === 0x5e;
    if (isNegated) this.#at += 1;
    const first = this.#at;
    while (bytes[this.#at] !== closing || this.#at === first) {
      if (this.#at >= bytes.length) throw this.#refuse('"[" is not closed, write "\\[" for a name');
      this.#readSetMember(set);
    }
    this.#at += 1;
    if (isNegated) for (let byte = 0; byte < 256; byte += 1) set[byte] = 1 - set[byte]!;
    set[slash] = 0;
    return set;
  }

  #readSetMember(set: Uint8Array): void {
    const className = /^\[:([a-z]*):\]/.exec(this.#ahead(16));
    if (className !== null) {
      this.#addClass(set, className[1]!);
      this.#at += className[0].length;
      return;
    }
    const low = this.#readSetByte();
    const isRange = this.#bytes[this.#at] === minus && this.#bytes[this.#at + 1] !== closing;
    if (isRange) this.#at += 1;
    const high = isRange ? this.#readSetByte() : low;
    if (high < low) throw this.#refuse('a range in "[" runs backwards, expected such as [a-z]');
    set.fill(1, low, high + 1);
  }

  #ahead(bytes: number): string {
    return this.#bytes.toString('latin1', this.#at, this.#at + bytes);
  }

  #addClass(set: Uint8Array, name: string): void {
    const members = byteClasses[name];
    if (members === undefined) {
      const known = Object.keys(byteClasses).join(', ');
      throw this.#refuse(`class "[:${name}:]" is unknown, known are ${known}`);
    }
    for (let byte = 0; byte < 128; byte += 1) {
      if (members.test(String.fromCharCode(byte))) set[byte] = 1;
    }
  }

  #readSetByte(): number {
    const byte = this.#bytes[this.#at] ?? 0;
    this.#at += 1;
    if (byte > 0x7f) throw this.#refuse('"[" holds a letter beyond ASCII, sets are of ASCII only');
    return byte === backslash ? this.#readEscaped() : byte;
  }

  #readEscaped(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw this.#refuse('"\\" ends it, write "\\\\" for a backslash');
    this.#at += 1;
    return byte;
  }

  #beginPart(): void {
    this.hasSlash = true;
    this.isLastPartWild = false;
  }

  #addWild(kind: number, value: number): void {
    this.isLastPartWild = true;
    this.#add(kind, value);
  }

  #add(kind: number, value: number): void {
    this.kinds.push(kind);
    this.values.push(value);
  }
}

/** The POSIX classes as git has them: of ASCII, in every locale; its white space is these four. */
const byteClasses: Readonly<Record<string, RegExp>> = {
  alnum: /[A-Za-z0-9]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  cntrl: /[^ -~]/,
  digit: /[0-9]/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[ \t\n\r]/,
  upper: /[A-Z]/,
  xdigit: /[A-Fa-f0-9]/,
};

import { TextDecoder } from 'node:util';

/** Reads bytes of one encoding. */
export interface Charset {
  /** The text of bytes; undefined where they are none in this encoding. */
  decode(bytes: Uint8Array): string | undefined;
  /** The same for pieces of one text, the last one marked; false where they are none. */
  accepts(piece: Uint8Array, isLast: boolean): boolean;
}

/** Names that iconv knows and the Encoding Standard does not, and `latin-1`, which git knows. */
const otherNames: Readonly<Record<string, string>> = {
  'latin-1': 'iso-8859-1',
  latin9: 'iso-8859-15',
  eucjp: 'euc-jp',
  ujis: 'euc-jp',
  cp932: 'shift_jis',
  cp949: 'euc-kr',
  uhc: 'euc-kr',
};

const latin1Names = /^(?:iso[-_]?8859-?1|iso_8859-1:1987|latin1|l1|cp819|ibm819|iso-ir-100|csisolatin1)$/;
const windows1252Names = /^(?:windows-1252|(?:x-)?cp1252)$/;
/** Bytes 0x80 to 0x9f of windows-1252; a dot where there is no character. */
const windows1252High = '€.‚ƒ„…†‡ˆ‰Š‹Œ.Ž..‘’“”•–—˜™š›œ.žŸ';
const nameLengthMax = 64;

/**
 * The encoding of a name as the `encoding` header of a commit has it; undefined for UTF-8, which needs
 * no reading, for ASCII, which has nothing to read, and for names that are not known.
 *
 * WHY NOT TextDecoder alone: it reads ISO-8859-1 as windows-1252, and windows-1252 differently in
 * different versions of Node.
 */
export function charsetOf(name: string): Charset | undefined {
  if (name.length > nameLengthMax) return undefined;
  const asked = name.toLowerCase();
  const label = otherNames[asked] ?? asked;
  if (latin1Names.test(label)) return latin1;
  if (windows1252Names.test(label)) return windows1252;
  const standard = standardName(label);
  return standard === undefined ? undefined : new StandardCharset(standard);
}

/** The name of an encoding in the Encoding Standard. */
function standardName(label: string): string | undefined {
  try {
    const { encoding } = new TextDecoder(label);
    // What is left of windows-1252 here are names of ASCII.
    return /^(?:utf-|windows-1252$)/.test(encoding) ? undefined : encoding;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const latin1: Charset = {
  decode: (bytes) => viewOf(bytes).toString('latin1'),
  accepts: () => true,
};

const windows1252: Charset = {
  decode: (bytes) => (windows1252.accepts(bytes, true) ? withHighOf1252(latin1.decode(bytes)!) : undefined),
  accepts: (bytes) => bytes.every((byte) => byte < 0x80 || byte > 0x9f || windows1252High[byte - 0x80] !== '.'),
};

function withHighOf1252(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what stands for others
  return text.replace(/[\u0080-\u009f]/g, (char) => windows1252High[char.charCodeAt(0) - 0x80]!);
}

/** An encoding of the Encoding Standard. */
class StandardCharset implements Charset {
  readonly #name: string;
  #decoder: TextDecoder;
  /** In these the standard makes control characters of bytes that have no meaning; iconv refuses them. */
  readonly #isWindows: boolean;

  constructor(name: string) {
    this.#name = name;
    this.#decoder = makeDecoder(name);
    this.#isWindows = name.startsWith('windows-');
  }

  decode(bytes: Uint8Array): string | undefined {
    return this.#decode(bytes, false);
  }

  accepts(piece: Uint8Array, isLast: boolean): boolean {
    return this.#decode(piece, !isLast) !== undefined;
  }

  #decode(bytes: Uint8Array, stream: boolean): string | undefined {
    try {
      const text = this.#decoder.decode(bytes, { stream });
      // oxlint-disable-next-line no-control-regex -- see above
      return this.#isWindows && /[\u0080-\u009f]/.test(text) ? undefined : text;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      // In the middle of a text it would go on where it failed.
      this.#decoder = makeDecoder(this.#name);
      return undefined;
    }
  }
}

function makeDecoder(name: string): TextDecoder {
  return new TextDecoder(name, { fatal: true, ignoreBOM: true });
}

function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

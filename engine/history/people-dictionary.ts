import { ByteInterner, CodefangError, formatBytes, MiB } from '../base/index.ts';

/**
 * The people of `--identities FILE`: one person a line, aliases separated by "|", the first of them
 * the name to show. An alias is a name or an e-mail and is compared without regard to ASCII case.
 *
 *   Ada Lovelace|ada@example.org|Ada L.
 *   Charles Babbage|charles@example.org|cb@example.org
 *
 * The e-mail to show is the first alias with an "@", else none. Empty lines are passed over.
 * BOUNDED BY: a file of 4 MiB.
 */
export class PeopleDictionary {
  static readonly bytesMax: number = 4 * MiB;
  readonly #aliases = new ByteInterner();
  readonly #entryOfAlias: number[] = [];
  readonly #names: string[] = [];
  readonly #lineNumbers: number[] = [];
  readonly #emails: string[] = [];
  #textBytes = 0;

  private constructor() {}

  /**
   * @param source what messages call the file
   * @throws {CodefangError} USAGE for a file that is too long, a line without a name, or an alias
   *   that two people claim; it names lines and no person, since who reads it may not be meant to know them
   */
  static parse(bytes: Uint8Array, source: string): PeopleDictionary {
    if (bytes.length > PeopleDictionary.bytesMax) {
      const allowed = `at most ${formatBytes(PeopleDictionary.bytesMax)} are read`;
      throw unreadable(source, `it has ${formatBytes(bytes.length)}, ${allowed}`);
    }
    const dictionary = new PeopleDictionary();
    dictionary.#textBytes = bytes.length;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
    let lineNumber = 0;
    for (const line of text.split('\n')) {
      lineNumber += 1;
      if (line.trim() !== '') dictionary.#addPerson(line, source, lineNumber);
    }
    return dictionary;
  }

  /** How many people there are; entries are `[0, entryCount)`, in the order of the file. */
  get entryCount(): number {
    return this.#names.length;
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#aliases.bytes + this.#textBytes * 2 + this.#names.length * 64;
  }

  /** The entry an author belongs to: by e-mail, else by name, else -1. */
  find(name: Uint8Array, email: Uint8Array): number {
    const byEmail = this.#findAlias(email);
    return byEmail >= 0 ? byEmail : this.#findAlias(name);
  }

  name(entry: number): string {
    return this.#names[entry]!;
  }

  email(entry: number): string {
    return this.#emails[entry]!;
  }

  #findAlias(alias: Uint8Array): number {
    const id = this.#aliases.find(folded(alias), 0, alias.length);
    return id < 0 ? -1 : this.#entryOfAlias[id]!;
  }

  #addPerson(line: string, source: string, lineNumber: number): void {
    const place = `${source}" line ${lineNumber}`;
    const entry = this.#names.length;
    // To trim takes away a carriage return and a byte order mark as well.
    const aliases = line.split('|').map((alias) => alias.trim());
    const name = aliases[0]!;
    if (name === '') throw unreadable(place, 'it has no name, the first alias is the name', '');
    this.#lineNumbers.push(lineNumber);
    for (const [at, alias] of aliases.entries()) {
      if (alias === '' || this.#addAlias(alias, entry)) continue;
      const state = `its alias ${at + 1} belongs to the person of line ${this.#lineNumberOf(alias)} already`;
      throw unreadable(place, `${state}, an alias names one person`, '');
    }
    this.#names.push(name);
    this.#emails.push(aliases.find((alias) => alias.includes('@')) ?? '');
  }

  /** False when it belongs to another entry. */
  #addAlias(alias: string, entry: number): boolean {
    const bytes = folded(Buffer.from(alias, 'utf8'));
    const id = this.#aliases.intern(bytes, 0, bytes.length);
    return (this.#entryOfAlias[id] ??= entry) === entry;
  }

  #lineNumberOf(alias: string): number {
    return this.#lineNumbers[this.#findAlias(Buffer.from(alias, 'utf8'))]!;
  }
}

function unreadable(place: string, state: string, quote = '"'): CodefangError {
  return new CodefangError('USAGE', `Cannot read people dictionary "${place}${quote}: ${state}`);
}

function folded(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte));
}

import { assert, ByteInterner, grown } from '../base/index.ts';
import type { IdentTable } from './ident-table.ts';
import type { Mailmap, MappedIdent } from './mailmap.ts';
import type { PeopleDictionary } from './people-dictionary.ts';

/**
 * Who is one person.
 *
 *   mailmap   the map is applied, then all idents of one e-mail (ASCII case aside) are one person,
 *             shown under the name most of its commits bear (ties: first seen) and the e-mail in
 *             lower case
 *   exact     each pair of name and e-mail, as written in the commit
 *   file      each entry of a people dictionary, found by what the commit says, else by what the map makes of it; all
 *             others are people as with `mailmap`
 */
export type IdentityPolicy =
  | { readonly kind: 'mailmap'; readonly mailmap: Mailmap }
  | { readonly kind: 'exact' }
  | { readonly kind: 'file'; readonly dictionary: PeopleDictionary; readonly mailmap: Mailmap };

/**
 * Idents → people, numbered in the order in which the walk meets them.
 *
 * The first commit of an ident costs the policy's look-up, each further one two array reads. Texts
 * are made when asked for: bytes that are not UTF-8 become U+FFFD, control characters stay. A
 * person without any name is shown under the e-mail, without both under "(no name)"; an empty
 * e-mail is an e-mail like others. An anonymous directory shows "Developer 1" for the person of id 0 and so on, and no
 * e-mail: this is the one place where names leave, so none can get past it.
 * BOUNDED BY: the number of idents, about 100 bytes each beside their text; the owner charges
 * `bytes`.
 */
export class PeopleDirectory {
  readonly #idents: IdentTable;
  readonly #policy: IdentityPolicy;
  readonly #isAnonymous: boolean;
  /** Of an ident: 1 + its person, and 1 + its place in `#names`; 0 is not met yet. */
  #personOfIdent = new Int32Array(256);
  #nameOfIdent = new Int32Array(256);
  /** What makes a person, by the policy; the interner's ids are the people. */
  readonly #keys = new ByteInterner();
  /** The distinct names of each person (`<person>:<name>`), in order of first appearance. */
  readonly #names = new ByteInterner();
  #personOfName = new Int32Array(256);
  #commitsOfName = new Uint32Array(256);
  /** Of a person: 1 + the place of its name in `#names`; rebuilt after an observation. */
  #shownName: Int32Array | undefined;

  constructor(idents: IdentTable, policy: IdentityPolicy, isAnonymous: boolean) {
    this.#idents = idents;
    this.#policy = policy;
    this.#isAnonymous = isAnonymous;
  }

  /** How many people were met; ids are `[0, count)`. */
  get count(): number {
    return this.#keys.count;
  }

  /** Bytes held, the ident table not among them. */
  get bytes(): number {
    const columns = this.#personOfIdent.byteLength * 2 + this.#personOfName.byteLength * 2;
    const shown = this.#shownName?.byteLength ?? 0;
    return columns + this.#keys.bytes + this.#names.bytes + shown + policyBytes(this.#policy);
  }

  /** Counts one commit of an ident and returns its person. Call it in walk order. */
  observe(identId: number): number {
    if (this.personOf(identId) < 0) this.#meet(identId);
    const person = this.#personOfIdent[identId]! - 1;
    const name = this.#nameOfIdent[identId]! - 1;
    this.#commitsOfName[name] = this.#commitsOfName[name]! + 1;
    this.#shownName = undefined;
    return person;
  }

  /** The person of an ident that was observed, or -1. */
  personOf(identId: number): number {
    return (this.#personOfIdent[identId] ?? 0) - 1;
  }

  /** The name to show, never empty. */
  name(personId: number): string {
    assert(personId >= 0 && personId < this.count, 'the id came from observe()');
    if (this.#isAnonymous) return `Developer ${personId + 1}`;
    if (this.#policy.kind === 'file') {
      const entry = this.#entryOf(personId);
      if (entry >= 0) return this.#policy.dictionary.name(entry);
    }
    const shown = (this.#shownName ??= this.#mostUsedNames())[personId]!;
    if (shown > 0) return textAfter(this.#names.bytesOf(shown - 1), colon);
    return this.email(personId) || '(no name)';
  }

  /** The name that the commits of an ident bear by the policy, as `%aN` of git; may be empty. REQUIRES: it was observed. */
  nameOfIdent(identId: number): string {
    const person = this.personOf(identId);
    assert(person >= 0, 'the ident was observed');
    return this.#isAnonymous ? this.name(person) : textAfter(this.#names.bytesOf(this.#nameOfIdent[identId]! - 1), colon);
  }

  /** The e-mail to show; may be empty. */
  email(personId: number): string {
    assert(personId >= 0 && personId < this.count, 'the id came from observe()');
    if (this.#isAnonymous) return '';
    if (this.#policy.kind === 'file') {
      const entry = this.#entryOf(personId);
      return entry < 0 ? this.#keys.bytesOf(personId).toString('utf8', 1) : this.#policy.dictionary.email(entry);
    }
    if (this.#policy.kind === 'exact') return textAfter(this.#keys.bytesOf(personId), opening);
    return this.#keys.textOf(personId);
  }

  /** People that are entries of the dictionary; none without one. */
  get listedCount(): number {
    if (this.#policy.kind !== 'file') return 0;
    let count = 0;
    for (let person = 0; person < this.count; person += 1) if (this.#entryOf(person) >= 0) count += 1;
    return count;
  }

  /** The dictionary's entry that made a person, -1 for those whom it does not list. REQUIRES: policy `file`. */
  #entryOf(personId: number): number {
    const key = this.#keys.bytesOf(personId);
    return key[0] === isListed ? key.readInt32LE(1) : -1;
  }

  #meet(identId: number): void {
    assert(identId >= 0 && identId < this.#idents.count, 'the ident came from the table');
    if (identId >= this.#personOfIdent.length) {
      const length = Math.max(this.#idents.count, this.#personOfIdent.length * 2);
      this.#personOfIdent = grown(this.#personOfIdent, length);
      this.#nameOfIdent = grown(this.#nameOfIdent, length);
    }
    const { name, email } = this.#shownIdent(identId);
    const key = this.#keyOf(identId, name, email);
    const person = this.#keys.intern(key, 0, key.length);
    this.#personOfIdent[identId] = person + 1;
    this.#nameOfIdent[identId] = this.#internName(person, name) + 1;
  }

  #shownIdent(identId: number): MappedIdent {
    const name = this.#idents.nameOf(identId);
    const email = this.#idents.emailOf(identId);
    return this.#policy.kind === 'exact' ? { name, email } : this.#policy.mailmap.apply(name, email);
  }

  #keyOf(identId: number, name: Buffer, email: Buffer): Buffer {
    const policy = this.#policy;
    switch (policy.kind) {
      case 'mailmap':
        return Buffer.from(email.map(lowerCase));
      case 'exact':
        return Buffer.concat([name, Buffer.of(opening), email]);
      case 'file': {
        const asWritten = policy.dictionary.find(this.#idents.nameOf(identId), this.#idents.emailOf(identId));
        const entry = asWritten >= 0 ? asWritten : policy.dictionary.find(name, email);
        if (entry < 0) return Buffer.concat([Buffer.of(isOther), email.map(lowerCase)]);
        const key = Buffer.of(isListed, 0, 0, 0, 0);
        key.writeInt32LE(entry, 1);
        return key;
      }
    }
  }

  #internName(person: number, name: Buffer): number {
    const key = Buffer.concat([Buffer.from(`${person}:`), name]);
    const id = this.#names.intern(key, 0, key.length);
    if (id >= this.#personOfName.length) {
      this.#personOfName = grown(this.#personOfName, id * 2);
      this.#commitsOfName = grown(this.#commitsOfName, id * 2);
    }
    this.#personOfName[id] = person;
    return id;
  }

  /** One pass over all names; an empty one is no name. Of equals the first seen is kept. */
  #mostUsedNames(): Int32Array {
    const shown = new Int32Array(this.count);
    for (let name = 0; name < this.#names.count; name += 1) {
      const person = this.#personOfName[name]!;
      const commits = this.#commitsOfName[name]!;
      const best = shown[person]!;
      if (best > 0 && this.#commitsOfName[best - 1]! >= commits) continue;
      if (!isEmptyName(this.#names.bytesOf(name))) shown[person] = name + 1;
    }
    return shown;
  }
}

/** What the key of a person begins with where there is a dictionary. */
const isListed = 0;
const isOther = 1;
const colon = 0x3a;
const opening = 0x3c;

function policyBytes(policy: IdentityPolicy): number {
  if (policy.kind === 'exact') return 0;
  return policy.mailmap.bytes + (policy.kind === 'file' ? policy.dictionary.bytes : 0);
}

function isEmptyName(key: Buffer): boolean {
  return key[key.length - 1] === colon && key.indexOf(colon) === key.length - 1;
}

function textAfter(bytes: Buffer, separator: number): string {
  return bytes.toString('utf8', bytes.indexOf(separator) + 1);
}

function lowerCase(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}

import { type IdentTable, isBot, type Mailmap } from '../history/index.ts';
import type { History } from '../survey/index.ts';
import { isSeveral } from './name-words.ts';
import { type EmailParts, emailParts } from './email-parts.ts';

/** A name with an address. */
export interface Face {
  readonly name: string;
  readonly email: EmailParts;
}

const nameLengthMax = 200;
const emailLengthMax = 254;

/**
 * Names and addresses of a walk: of each ident as commits have it (its face is its number), and as the mailmap shows it
 * (that number and the count of idents). Texts are made when they are asked for.
 * BOUNDED BY: the idents, 16 bytes each.
 */
export class Faces {
  readonly identCount: number;
  readonly #idents: IdentTable;
  readonly #mailmap: Mailmap;
  readonly #commits: Uint32Array;
  /** 1 + place of the first commit; 0 of an ident that is not in the walk. */
  readonly #firstPlaces: Uint32Array;
  #people: Int32Array | undefined;

  constructor({ idents, table, order }: History, mailmap: Mailmap) {
    this.#idents = idents;
    this.#mailmap = mailmap;
    this.identCount = idents.count;
    this.#commits = new Uint32Array(idents.count);
    this.#firstPlaces = new Uint32Array(idents.count);
    for (let place = 0; place < order.length; place += 1) {
      const ident = table.ident(order[place]!);
      if (this.#commits[ident] === 0) this.#firstPlaces[ident] = place + 1;
      this.#commits[ident] = this.#commits[ident]! + 1;
    }
  }

  commits(ident: number): number {
    return this.#commits[ident]!;
  }

  /** Place of an ident's first commit; what sets equals in order. */
  firstPlace(ident: number): number {
    return this.#firstPlaces[ident]! - 1;
  }

  identOf(face: number): number {
    return face % this.identCount;
  }

  /** As it stands in commits. */
  raw(ident: number): Face {
    return faceOf(this.#idents.nameOf(ident), this.#idents.emailOf(ident));
  }

  /** As the mailmap shows it. */
  shown(ident: number): Face {
    const { name, email } = this.#mailmap.apply(this.#idents.nameOf(ident), this.#idents.emailOf(ident));
    return faceOf(name, email);
  }

  of(face: number): Face {
    return face < this.identCount ? this.raw(face) : this.shown(face - this.identCount);
  }

  /** Whether a line for the address alone would not reach this ident. */
  isMappedByName(ident: number): boolean {
    return this.#mailmap.hasName(this.#idents.nameOf(ident), this.#idents.emailOf(ident));
  }

  /** Whether lines of a mailmap can name it as it is, and as it is shown. */
  isPlain(ident: number): boolean {
    return isPlainFace(this.raw(ident)) && isPlainFace(this.shown(ident));
  }

  /** Faces of people that are compared, each text once: programs, and what no mailmap could name, are left out. */
  get people(): Int32Array {
    return (this.#people ??= Int32Array.from(this.#findPeople()));
  }

  *#findPeople(): Generator<number> {
    for (let ident = 0; ident < this.identCount; ident += 1) {
      if (this.#commits[ident] === 0) continue;
      const raw = this.raw(ident);
      const shown = this.shown(ident);
      if (!isPlainFace(raw) || !isPlainFace(shown)) continue;
      if (isBot(shown.name, shown.email.email) || isSeveral(raw.name)) continue;
      yield ident;
      if (raw.name !== shown.name || raw.email.email !== shown.email.email) yield ident + this.identCount;
    }
  }
}

function faceOf(name: Buffer, email: Buffer): Face {
  return { name: name.toString('utf8'), email: emailParts(email.toString('utf8')) };
}

function isPlainFace({ name, email: { email } }: Face): boolean {
  if (name.length > nameLengthMax || email.length > emailLengthMax || email === '') return false;
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  return !/[\u0000-\u001f\u007f\ufffd<]/.test(name + email) && !/^\s|\s$/.test(name);
}

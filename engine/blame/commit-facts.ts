import { CodefangError } from '../base/index.ts';
import { hexToOid, ObjectScratch, type ObjectStore, parseCommit, ParsedCommit } from '../git/index.ts';
import type { Mailmap } from '../history/index.ts';

/** A person and a moment, as a commit names them and a mailmap shows them. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  /** Seconds since 1970. */
  readonly seconds: number;
  /** As written, such as `+0200`. */
  readonly zone: string;
}

/** What a commit says of itself. */
export interface CommitFacts {
  readonly oid: string;
  readonly author: Signature;
  readonly committer: Signature;
  /** First line of the message; undefined where people are anonymous, since it may name some. */
  readonly summary: string | undefined;
  readonly treeHex: string;
  readonly parents: readonly string[];
}

/**
 * Reads what commits say, one at a time. Anonymous people are "Person 1", "Person 2" … in the order in which they are
 * met, each e-mail one person, and have no e-mail. BOUNDED BY: then the e-mails of the people met.
 */
export class CommitReader {
  readonly #store: ObjectStore;
  readonly #oidBytes: number;
  readonly #mailmap: Mailmap;
  readonly #scratch: ObjectScratch;
  readonly #parsed = new ParsedCommit();
  /** The number of each e-mail, when people are anonymous. */
  readonly #numbers: Map<string, number> | undefined;

  constructor(store: ObjectStore, oidBytes: number, mailmap: Mailmap, isAnonymous = false) {
    this.#store = store;
    this.#oidBytes = oidBytes;
    this.#mailmap = mailmap;
    this.#scratch = new ObjectScratch(undefined, store.allowance);
    this.#numbers = isAnonymous ? new Map() : undefined;
  }

  /** @throws {CodefangError} CORRUPT when it cannot be read or is no commit */
  read(oid: string): CommitFacts {
    const kind = this.#store.read(hexToOid(oid), 0, this.#scratch);
    if (kind !== 'commit') throw new CodefangError('CORRUPT', `Cannot read commit ${oid}: found ${kind}`);
    const { bytes, length } = this.#scratch;
    parseCommit(bytes, length, this.#oidBytes, this.#parsed);
    return this.#factsOf(oid, bytes.subarray(0, length));
  }

  #factsOf(oid: string, content: Buffer): CommitFacts {
    const at = this.#parsed;
    const hex = (start: number): string => content.toString('latin1', start, start + this.#oidBytes * 2);
    const signature = (nameStart: number, nameEnd: number, start: number, end: number, seconds: number): Signature => {
      const shown = this.#mailmap.apply(content.subarray(nameStart, nameEnd), content.subarray(start, end));
      const zone = /[+-]\d{4}/.exec(content.toString('latin1', end, lineEnd(content, end)))?.[0] ?? '+0000';
      return { ...this.#shown(shown.name.toString('utf8'), shown.email.toString('utf8')), seconds, zone };
    };
    const summaryEnd = lineEnd(content, at.messageStart);
    return {
      oid,
      author: signature(at.authorNameStart, at.authorNameEnd, at.authorEmailStart, at.authorEmailEnd, at.authorTime),
      committer: signature(
        at.committerNameStart,
        at.committerNameEnd,
        at.committerEmailStart,
        at.committerEmailEnd,
        at.committerTime,
      ),
      summary: this.#numbers === undefined ? content.toString('utf8', at.messageStart, summaryEnd).trim() : undefined,
      treeHex: hex(at.treeHexStart),
      parents: Array.from({ length: at.parentCount }, (_, nth) => hex(at.parentHexStarts[nth]!)),
    };
  }

  #shown(name: string, email: string): Pick<Signature, 'name' | 'email'> {
    const numbers = this.#numbers;
    if (numbers === undefined) return { name, email };
    const key = email.toLowerCase();
    const number = numbers.get(key) ?? numbers.size + 1;
    numbers.set(key, number);
    return { name: `Person ${number}`, email: '' };
  }
}

function lineEnd(content: Buffer, start: number): number {
  const end = content.indexOf(0x0a, start);
  return end < 0 ? content.length : end;
}

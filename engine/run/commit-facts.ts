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
  /** First line of the message. */
  readonly summary: string;
  readonly treeHex: string;
  readonly parents: readonly string[];
}

/** Reads what commits say, one at a time. */
export class CommitReader {
  readonly #store: ObjectStore;
  readonly #oidBytes: number;
  readonly #mailmap: Mailmap;
  readonly #scratch: ObjectScratch;
  readonly #parsed = new ParsedCommit();

  constructor(store: ObjectStore, oidBytes: number, mailmap: Mailmap) {
    this.#store = store;
    this.#oidBytes = oidBytes;
    this.#mailmap = mailmap;
    this.#scratch = new ObjectScratch(undefined, store.allowance);
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
      return { name: shown.name.toString('utf8'), email: shown.email.toString('utf8'), seconds, zone };
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
      summary: content.toString('utf8', at.messageStart, summaryEnd).trim(),
      treeHex: hex(at.treeHexStart),
      parents: Array.from({ length: at.parentCount }, (_, nth) => hex(at.parentHexStarts[nth]!)),
    };
  }
}

function lineEnd(content: Buffer, start: number): number {
  const end = content.indexOf(0x0a, start);
  return end < 0 ? content.length : end;
}

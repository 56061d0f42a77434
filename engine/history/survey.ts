import { CodefangError } from '../base/index.ts';
import { hexToOid, ObjectScratch, type ObjectStore, parseCommit, ParsedCommit } from '../git/index.ts';
import { commitFlag, CommitTable } from './commit-table.ts';
import type { IdentTable } from './ident-table.ts';

export interface SurveyRequest {
  readonly store: ObjectStore;
  readonly oidBytes: number;
  /** Full hex id of the commit to start from. */
  readonly head: string;
  readonly firstParentOnly: boolean;
  /** Hex ids whose parents were cut off by a shallow clone. */
  readonly shallow: ReadonlySet<string>;
  readonly idents: IdentTable;
  /** Called now and then with the commits read so far. */
  readonly onProgress: (commits: number) => void;
}

export interface Survey {
  readonly table: CommitTable;
  /** Parents that are named but not in the repository. */
  readonly missingParents: number;
}

const progressCommits = 4096;

/**
 * Reads every commit reachable from the start once, in the order of discovery, into a table.
 *
 * @throws {CodefangError} NOT_FOUND when the start is absent, CORRUPT when a commit cannot be read
 */
export function surveyCommits(request: SurveyRequest): Survey {
  const { store, oidBytes } = request;
  const table = new CommitTable(oidBytes);
  const reader = new CommitReader(request, table);
  table.intern(hexToOid(request.head), 0);
  let missingParents = 0;
  while (table.readCount < table.count) {
    missingParents += reader.readNext(store);
    if (table.readCount % progressCommits === 0) request.onProgress(table.readCount);
  }
  return { table, missingParents };
}

class CommitReader {
  readonly #request: SurveyRequest;
  readonly #table: CommitTable;
  readonly #scratch = new ObjectScratch();
  readonly #parsed = new ParsedCommit();
  readonly #oid: Uint8Array;
  /** Where each commit of the queue lies, by its index: 8 bytes a commit while the survey lasts. */
  #places: Float64Array = new Float64Array(1024);

  constructor(request: SurveyRequest, table: CommitTable) {
    this.#request = request;
    this.#table = table;
    this.#oid = new Uint8Array(request.oidBytes);
  }

  /** Reads the next commit of the queue; returns how many of its parents are missing. */
  readNext(store: ObjectStore): number {
    const table = this.#table;
    const index = table.readCount;
    const at = index * table.oidBytes;
    const kind = store.readAt(this.#placeOf(index), table.oids, at, this.#scratch);
    if (kind !== 'commit') throw notACommit(table.oidHex(index), kind);
    const { bytes, length } = this.#scratch;
    const parsed = this.#parsed;
    parseCommit(bytes, length, table.oidBytes, parsed);
    const ident = this.#request.idents.intern(
      bytes,
      parsed.authorNameStart,
      parsed.authorNameEnd,
      parsed.authorEmailStart,
      parsed.authorEmailEnd,
    );
    decodeHex(bytes, parsed.treeHexStart, this.#oid);
    table.fill(this.#oid, 0, parsed.committerTime, ident);
    return this.#addParents(index, store);
  }

  #addParents(index: number, store: ObjectStore): number {
    const table = this.#table;
    const { shallow, firstParentOnly } = this.#request;
    const parsed = this.#parsed;
    if (parsed.parentCount > 1) table.setFlag(index, commitFlag.merge);
    if (shallow.size > 0 && shallow.has(table.oidHex(index))) {
      if (parsed.parentCount > 0) table.setFlag(index, commitFlag.boundary);
      return 0;
    }
    const wanted = firstParentOnly ? Math.min(1, parsed.parentCount) : parsed.parentCount;
    let missing = 0;
    for (let nth = 0; nth < wanted; nth += 1) {
      decodeHex(this.#scratch.bytes, parsed.parentHexStarts[nth]!, this.#oid);
      const parent = this.#findOrQueue(store);
      if (parent >= 0) {
        table.addParent(parent);
        continue;
      }
      missing += 1;
      // Without its first parent a commit has no diff that is its author's.
      if (nth === 0) table.setFlag(index, commitFlag.boundary);
    }
    return missing;
  }

  /** The index of the commit whose id is in `#oid`, queued if it is new; -1 when it is missing. */
  #findOrQueue(store: ObjectStore): number {
    const known = this.#table.find(this.#oid, 0);
    if (known >= 0) return known;
    const place = store.locate(this.#oid, 0);
    if (place === -1) return -1;
    const index = this.#table.intern(this.#oid, 0);
    if (index >= this.#places.length) {
      const places = new Float64Array(this.#places.length * 2);
      places.set(this.#places);
      this.#places = places;
    }
    this.#places[index] = place;
    return index;
  }

  /** The start was not located: it is found by its id. */
  #placeOf(index: number): number {
    return index === 0 ? -1 : this.#places[index]!;
  }
}

function notACommit(hex: string, kind: string): CodefangError {
  if (kind === 'missing') {
    return new CodefangError('NOT_FOUND', `Cannot read commit ${hex}: it is not in this repository`);
  }
  return new CodefangError('CORRUPT', `Cannot read commit ${hex}: found ${kind}, expected a commit`);
}

function decodeHex(bytes: Uint8Array, start: number, out: Uint8Array): void {
  for (let i = 0; i < out.length; i += 1) {
    out[i] = (nibble(bytes[start + i * 2]!) << 4) | nibble(bytes[start + i * 2 + 1]!);
  }
}

function nibble(code: number): number {
  return code <= 0x39 ? code - 0x30 : (code | 0x20) - 0x57;
}

import { CodefangError } from '../base/index.ts';
import {
  AuthorLines,
  type CommitGraph,
  decodeHexOid,
  type Grafts,
  GraphCommit,
  hexToOid,
  ObjectScratch,
  type ObjectStore,
  parseCommit,
  ParsedCommit,
  parseIdent,
} from '../git/index.ts';
import { commitFlag, CommitTable } from './commit-table.ts';
import { IdentTable } from './ident-table.ts';
import { authorBytes, commitBytes } from './surveyed-bytes.ts';
import { SurveyTooLarge } from './survey-too-large.ts';
import { PlaceQueue } from './place-queue.ts';

export interface SurveyRequest {
  readonly store: ObjectStore;
  readonly oidBytes: number;
  /** Full hex id of the commit to start from. */
  readonly head: string;
  /** Full hex id of a commit whose history is found as well; undefined for none. */
  readonly excludedHead: string | undefined;
  readonly firstParentOnly: boolean;
  /** Hex ids whose parents were cut off by a shallow clone. */
  readonly shallow: ReadonlySet<string>;
  /** Commits with other parents than they name. */
  readonly grafts: Grafts | undefined;
  /** What is known of commits beforehand. Not used where history was cut off or grafted. */
  readonly graph: CommitGraph | undefined;
  /** What the survey and its order, people and names may take, in bytes. */
  readonly bytesMax: number;
  /** Called now and then with the commits read so far. */
  readonly onProgress: (commits: number) => void;
}

export interface Survey {
  /** Every commit reachable from the start, which has index 0, and from the excluded one. Sealed. */
  readonly table: CommitTable;
  /** -1 where none is excluded. */
  readonly excludedIndex: number;
  readonly idents: IdentTable;
  /** Parents that are named but not in the repository. */
  readonly missingParents: number;
  /** Commits whose bytes were read. */
  readonly readCommits: number;
}

const progressCommits = 4096;
/** Commits out of a graph are found much faster than others are read. */
const adoptedCommits = 65_536;

/**
 * Finds every commit reachable from the start and puts it into a table, in the order of discovery.
 *
 * What a graph knows is taken from it; other commits are read, each once, in the order in which packs
 * hold them. A graph without authors says only where history leads, so its commits are read too.
 *
 * It stops now and then, so that signals can be heard. Where the names of authors do not fit, they are only counted
 * from there on, so that a refusal knows what they take.
 *
 * @throws {CodefangError} NOT_FOUND when the start is absent, CORRUPT when a commit cannot be read
 * @throws {SurveyTooLarge} when `bytesMax` does not hold it
 */
export function* surveyCommits(request: SurveyRequest): Generator<void, Survey> {
  const isAltered = request.shallow.size > 0 || request.grafts !== undefined;
  const graph = isAltered ? undefined : request.graph;
  try {
    return yield* new Surveyor(request, graph).run();
  } catch (error) {
    // What git wrote down is no longer what is there: the commits themselves say what is.
    if (!(error instanceof StaleGraph)) throw error;
    return yield* new Surveyor(request, undefined).run();
  }
}

/** A graph names a commit that is absent, or that says otherwise. */
class StaleGraph extends Error {}

/** Marks a commit that a graph without authors has filled. */
const pendingIdent = -1;

class Surveyor {
  readonly #request: SurveyRequest;
  readonly #store: ObjectStore;
  readonly #table: CommitTable;
  readonly #idents = new IdentTable();
  readonly #queue = new PlaceQueue();
  readonly #scratch: ObjectScratch;
  readonly #parsed = new ParsedCommit();
  readonly #authorLines = new AuthorLines();
  readonly #oid: Uint8Array;
  readonly #known: KnownCommits | undefined;
  /** Parents of the commit being read. BOUNDED BY: those that a commit or a graft may have. */
  readonly #parents: number[] = [];
  #missingParents = 0;
  #readCommits = 0;
  #isCountedOnly = false;

  constructor(request: SurveyRequest, graph: CommitGraph | undefined) {
    this.#request = request;
    this.#store = request.store;
    this.#scratch = new ObjectScratch(undefined, request.store.allowance);
    this.#table = new CommitTable(request.oidBytes);
    this.#oid = new Uint8Array(request.oidBytes);
    this.#known = graph === undefined ? undefined : new KnownCommits(graph, this.#idents);
  }

  *run(): Generator<void, Survey> {
    const { head, excludedHead, onProgress } = this.#request;
    this.#findStart(head);
    const excludedIndex = excludedHead === undefined ? -1 : this.#findStart(excludedHead);
    yield* this.#adoptAll();
    for (let index = this.#queue.pop(); index >= 0; index = this.#queue.pop()) {
      this.#read(index, this.#queue.place);
      yield* this.#adoptAll();
      this.#readCommits += 1;
      this.#checkRoom();
      if (this.#readCommits % progressCommits !== 0) continue;
      onProgress(this.#readCommits);
      yield;
    }
    if (this.#isCountedOnly) throw this.#tooLarge(true);
    this.#table.seal();
    return {
      table: this.#table,
      excludedIndex,
      idents: this.#idents,
      missingParents: this.#missingParents,
      readCommits: this.#readCommits,
    };
  }

  /** Refuses what cannot end well before it takes more than it may. */
  #checkRoom(): void {
    const { bytesMax } = this.#request;
    const bytes = this.#commitBytes();
    if (bytes + authorBytes(this.#idents) <= bytesMax) return;
    if (bytes + this.#idents.bytes > bytesMax && this.#isCountedOnly) throw this.#tooLarge(false);
    if (bytes > bytesMax) throw this.#tooLarge(false);
    this.#isCountedOnly = true;
    this.#idents.countOnly();
  }

  /** Of all that does not depend on names. */
  #commitBytes(): number {
    return commitBytes(this.#table) + this.#queue.bytes + (this.#known?.bytes ?? 0);
  }

  #tooLarge(isWhole: boolean): SurveyTooLarge {
    const size = {
      commits: this.#table.count,
      commitBytes: this.#commitBytes(),
      authorBytes: authorBytes(this.#idents),
    };
    return new SurveyTooLarge(size, isWhole);
  }

  #findStart(hex: string): number {
    this.#oid.set(hexToOid(hex));
    const index = this.#findOrQueue();
    if (index < 0) throw notACommit(hex, 'missing');
    return index;
  }

  #read(index: number, place: number): void {
    const table = this.#table;
    table.copyOid(index, this.#oid, 0);
    const kind = this.#store.readAt(place, this.#oid, 0, this.#scratch);
    if (kind !== 'commit') throw notACommit(table.oidHex(index), kind);
    const { bytes, length } = this.#scratch;
    const parsed = this.#parsed;
    parseCommit(bytes, length, table.oidBytes, parsed);
    const ident = this.#internAuthor();
    if (table.ident(index) === pendingIdent) {
      this.#checkKnown(index);
      table.complete(index, parsed.committerTime, ident);
      return;
    }
    this.#findParents(index);
    decodeHexOid(bytes, parsed.treeHexStart, this.#oid, 0, table.oidBytes);
    table.fill(index, this.#oid, 0, parsed.committerTime, ident);
    for (const parent of this.#parents) table.addParent(index, parent);
  }

  #internAuthor(): number {
    const { bytes, length } = this.#scratch;
    const { authorNameStart, authorNameEnd, authorEmailStart, authorEmailEnd } = this.#parsed;
    const line = this.#authorLines.inUtf8(bytes, length, this.#parsed);
    if (line === undefined) {
      return this.#idents.intern(bytes, authorNameStart, authorNameEnd, authorEmailStart, authorEmailEnd);
    }
    const { nameEnd, emailStart, emailEnd } = parseIdent(line, 0, line.length);
    return this.#idents.intern(line, 0, nameEnd, emailStart, emailEnd);
  }

  /** Leaves the indexes of a commit's parents in `#parents`. */
  #findParents(index: number): void {
    const table = this.#table;
    const { shallow, grafts } = this.#request;
    const grafted = grafts?.parents.get(table.oidHex(index));
    const parentCount = grafted?.length ?? this.#parsed.parentCount;
    this.#parents.length = 0;
    if (parentCount > 1) table.setFlag(index, commitFlag.merge);
    if (shallow.size > 0 && shallow.has(table.oidHex(index))) {
      if (parentCount > 0) table.setFlag(index, commitFlag.boundary);
      return;
    }
    const wanted = this.#wantedParents(parentCount);
    for (let nth = 0; nth < wanted; nth += 1) {
      if (grafted === undefined) this.#decodeParent(nth);
      else this.#oid.set(hexToOid(grafted[nth]!));
      const parent = this.#findOrQueue();
      if (parent >= 0) {
        this.#parents.push(parent);
        continue;
      }
      this.#missingParents += 1;
      // Without its first parent a commit has no diff that is its author's.
      if (nth === 0) table.setFlag(index, commitFlag.boundary);
    }
  }

  #decodeParent(nth: number): void {
    const { parentHexStarts } = this.#parsed;
    decodeHexOid(this.#scratch.bytes, parentHexStarts[nth]!, this.#oid, 0, this.#table.oidBytes);
  }

  /** The index of the commit whose id is in `#oid`, queued if it is new; -1 when it is missing. */
  #findOrQueue(): number {
    const known = this.#table.find(this.#oid, 0);
    if (known >= 0) return known;
    const position = this.#known?.graph.find(this.#oid, 0) ?? -1;
    if (position >= 0) return this.#known!.discover(position, this.#table);
    const place = this.#store.locate(this.#oid, 0);
    if (place === -1) return -1;
    const index = this.#table.intern(this.#oid, 0);
    this.#queue.push(place, index);
    return index;
  }

  /** Fills what was found in the graph, and finds its ancestors. */
  *#adoptAll(): Generator<void, void> {
    const known = this.#known;
    if (known === undefined) return;
    const { commit, graph, stack } = known;
    const table = this.#table;
    for (let turn = 1; stack.length > 0; turn += 1) {
      if (turn % adoptedCommits === 0) yield;
      this.#checkRoom();
      const position = stack.pop()!;
      graph.read(position, commit);
      const index = known.indexOf(position);
      const ident = graph.hasAuthors ? known.identOf(commit.author) : pendingIdent;
      table.fill(index, commit.trees, commit.treeAt, commit.seconds, ident);
      if (commit.parentCount > 1) table.setFlag(index, commitFlag.merge);
      const wanted = this.#wantedParents(commit.parentCount);
      for (let nth = 0; nth < wanted; nth += 1) {
        table.addParent(index, known.discover(commit.parents[nth]!, table));
      }
      if (ident !== pendingIdent) continue;
      const place = this.#store.locate(commit.oids, commit.oidAt);
      if (place === -1) throw new StaleGraph();
      this.#queue.push(place, index);
    }
  }

  /** Compares what the graph said with the commit that was just read. */
  #checkKnown(index: number): void {
    const table = this.#table;
    const { treeHexStart, parentCount, parentHexStarts } = this.#parsed;
    const { bytes } = this.#scratch;
    table.copyTree(index, this.#oid, 0);
    let isSame = isHexOf(this.#oid, bytes, treeHexStart);
    const wanted = this.#wantedParents(parentCount);
    isSame &&= wanted === table.parentCount(index);
    for (let nth = 0; isSame && nth < wanted; nth += 1) {
      table.copyOid(table.parent(index, nth), this.#oid, 0);
      isSame = isHexOf(this.#oid, bytes, parentHexStarts[nth]!);
    }
    if (!isSame) throw new StaleGraph();
  }

  #wantedParents(parentCount: number): number {
    return this.#request.firstParentOnly ? Math.min(1, parentCount) : parentCount;
  }
}

/** A graph with the indexes that its commits were given: 4 bytes a commit while the survey lasts. */
class KnownCommits {
  readonly graph: CommitGraph;
  readonly commit = new GraphCommit();
  /** Positions that have an index and are not filled. BOUNDED BY: the commits of the graph. */
  readonly stack: number[] = [];
  /** 1 + index by position. */
  readonly #indexes: Int32Array;
  readonly #idents: Int32Array;

  constructor(graph: CommitGraph, idents: IdentTable) {
    this.graph = graph;
    this.#indexes = new Int32Array(graph.count);
    this.#idents = graph.hasAuthors ? internLines(graph.identLines, idents) : new Int32Array(0);
  }

  /** Bytes held, the graph among them. */
  get bytes(): number {
    return this.graph.byteLength + this.#indexes.byteLength + this.#idents.byteLength + this.stack.length * 8;
  }

  indexOf(position: number): number {
    return this.#indexes[position]! - 1;
  }

  identOf(author: number): number {
    return this.#idents[author]!;
  }

  /** The index of a position; a new one goes to the table and to the stack. */
  discover(position: number, table: CommitTable): number {
    const known = this.#indexes[position]! - 1;
    if (known >= 0) return known;
    const index = this.graph.withOid(position, (oids, at) => table.intern(oids, at));
    this.#indexes[position] = index + 1;
    this.stack.push(position);
    return index;
  }
}

/** Ids of idents by their number in a graph. */
function internLines(lines: Buffer, idents: IdentTable): Int32Array {
  const ids: number[] = [];
  for (let at = 0; at < lines.length;) {
    const end = lines.indexOf(0x0a, at);
    ids.push(idents.internWhole(lines, at, end));
    at = end + 1;
  }
  return Int32Array.from(ids);
}

function notACommit(hex: string, kind: string): CodefangError {
  if (kind === 'missing') {
    return new CodefangError('NOT_FOUND', `Cannot read commit ${hex}: it is not in this repository`);
  }
  return new CodefangError('CORRUPT', `Cannot read commit ${hex}: found ${kind}, expected a commit`);
}

function isHexOf(oid: Uint8Array, hex: Uint8Array, start: number): boolean {
  for (let i = 0; i < oid.length; i += 1) {
    if (hex[start + i * 2] !== hexDigit(oid[i]! >> 4)) return false;
    if (hex[start + i * 2 + 1] !== hexDigit(oid[i]! & 15)) return false;
  }
  return true;
}

function hexDigit(value: number): number {
  return value < 10 ? value + 0x30 : value + 0x57;
}

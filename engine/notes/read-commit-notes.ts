import { CodefangError, KiB, MiB } from '../base/index.ts';
import { agentEvidence, commitFlag } from '../commit-notes.ts';
import {
  AuthorLines,
  ObjectScratch,
  ObjectStore,
  type ObjectStoreLimits,
  parseCommit,
  ParsedCommit,
  parseIdent,
} from '../git/index.ts';
import { isBot } from '../history/index.ts';
import type { SortedRunStore } from '../spill/index.ts';
import type { History } from '../survey/index.ts';
import { findAgent } from './agent-marks.ts';
import { readMarks, subjectOf } from './message-marks.ts';
import { NoteColumns } from './note-columns.ts';
import { PlaceFinder } from './place-finder.ts';
import { type Trailer, trailersOf } from './trailer-block.ts';

/** Of a longer message the beginning and the end are read, half each. */
const messageBytesMax = 128 * KiB;
const subjectBytesMax = 256;
const coAuthorCountMax = 16;
const zoneMinutesMax = 840;
/** Small caches: each commit is read once, in walk order. */
const limits: Omit<ObjectStoreLimits, 'scratch'> = {
  windowBytes: 32 * KiB,
  windowCountMax: 64,
  deltaBaseBytes: 2 * MiB,
  objectBytesMax: 64 * MiB,
  verifyOid: 'all',
};

/**
 * Reads what all commits of a walk say of themselves, in walk order, so that people have the same ids in any pack.
 *
 * @throws {CodefangError} CORRUPT when a commit cannot be read
 */
export function readCommitNotes(
  history: History,
  spillTo: SortedRunStore,
  scratchLimits: ObjectStoreLimits['scratch'],
): NoteColumns {
  const { location, sharedIndexes } = history;
  const scratch = scratchLimits === undefined ? {} : { scratch: { ...scratchLimits, purpose: 'read the next commit' } };
  const store = new ObjectStore(location, { ...limits, ...scratch }, sharedIndexes);
  try {
    return new NotesReader(history, store, spillTo).read();
  } finally {
    store.close();
  }
}

class NotesReader {
  readonly #history: History;
  readonly #store: ObjectStore;
  readonly #scratch: ObjectScratch;
  readonly #parsed = new ParsedCommit();
  readonly #texts = new AuthorLines();
  readonly #places: PlaceFinder;
  readonly #notes: NoteColumns;
  readonly #oid: Uint8Array;
  readonly #isAnonymous: boolean;

  constructor(history: History, store: ObjectStore, spillTo: SortedRunStore) {
    this.#history = history;
    this.#store = store;
    this.#scratch = new ObjectScratch(undefined, store.allowance);
    this.#places = new PlaceFinder(history);
    this.#notes = new NoteColumns(history, spillTo);
    this.#oid = new Uint8Array(history.location.oidBytes);
    this.#isAnonymous = history.request.anonymize;
  }

  read(): NoteColumns {
    for (let place = 0; place < this.#history.order.length; place += 1) this.#readOne(place);
    return this.#notes;
  }

  #readOne(place: number): void {
    const { table, order, location } = this.#history;
    table.copyOid(order[place]!, this.#oid, 0);
    const kind = this.#store.read(this.#oid, 0, this.#scratch);
    if (kind !== 'commit') {
      throw new CodefangError('CORRUPT', `Cannot read commit ${table.oidHex(order[place]!)}: found ${kind}`);
    }
    parseCommit(this.#scratch.bytes, this.#scratch.length, location.oidBytes, this.#parsed);
    this.#note(place);
    this.#scratch.release(MiB);
  }

  #note(place: number): void {
    const notes = this.#notes;
    const at = this.#parsed;
    const { message, isCut } = this.#message();
    const trailers = trailersOf(message);
    const subject = subjectOf(message);
    const marks = readMarks(subject, message, trailers, at.parentCount > 1);
    const { coAuthors, isCut: isCoCut } = this.#coAuthors(trailers, this.#history.personOfPlace[place]!);
    const authorName = this.#text(at.authorNameStart, at.authorNameEnd);
    const authorEmail = this.#text(at.authorEmailStart, at.authorEmailEnd);
    const committerName = this.#text(at.committerNameStart, at.committerNameEnd);
    const committerEmail = this.#text(at.committerEmailStart, at.committerEmailEnd);
    const agent = findAgent({ authorName, authorEmail, committerName, committerEmail, subject, message, trailers });
    const zone = this.#zone();
    let { flags } = marks;
    if (isBot(authorName, authorEmail)) flags |= commitFlag.botAuthor;
    if (isBot(committerName, committerEmail)) flags |= commitFlag.botCommitter;
    if (coAuthors.length > 0) flags |= commitFlag.hasCoAuthor;
    if (zone === undefined) flags |= commitFlag.badZone;
    if (isCut || isCoCut) flags |= commitFlag.cut;
    if (committerEmail === 'noreply@github.com' && /\(#\d+\)$/.test(subject)) flags |= commitFlag.squash;
    notes.authorTimes[place] = at.authorTime;
    notes.zones[place] = zone ?? 0;
    notes.committers[place] = this.#personOf(committerName, committerEmail);
    notes.flagBits[place] = flags;
    notes.agents[place] = agent.agentId;
    notes.evidence[place] = agent.agentId === 0 ? agentEvidence.none : agent.evidence;
    const [reverted, picked] = [marks.revertedHex, marks.pickedHex].map((hex) => this.#places.find(hex));
    const shown = this.#isAnonymous ? { tickets: [], subject: '' } : { tickets: marks.tickets, subject: cut(subject) };
    notes.putTexts(place, { coAuthors, ...shown, reverted: reverted!, picked: picked! });
  }

  /** Up to the first NUL, where git ends it as well. */
  #message(): { readonly message: string; readonly isCut: boolean } {
    const { bytes, length } = this.#scratch;
    const { messageStart } = this.#parsed;
    const nul = bytes.subarray(messageStart, length).indexOf(0);
    const end = nul < 0 ? length : messageStart + nul;
    if (end - messageStart <= messageBytesMax) return { message: this.#text(messageStart, end), isCut: false };
    const half = messageBytesMax / 2;
    const line = bytes.indexOf(0x0a, end - half);
    const tailStart = line < 0 || line >= end ? end : line + 1;
    // A blank line never joins the halves: the end is not in the paragraph that the beginning ends in.
    const message = `${this.#text(messageStart, messageStart + half)}\n…\n${this.#text(tailStart, end)}`;
    return { message, isCut: true };
  }

  #text(start: number, end: number): string {
    return this.#texts.textOf(this.#scratch.bytes, this.#scratch.length, this.#parsed, start, end);
  }

  /** Minutes east of UTC of the author; undefined where they cannot be meant. */
  #zone(): number | undefined {
    const { authorEmailEnd, authorLineEnd } = this.#parsed;
    const line = this.#scratch.bytes.toString('latin1', authorEmailEnd, Math.min(authorLineEnd, authorEmailEnd + 256));
    const found = /> -?\d+ ([+-])(\d{2})(\d{2})$/.exec(line);
    if (found === null) return undefined;
    const minutes = Number(found[2]) * 60 + Number(found[3]);
    if (minutes > zoneMinutesMax || Number(found[3]) > 59) return undefined;
    return found[1] === '-' && minutes > 0 ? -minutes : minutes;
  }

  #coAuthors(trailers: readonly Trailer[], author: number): { readonly coAuthors: number[]; readonly isCut: boolean } {
    const coAuthors: number[] = [];
    for (const { key, value } of trailers) {
      if (key.toLowerCase() !== 'co-authored-by') continue;
      const bytes = Buffer.from(value);
      const ident = parseIdent(bytes, 0, bytes.length);
      if (ident.emailStart >= ident.emailEnd || bytes[ident.emailEnd] !== 0x3e) continue;
      if (coAuthors.length === coAuthorCountMax) return { coAuthors, isCut: true };
      const name = bytes.toString('utf8', 0, ident.nameEnd);
      const person = this.#personOf(name, bytes.toString('utf8', ident.emailStart, ident.emailEnd));
      if (person !== author && !coAuthors.includes(person)) coAuthors.push(person);
    }
    return { coAuthors, isCut: false };
  }

  #personOf(name: string, email: string): number {
    return this.#history.people.meetNamed(Buffer.from(name), Buffer.from(email));
  }
}

/** The first bytes of a text, whole characters. */
function cut(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= subjectBytesMax) return text;
  let end = subjectBytesMax;
  while ((bytes[end]! & 0xc0) === 0x80) end -= 1;
  return bytes.toString('utf8', 0, end);
}

import { CodefangError, MiB } from '../base/index.ts';
import type { CommitText } from '../contract.ts';
import {
  charsetOf,
  ObjectScratch,
  ObjectStore,
  type ObjectStoreLimits,
  parseCommit,
  ParsedCommit,
} from '../git/index.ts';
import { PlaceQueue } from '../history/index.ts';
import type { History } from './open-history.ts';

/** Each commit is read once, in the order of packs, and hashed. */
const limits: ObjectStoreLimits = {
  windowBytes: 32 * 1024,
  windowCountMax: 16,
  deltaBaseBytes: MiB,
  objectBytesMax: 64 * MiB,
  verifyOid: 'all',
};

/**
 * Calls back with each commit of the walk, in the order in which packs hold them. BOUNDED BY: 12 bytes a commit,
 * about 2 MiB of caches, and one commit.
 *
 * @throws {CodefangError} CORRUPT when one cannot be read any more
 */
export function eachCommit(
  { location, table, order, sharedIndexes }: History,
  visit: (commit: CommitText) => void,
): void {
  const { oidBytes } = location;
  const store = new ObjectStore(location, limits, sharedIndexes);
  try {
    const scratch = new ObjectScratch(undefined, store.allowance);
    const oid = new Uint8Array(oidBytes);
    const queue = new PlaceQueue();
    for (let place = 0; place < order.length; place += 1) {
      table.copyOid(order[place]!, oid, 0);
      queue.push(store.locate(oid, 0), place);
    }
    const text = new ReadCommit(scratch, oidBytes);
    for (let place = queue.pop(); place >= 0; place = queue.pop()) {
      table.copyOid(order[place]!, oid, 0);
      const kind = store.readAt(queue.place, oid, 0, scratch);
      if (kind !== 'commit') throw unreadable(table.oidHex(order[place]!), kind);
      text.show(place);
      visit(text);
    }
  } finally {
    store.close();
  }
}

function unreadable(oid: string, kind: string): CodefangError {
  return new CodefangError('CORRUPT', `Cannot read commit ${oid} again: it is ${kind}, the survey had found it`);
}

/** The commit in a scratch. */
class ReadCommit implements CommitText {
  readonly #scratch: ObjectScratch;
  readonly #oidBytes: number;
  readonly #parsed = new ParsedCommit();
  place = 0;
  authorZoneMinutes = 0;

  constructor(scratch: ObjectScratch, oidBytes: number) {
    this.#scratch = scratch;
    this.#oidBytes = oidBytes;
  }

  get authorSeconds(): number {
    return this.#parsed.authorTime;
  }

  get subject(): string {
    const { messageStart, encodingStart, encodingEnd } = this.#parsed;
    const { bytes, length } = this.#scratch;
    const charset = charsetOf(bytes.toString('latin1', encodingStart, encodingEnd));
    const message = bytes.subarray(messageStart, length);
    return subjectOf(charset?.decode(message) ?? message.toString('utf8'));
  }

  show(place: number): void {
    const { bytes, length } = this.#scratch;
    parseCommit(bytes, length, this.#oidBytes, this.#parsed);
    const { authorEmailEnd, authorLineEnd } = this.#parsed;
    this.place = place;
    this.authorZoneMinutes = zoneMinutes(bytes.toString('latin1', authorEmailEnd, authorLineEnd));
  }
}

/** Minutes east of UTC that a line ends with, as `> 1600000000 +0530`; 0 where there are none. */
function zoneMinutes(lineEnd: string): number {
  const [, sign, hours = '', minutes = ''] = /> *\d+ +([+-])(\d*?)(\d{1,2})\s*$/.exec(lineEnd) ?? [];
  const total = Number(hours) * 60 + Number(minutes);
  return sign === '-' ? -total : total;
}

/** The first paragraph as one line, as `%s` of git. */
function subjectOf(message: string): string {
  const lines = message.replace(/^(?:[ \t\r\f\v]*\n)+/, '').split('\n');
  const end = lines.findIndex((line) => line.trim() === '');
  return lines
    .slice(0, end < 0 ? lines.length : end)
    .map((line) => line.trimEnd())
    .join(' ');
}

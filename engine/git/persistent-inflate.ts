import * as zlib from 'node:zlib';

/**
 * Compressed bytes in pieces: `next()` makes `bytes[start, end)` the next piece, or says there is
 * none.
 */
export interface CompressedFeed {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  next(): boolean;
}

/**
 * How an inflation ended. `whole`: exactly the wanted bytes, checksum right. `short`: the input
 * ended or the stream holds fewer bytes. `long`: it holds more. `damaged`: not a zlib stream, or a
 * wrong checksum.
 */
export type InflateEnd = 'whole' | 'short' | 'long' | 'damaged';

/** zlib streams (RFC 1950) into the caller's memory. */
export interface ObjectInflater {
  /** Inflates a stream of `size` bytes into `out[outAt…]`. REQUIRES: room for `size + 1` bytes. */
  inflate(feed: CompressedFeed, out: Uint8Array, outAt: number, size: number): InflateEnd;
  /**
   * Inflates at most `countMax` first bytes, checks no checksum; returns how many, -1 when damaged.
   */
  prefix(feed: CompressedFeed, out: Uint8Array, countMax: number): number;
}

/**
 * The fast inflater where this Node allows it, else the portable one.
 *
 * WHY a persistent handle: `zlib.inflateSync` makes a native stream and a buffer for each object,
 * which the collector sees late: 50 to 90 MB of garbage and about half the speed.
 */
export function createInflater(): ObjectInflater {
  hasHandle ??= persistentWorks();
  return hasHandle ? new PersistentInflater() : new PortableInflater();
}

/** What the trial said; it says the same for every inflater of this process. */
let hasHandle: boolean | undefined;

/** The part of Node's private zlib handle that is used: `writeSync` fills the caller's buffer. */
interface InflateHandle {
  onerror: (message: string, code: number, name: string) => void;
  reset(): void;
  writeSync(
    flush: number,
    input: Uint8Array,
    inputAt: number,
    inputLength: number,
    out: Uint8Array,
    outAt: number,
    outLength: number,
  ): void;
}

interface InflateInternals {
  readonly _handle: InflateHandle;
  /** After a write: [bytes of room left in the output, bytes of input left]. */
  readonly _writeState: Uint32Array;
  close(): void;
}

const { Z_SYNC_FLUSH } = zlib.constants;

/** One zlib state, reset for each object. Costs about 50 KB of native memory and no garbage. */
export class PersistentInflater implements ObjectInflater {
  #stream: InflateInternals;
  #handle: InflateHandle;
  #left: Uint32Array;
  #failed = false;
  #produced = 0;

  constructor() {
    this.#stream = openStream();
    this.#handle = this.#stream._handle;
    this.#left = this.#stream._writeState;
    this.#listen();
  }

  /**
   * One byte of spare room makes zlib run on to the checksum behind the last byte, and shows a
   * stream that is longer than it should be. Input left over means that the stream has ended.
   */
  inflate(feed: CompressedFeed, out: Uint8Array, outAt: number, size: number): InflateEnd {
    const isEnded = this.#run(feed, out, outAt, size + 1);
    if (this.#produced < 0) return 'damaged';
    if (this.#produced > size) return 'long';
    return isEnded && this.#produced === size ? 'whole' : 'short';
  }

  prefix(feed: CompressedFeed, out: Uint8Array, countMax: number): number {
    this.#run(feed, out, 0, countMax);
    return this.#produced;
  }

  /**
   * Sets `#produced`, -1 when damaged; returns whether the stream or the room ended, not the input.
   */
  #run(feed: CompressedFeed, out: Uint8Array, outAt: number, room: number): boolean {
    this.#handle.reset();
    this.#produced = 0;
    let produced = 0;
    while (feed.next()) {
      const length = feed.end - feed.start;
      const left = room - produced;
      const at = outAt + produced;
      this.#handle.writeSync(Z_SYNC_FLUSH, feed.bytes, feed.start, length, out, at, left);
      if (this.#failed) {
        this.#recover();
        return false;
      }
      produced = room - this.#left[0]!;
      this.#produced = produced;
      if (produced === room || this.#left[1]! > 0) return true;
    }
    return false;
  }

  #recover(): void {
    this.#failed = false;
    this.#produced = -1;
    this.#stream.close();
    this.#stream = openStream();
    this.#handle = this.#stream._handle;
    this.#left = this.#stream._writeState;
    this.#listen();
  }

  #listen(): void {
    this.#handle.onerror = () => {
      this.#failed = true;
    };
  }
}

const portableBytesMax = 256 * 1024 * 1024;

/**
 * The same with public calls only: slower, and it makes garbage. For a Node whose handle has
 * changed.
 */
export class PortableInflater implements ObjectInflater {
  inflate(feed: CompressedFeed, out: Uint8Array, outAt: number, size: number): InflateEnd {
    const pieces: Uint8Array[] = [];
    let gatheredBytes = 0;
    // Stored blocks add 5 bytes per 16 KiB at worst; the slack covers header, checksum and odd
    // writers.
    const enoughBytes = Math.min(portableBytesMax, size + (size >>> 8) + 1024);
    while (gatheredBytes < enoughBytes && feed.next()) {
      // Copies: the next piece may be read over this one, and `slice` of a Buffer is a view.
      pieces.push(Uint8Array.from(feed.bytes.subarray(feed.start, feed.end)));
      gatheredBytes += feed.end - feed.start;
    }
    try {
      const whole = zlib.inflateSync(Buffer.concat(pieces), { maxOutputLength: size + 1 });
      if (whole.length !== size) return whole.length > size ? 'long' : 'short';
      out.set(whole, outAt);
      return 'whole';
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ERR_BUFFER_TOO_LARGE') return 'long';
      return code === 'Z_BUF_ERROR' ? 'short' : 'damaged';
    }
  }

  prefix(feed: CompressedFeed, out: Uint8Array, countMax: number): number {
    if (!feed.next()) return 0;
    // A small piece is enough for a header, and cannot inflate to more than about a thousandfold.
    const pieceEnd = Math.min(feed.end, feed.start + 128 + countMax);
    const piece = feed.bytes.subarray(feed.start, pieceEnd);
    try {
      const first = zlib.inflateSync(piece, { finishFlush: Z_SYNC_FLUSH });
      const count = Math.min(countMax, first.length);
      out.set(first.subarray(0, count), 0);
      return count;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      return -1;
    }
  }
}

function openStream(): InflateInternals {
  return new zlib.Inflate({ chunkSize: 64 }) as unknown as InflateInternals;
}

/** Tries the private handle on known bytes: whole, cut short and damaged input. */
function persistentWorks(): boolean {
  try {
    const inflater = new PersistentInflater();
    const text = Buffer.from('persistent inflate, persistent inflate');
    const packed = zlib.deflateSync(text);
    const out = Buffer.alloc(text.length + 1);
    const whole = inflater.inflate(oneFeed([...packed, 0]), out, 0, text.length);
    if (whole !== 'whole' || !out.subarray(0, text.length).equals(text)) return false;
    if (inflater.inflate(oneFeed([...packed, 0]), out, 0, text.length - 1) !== 'long') return false;
    const cut = oneFeed(packed.subarray(0, 9));
    if (inflater.inflate(cut, out, 0, text.length) !== 'short') return false;
    const damaged = Buffer.concat([packed, Buffer.alloc(1)]);
    damaged[packed.length - 1]! ^= 1;
    if (inflater.inflate(oneFeed(damaged), out, 0, text.length) !== 'damaged') return false;
    return inflater.inflate(oneFeed([...packed, 0]), out, 0, text.length) === 'whole';
  } catch (error) {
    // A handle of another shape fails with a TypeError, whatever its details: the portable way
    // remains.
    if (error instanceof Error) return false;
    throw error;
  }
}

function oneFeed(content: Iterable<number>): CompressedFeed {
  const bytes = Uint8Array.from(content);
  let isTaken = false;
  return {
    bytes,
    start: 0,
    end: bytes.length,
    next() {
      const isFirst = !isTaken;
      isTaken = true;
      return isFirst;
    },
  };
}

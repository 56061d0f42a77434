import { CodefangError, KiB } from '../base/index.ts';

/** How many files share one part; a power of two. */
export const filesPerPart = 64;

/** Integers a run: line count, tick and person of the last change. */
export const runInts = 3;

/** Varints of 32 bits take at most five bytes, of 33 bits too. */
const varintBytesMax = 5;
/** Larger parts, of 17,000 runs and more, are rare: they get memory that is not kept, 15 bytes a run. */
const scratchBytes = 256 * KiB;

/**
 * The runs of a part as bytes: varints, low bits first. Two to three a run instead of twelve (2.2 on git/git), four
 * where ages and people are random.
 *
 *   part    runs of all files together, then the files in slot order
 *   file    1 + its number of runs, or 0 for none; its runs
 *   run     2 * lines, + 1 where tick and person are those of the run before the last one, as behind an edit
 *           inside older lines; else how much its tick is later than that of the run before, and its person,
 *           both zigzag
 *
 * Returns a view that the next call overwrites.
 */
export function encodeRuns(counts: Int32Array, starts: Int32Array, runs: Int32Array, live: number): Uint8Array {
  const out = roomFor((1 + filesPerPart + live) * varintBytesMax);
  let to = putVarint(live / runInts, out, 0);
  for (let slot = 0; slot < filesPerPart; slot += 1) {
    const count = counts[slot]!;
    to = putVarint(count + 1, out, to);
    if (count > 0) to = putFile(runs, starts[slot]!, count, out, to);
  }
  return out.subarray(0, to);
}

let scratch: Uint8Array | undefined;

function roomFor(bytes: number): Uint8Array {
  if (bytes > scratchBytes) return new Uint8Array(bytes);
  scratch ??= new Uint8Array(scratchBytes);
  return scratch;
}

function putFile(runs: Int32Array, start: number, count: number, out: Uint8Array, outStart: number): number {
  const end = start + count * runInts;
  let to = outStart;
  // Of the run before, and of the one before that.
  let tick = 0;
  let person = 0;
  let olderTick = 0;
  let olderPerson = 0;
  for (let at = start; at < end; at += runInts) {
    const nextTick = runs[at + 1]!;
    const nextPerson = runs[at + 2]!;
    const isBack = nextTick === olderTick && nextPerson === olderPerson;
    to = putVarint(runs[at]! * 2 + (isBack ? 1 : 0), out, to);
    if (!isBack) {
      to = putVarint(zigzag(nextTick - tick), out, to);
      to = putVarint(zigzag(nextPerson), out, to);
    }
    olderTick = tick;
    olderPerson = person;
    tick = nextTick;
    person = nextPerson;
  }
  return to;
}

/** Small numbers of either sign become small ones without. */
function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function unzigzag(value: number): number {
  return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
}

function putVarint(value: number, out: Uint8Array, at: number): number {
  let to = at;
  let rest = value;
  for (; rest > 0x7fff_ffff; rest = Math.floor(rest / 128)) out[to++] = (rest % 128) | 128;
  for (; rest > 127; rest >>>= 7) out[to++] = (rest & 127) | 128;
  out[to++] = rest;
  return to;
}

/**
 * What `encodeRuns` was given, the runs of each file behind those of the file before; the bytes are let go.
 *
 * @param capacityMin integers that `runs` has room for at least
 * @throws {CodefangError} STATE when the bytes are no runs
 */
export function decodeRuns(bytes: Uint8Array, capacityMin: number): { counts: Int32Array; runs: Int32Array } {
  const reader = new VarintReader(bytes);
  const live = reader.take() * runInts;
  // A run takes a byte at least: whatever the head says, memory stays in proportion.
  if (live > bytes.length * runInts) throw malformed();
  const runs = new Int32Array(Math.max(capacityMin, live));
  const counts = new Int32Array(filesPerPart);
  let end = 0;
  for (let slot = 0; slot < filesPerPart; slot += 1) {
    const count = reader.take() - 1;
    if (end + count * runInts > live) throw malformed();
    counts[slot] = count;
    if (count > 0) end = takeFile(reader, runs, end, count);
  }
  if (end !== live || reader.at !== bytes.length) throw malformed();
  return { counts, runs };
}

function takeFile(reader: VarintReader, runs: Int32Array, start: number, count: number): number {
  const end = start + count * runInts;
  let tick = 0;
  let person = 0;
  let olderTick = 0;
  let olderPerson = 0;
  for (let at = start; at < end; at += runInts) {
    const head = reader.take();
    const isBack = head % 2 === 1;
    const nextTick = isBack ? olderTick : tick + unzigzag(reader.take());
    const nextPerson = isBack ? olderPerson : unzigzag(reader.take());
    runs[at] = Math.floor(head / 2);
    runs[at + 1] = nextTick;
    runs[at + 2] = nextPerson;
    olderTick = tick;
    olderPerson = person;
    tick = nextTick;
    person = nextPerson;
  }
  return end;
}

class VarintReader {
  readonly #bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Behind the end it gives zeros, and `at` tells. @throws {CodefangError} STATE */
  take(): number {
    const bytes = this.#bytes;
    let byte = bytes[this.at++]! | 0;
    if (byte < 128) return byte;
    let value = byte & 127;
    for (let scale = 128; byte > 127; scale *= 128) {
      if (scale > scaleMax) throw malformed();
      byte = bytes[this.at++]! | 0;
      value += (byte & 127) * scale;
    }
    return value;
  }
}

/** Of the fifth byte; what follows it would be beyond any run. */
const scaleMax = 2 ** 28;

function malformed(): CodefangError {
  return new CodefangError('STATE', 'Cannot read line histories: their bytes are damaged, expected runs as varints');
}

import { decodeRuns, encodedBytesMax, encodeRuns, malformed, putVarint } from './runs-codec.ts';
import type { Runs } from './runs.ts';
import type { VersionGraph } from './version-graph.ts';

/** How many files share one part; a power of two. */
export const filesPerPart = 64;
/** State of a version that says the file is gone. */
export const gone = -1;
/** Nothing was found: history does not reach so far back. */
export const unknown = -2;

const none = -1;
const arenaBytesMin = 512;
const versionCountMin = 16;
/**
 * A file is looked through for versions that nobody can ask for when it has so many more than were left the last time.
 */
const sweepVersionCount = 16;

/**
 * The line histories of up to 64 files: of each the versions that can still be asked for, named by the place of the
 * commit that made them, and their states.
 *
 *   file 7   place 12 → state 0     place 40 → state 2     place 44 (another branch) → state 0
 *   states   | runs 0 | (dead) | runs 2 |                  encoded, see `encodeRuns`
 *
 * A branch that does not touch a file sees the version of the commit that it left from, and a merge that takes a file
 * over shares the state. Versions that no active commit sees are dropped when their file has gathered some, and when
 * the part goes to disk. OWNS its arrays; the owner weighs it. BOUNDED BY: open branches times the files they changed.
 */
export class FileVersions {
  /** First version of each file, and the next of each version; -1 ends. */
  readonly #heads: Int32Array = new Int32Array(filesPerPart).fill(none);
  readonly #counts: Int32Array = new Int32Array(filesPerPart);
  readonly #sweepAt: Int32Array = new Int32Array(filesPerPart).fill(sweepVersionCount);
  #places: Int32Array = new Int32Array(versionCountMin);
  #states: Int32Array = new Int32Array(versionCountMin);
  #next: Int32Array = new Int32Array(versionCountMin);
  #versionEnd = 0;
  #freeVersion = none;
  /** Where each state lies in the arena, and how many versions share it; a length of -1 is a free number. */
  #starts: Int32Array = new Int32Array(versionCountMin);
  #lengths: Int32Array = new Int32Array(versionCountMin);
  #shares: Int32Array = new Int32Array(versionCountMin);
  #stateEnd = 0;
  #freeState = none;
  #arena: Uint8Array = new Uint8Array(arenaBytesMin);
  #arenaEnd = 0;
  #liveBytes = 0;

  get bytes(): number {
    return this.#arena.byteLength + this.#places.byteLength * 3 + this.#starts.byteLength * 3 + filesPerPart * 12;
  }

  /** The state that the commit at `place` sees of a file; `gone`, or `unknown` where history does not reach. */
  find(slot: number, place: number, graph: VersionGraph): number {
    for (let end = place; end >= 0; ) {
      const lane = graph.lane(end);
      let best = none;
      let bestPlace = -1;
      for (let at = this.#heads[slot]!; at !== none; at = this.#next[at]!) {
        const own = this.#places[at]!;
        if (own > end || own <= bestPlace || graph.lane(own) !== lane) continue;
        best = at;
        bestPlace = own;
      }
      if (best !== none) return this.#states[best]!;
      end = graph.fork(lane);
    }
    return unknown;
  }

  /** The state of the newest version of a file that one of some commits made; `unknown` when there is none. */
  newestOf(slot: number, isOne: (place: number) => boolean): number {
    let state = unknown;
    let bestPlace = -1;
    for (let at = this.#heads[slot]!; at !== none; at = this.#next[at]!) {
      const place = this.#places[at]!;
      if (place <= bestPlace || !isOne(place)) continue;
      bestPlace = place;
      state = this.#states[at]!;
    }
    return state;
  }

  /** Reads a state. */
  read(state: number, out: Runs): void {
    const start = this.#starts[state]!;
    decodeRuns(this.#arena, start, start + this.#lengths[state]!, out);
  }

  /** Adds the version that the commit at `place` made. */
  add(slot: number, place: number, runs: Runs, graph: VersionGraph): void {
    this.#reserve(encodedBytesMax(runs));
    const start = this.#arenaEnd;
    this.#arenaEnd = encodeRuns(runs, this.#arena, start);
    const state = this.#makeState(start, this.#arenaEnd - start);
    this.share(slot, place, state, graph);
  }

  /** Adds a version that has the state of another one of this file, or is `gone`. */
  share(slot: number, place: number, state: number, graph: VersionGraph): void {
    if (state !== gone) this.#shares[state]! += 1;
    this.#addVersion(slot, place, state);
    if (this.#counts[slot]! >= this.#sweepAt[slot]!) this.#sweep(slot, graph);
  }

  /** Drops what nobody can ask for, of all files. */
  sweep(graph: VersionGraph): void {
    for (let slot = 0; slot < filesPerPart; slot += 1) if (this.#counts[slot]! > 0) this.#sweep(slot, graph);
  }

  /**
   * What lives, as bytes: the number of states, and of each its length and runs; of each file the number of its
   * versions, and of each its place and 1 + its state, 0 when it is gone. A view that the next call overwrites.
   */
  encode(graph: VersionGraph): Uint8Array {
    this.sweep(graph);
    this.#pack(0);
    const out = roomFor(this.#arenaEnd + (2 + filesPerPart + this.#stateEnd + this.#versionEnd * 2) * 5);
    let to = putVarint(this.#stateEnd, out, 0);
    for (let state = 0; state < this.#stateEnd; state += 1) {
      const length = this.#lengths[state]!;
      to = putVarint(length, out, to);
      out.set(this.#arena.subarray(this.#starts[state]!, this.#starts[state]! + length), to);
      to += length;
    }
    for (let slot = 0; slot < filesPerPart; slot += 1) {
      to = putVarint(this.#counts[slot]!, out, to);
      for (let at = this.#heads[slot]!; at !== none; at = this.#next[at]!) {
        to = putVarint(this.#places[at]!, out, to);
        to = putVarint(this.#states[at]! + 1, out, to);
      }
    }
    return out.subarray(0, to);
  }

  /** @throws {CodefangError} STATE when the bytes are no versions */
  static decode(bytes: Uint8Array): FileVersions {
    const part = new FileVersions();
    const reader = new VarintReader(bytes);
    const stateCount = reader.take();
    if (stateCount > bytes.length) throw malformed();
    part.#reserve(bytes.length);
    for (let state = 0; state < stateCount; state += 1) {
      const length = reader.take();
      if (reader.at + length > bytes.length) throw malformed();
      part.#arena.set(bytes.subarray(reader.at, reader.at + length), part.#arenaEnd);
      part.#makeState(part.#arenaEnd, length);
      part.#arenaEnd += length;
      reader.at += length;
    }
    for (let slot = 0; slot < filesPerPart; slot += 1) part.#decodeFile(slot, reader, stateCount);
    if (reader.at !== bytes.length) throw malformed();
    return part;
  }

  #decodeFile(slot: number, reader: VarintReader, stateCount: number): void {
    for (let left = reader.take(); left > 0; left -= 1) {
      const place = reader.take();
      const state = reader.take() - 1;
      if (state >= stateCount) throw malformed();
      if (state !== gone) this.#shares[state]! += 1;
      this.#addVersion(slot, place, state);
    }
    this.#sweepAt[slot] = this.#counts[slot]! * 2 + sweepVersionCount;
  }

  #addVersion(slot: number, place: number, state: number): void {
    let version = this.#freeVersion;
    if (version !== none) this.#freeVersion = this.#next[version]!;
    else {
      if (this.#versionEnd === this.#places.length) this.#growVersions();
      version = this.#versionEnd;
      this.#versionEnd += 1;
    }
    this.#places[version] = place;
    this.#states[version] = state;
    this.#next[version] = this.#heads[slot]!;
    this.#heads[slot] = version;
    this.#counts[slot]! += 1;
  }

  /** Versions by lane and place; one is seen until the next on its lane. */
  #sweep(slot: number, graph: VersionGraph): void {
    const versions: number[] = [];
    for (let at = this.#heads[slot]!; at !== none; at = this.#next[at]!) versions.push(at);
    const lane = (version: number): number => graph.lane(this.#places[version]!);
    const place = (version: number): number => this.#places[version]!;
    versions.sort((a, b) => lane(a) - lane(b) || place(a) - place(b));
    const kept = versions.filter((version, at) => {
      const next = versions[at + 1];
      const end = next === undefined || lane(next) !== lane(version) ? Number.POSITIVE_INFINITY : place(next);
      return graph.isVisible(place(version), end);
    });
    // Where only deletions are left there is nothing that they hide.
    const isEmpty = kept.every((version) => this.#states[version] === gone);
    const left = new Set(isEmpty ? [] : kept);
    for (const version of versions) if (!left.has(version)) this.#drop(version);
    this.#heads[slot] = none;
    this.#counts[slot] = 0;
    for (const version of left) {
      this.#next[version] = this.#heads[slot]!;
      this.#heads[slot] = version;
      this.#counts[slot]! += 1;
    }
    this.#sweepAt[slot] = this.#counts[slot]! * 2 + sweepVersionCount;
  }

  #drop(version: number): void {
    const state = this.#states[version]!;
    this.#next[version] = this.#freeVersion;
    this.#freeVersion = version;
    if (state === gone) return;
    this.#shares[state]! -= 1;
    if (this.#shares[state]! > 0) return;
    this.#liveBytes -= this.#lengths[state]!;
    this.#lengths[state] = none;
    this.#starts[state] = this.#freeState;
    this.#freeState = state;
  }

  #makeState(start: number, length: number): number {
    let state = this.#freeState;
    if (state !== none) this.#freeState = this.#starts[state]!;
    else {
      if (this.#stateEnd === this.#starts.length) this.#growStates();
      state = this.#stateEnd;
      this.#stateEnd += 1;
    }
    this.#starts[state] = start;
    this.#lengths[state] = length;
    this.#shares[state] = 0;
    this.#liveBytes += length;
    return state;
  }

  /** Makes room in the arena: dead bytes go first. */
  #reserve(bytes: number): void {
    if (this.#arenaEnd + bytes > this.#arena.length) this.#pack(bytes);
  }

  /** Puts the living states together, in the order of their numbers. A part for the disk has no free numbers. */
  #pack(roomBytes: number): void {
    let length = Math.max(arenaBytesMin, this.#arena.length);
    while (length < (this.#liveBytes + roomBytes) * 1.25) length *= 2;
    while (length > arenaBytesMin && length > (this.#liveBytes + roomBytes) * 4) length /= 2;
    if (roomBytes === 0) this.#renumber();
    const packed = new Uint8Array(length);
    let end = 0;
    for (let state = 0; state < this.#stateEnd; state += 1) {
      const size = this.#lengths[state]!;
      if (size === none) continue;
      packed.set(this.#arena.subarray(this.#starts[state]!, this.#starts[state]! + size), end);
      this.#starts[state] = end;
      end += size;
    }
    this.#arena = packed;
    this.#arenaEnd = end;
  }

  #renumber(): void {
    const numbers = new Int32Array(this.#stateEnd);
    let count = 0;
    for (let state = 0; state < this.#stateEnd; state += 1) {
      if (this.#lengths[state] === none) continue;
      numbers[state] = count;
      this.#starts[count] = this.#starts[state]!;
      this.#lengths[count] = this.#lengths[state]!;
      this.#shares[count] = this.#shares[state]!;
      count += 1;
    }
    this.#stateEnd = count;
    this.#freeState = none;
    for (let slot = 0; slot < filesPerPart; slot += 1) {
      for (let at = this.#heads[slot]!; at !== none; at = this.#next[at]!) {
        if (this.#states[at] !== gone) this.#states[at] = numbers[this.#states[at]!]!;
      }
    }
  }

  #growVersions(): void {
    this.#places = grown(this.#places);
    this.#states = grown(this.#states);
    this.#next = grown(this.#next);
  }

  #growStates(): void {
    this.#starts = grown(this.#starts);
    this.#lengths = grown(this.#lengths);
    this.#shares = grown(this.#shares);
  }
}

/** Larger parts are rare: they get memory that is not kept. */
const scratchBytes = 256 * 1024;
let scratch: Uint8Array | undefined;

function roomFor(bytes: number): Uint8Array {
  if (bytes > scratchBytes) return new Uint8Array(bytes);
  scratch ??= new Uint8Array(scratchBytes);
  return scratch;
}

class VarintReader {
  readonly #bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  take(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#bytes[this.at];
      if (byte === undefined || scale > 2 ** 35) throw malformed();
      this.at += 1;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }
}

function grown(old: Int32Array): Int32Array {
  const bigger = new Int32Array(old.length * 2);
  bigger.set(old);
  return bigger;
}

import { scratchBytes, scratchInts } from './codec-scratch.ts';
import type { ColdStates } from './cold-states.ts';
import { intPool } from './int-pool.ts';
import { decodeRuns, encodedBytesMax, encodeRuns, malformed, putVarint, varintBytesMax } from './runs-codec.ts';
import type { RunView } from './runs.ts';
import { VarintReader } from './varint-reader.ts';
import type { VersionGraph } from './version-graph.ts';

/**
 * How many files share one part; a power of two. Few, as a part goes to disk whole when one of its files has changed,
 * and not fewer, as a part takes a kilobyte by itself.
 */
export const filesPerPart = 16;
/** State of a version that says the file is gone. */
export const gone = -1;
/** Nothing was found: history does not reach so far back. */
export const unknown = -2;

const none = -1;
/** Of a state that is put away: what its number in the block is taken from. */
const coldBase = -2;
/** Integers of a file: its first version, how many it has, and at how many it is looked through. */
const fileInts = 3;
/** Integers of a version: the place of its commit, its state, and the next version of the file. */
const versionInts = 3;
/**
 * Integers of a state: where its runs lie, how many they are (-1: the number is free), and how many versions share it.
 */
const stateInts = 3;
const arenaIntsMin = 64;
const rowCountMin = 8;
/**
 * A file is looked through for versions that nobody can ask for when it has so many more than were left the last time.
 */
const sweepVersionCount = 16;
/** Of what lives: what an arena that has grown has room for. */
const spareFactor = 1.5;
/** So many blocks of a part are put together, so that there are never more of them than files. */
const blockCountMax = 12;
/** What the objects of a part take beside their integers, as V8 lays them out. */
const objectBytes = 2048;

/**
 * The line histories of some files: of each the versions that can still be asked for, named by the place of the commit
 * that made them, and their states.
 *
 *   file 7   place 12 → state 0     place 40 → state 2     place 44 (another branch) → state 0
 *   states   | runs 0 | (dead) | runs 2 |                  one integer a run, see `runOf`
 *
 * Files as they are now are at hand. States that a newer version on their lane has followed are put away when the part
 * goes to disk, see `ColdStates`.
 *
 * A branch that does not touch a file sees the version of the commit that it left from, and a merge that takes a file
 * over shares the state. Versions that no active commit sees are dropped when their file has gathered some, and when
 * the part goes to disk. OWNS its arrays; the owner weighs it. BOUNDED BY: open branches times the files they changed.
 */
export class FileVersions {
  readonly #cold: ColdStates;
  readonly #files: Int32Array = emptyFiles();
  #versions: Int32Array = intPool.take(rowCountMin * versionInts);
  #versionEnd = 0;
  #freeVersion = none;
  #states: Int32Array = intPool.take(rowCountMin * stateInts);
  #stateEnd = 0;
  #freeState = none;
  #arena: Int32Array = intPool.take(arenaIntsMin);
  #arenaEnd = 0;
  #liveInts = 0;

  constructor(cold: ColdStates) {
    this.#cold = cold;
  }

  get bytes(): number {
    return this.#arena.byteLength + this.#versions.byteLength + this.#states.byteLength + objectBytes;
  }

  /** Gives the memory back; the part is not used any more. */
  release(): void {
    for (const ints of [this.#files, this.#versions, this.#states, this.#arena]) intPool.give(ints);
    this.#arena = nothing;
    this.#versions = nothing;
    this.#states = nothing;
  }

  /** The state that the commit at `place` sees of a file; `gone`, or `unknown` where history does not reach. */
  find(slot: number, place: number, graph: VersionGraph): number {
    const versions = this.#versions;
    for (let end = place; end >= 0;) {
      const lane = graph.lane(end);
      let best = none;
      let bestPlace = -1;
      for (let at = this.#files[slot * fileInts]!; at !== none; at = versions[at + 2]!) {
        const own = versions[at]!;
        if (own > end || own <= bestPlace || graph.lane(own) !== lane) continue;
        best = at;
        bestPlace = own;
      }
      if (best !== none) return versions[best + 1]!;
      end = graph.fork(lane);
    }
    return unknown;
  }

  /** The state of the newest version of a file that one of some commits made; `unknown` when there is none. */
  newestOf(slot: number, isOne: (place: number) => boolean): number {
    const versions = this.#versions;
    let state = unknown;
    let bestPlace = -1;
    for (let at = this.#files[slot * fileInts]!; at !== none; at = versions[at + 2]!) {
      const place = versions[at]!;
      if (place <= bestPlace || !isOne(place)) continue;
      bestPlace = place;
      state = versions[at + 1]!;
    }
    return state;
  }

  /** Points `view` at a state, which is valid until the next version is added. */
  open(state: number, view: RunView): void {
    const start = this.#states[state]!;
    const length = this.#states[state + 1]!;
    if (length < none) {
      this.#cold.open(start, coldBase - length, view);
      return;
    }
    view.ints = this.#arena;
    view.start = start;
    view.end = start + length;
  }

  /** Adds the version that the commit at `place` made. */
  add(slot: number, place: number, runs: RunView, graph: VersionGraph): void {
    const length = runs.end - runs.start;
    if (this.#arenaEnd + length > this.#arena.length) this.#makeRoom(length);
    const start = this.#arenaEnd;
    this.#arena.set(runs.ints.subarray(runs.start, runs.end), start);
    this.#arenaEnd += length;
    this.share(slot, place, this.#makeState(start, length), graph);
  }

  /** Adds a version that has the state of another one of this file, or is `gone`. */
  share(slot: number, place: number, state: number, graph: VersionGraph): void {
    this.#addVersion(slot, place, state);
    const file = slot * fileInts;
    if (this.#files[file + 1]! >= this.#files[file + 2]!) this.#sweep(slot, graph);
  }

  /**
   * What lives, as bytes. Of each state: twice the number of its runs and the runs, or, when it is put away, 1 + twice
   * its block and its number there. Of each file: the number of its versions, and of each its place and 1 + the number
   * of its state, 0 when it is gone. Versions that nobody can ask for are dropped. A view that the next call
   * overwrites.
   */
  encode(graph: VersionGraph): Uint8Array {
    for (let slot = 0; slot < filesPerPart; slot += 1) {
      if (this.#files[slot * fileInts + 1]! > 0) this.#sweep(slot, graph);
    }
    this.#putAway(graph);
    const stateCount = this.#stateEnd / stateInts;
    const numbers = 1 + filesPerPart + stateCount * 2 + (this.#versionEnd / versionInts) * 2;
    const out = scratchBytes(encodedBytesMax(this.#liveInts) + numbers * varintBytesMax);
    if (numberScratch.length < stateCount) numberScratch = new Int32Array(stateCount * 2);
    const numberOf = numberScratch;
    let to = this.#encodeStates(out, numberOf);
    for (let slot = 0; slot < filesPerPart; slot += 1) {
      to = putVarint(this.#files[slot * fileInts + 1]!, out, to);
      for (let at = this.#files[slot * fileInts]!; at !== none; at = this.#versions[at + 2]!) {
        const state = this.#versions[at + 1]!;
        to = putVarint(this.#versions[at]!, out, to);
        to = putVarint(state === gone ? 0 : numberOf[state / stateInts]! + 1, out, to);
      }
    }
    return out.subarray(0, to);
  }

  /** @throws {CodefangError} STATE when the bytes are no versions */
  static decode(bytes: Uint8Array, cold: ColdStates): FileVersions {
    const part = new FileVersions(cold);
    const reader = new VarintReader(bytes);
    const stateCount = reader.take();
    // A state takes a byte at least, as does a run: whatever the bytes say, memory stays in proportion.
    if (stateCount > bytes.length) throw malformed();
    const arena = scratchInts(bytes.length);
    for (let state = 0; state < stateCount; state += 1) part.#decodeState(bytes, reader, arena);
    part.#replaceArena(intPool.take(Math.max(arenaIntsMin, part.#arenaEnd)));
    part.#arena.set(arena.subarray(0, part.#arenaEnd));
    for (let slot = 0; slot < filesPerPart; slot += 1) part.#decodeFile(slot, reader, stateCount);
    if (reader.at !== bytes.length) throw malformed();
    return part;
  }

  #decodeState(bytes: Uint8Array, reader: VarintReader, arena: Int32Array): void {
    const head = reader.take();
    if (head % 2 === 1) {
      this.#makeState((head - 1) / 2, coldBase - reader.take());
      return;
    }
    const start = this.#arenaEnd;
    const end = start + head / 2;
    if (end > arena.length) throw malformed();
    reader.at = decodeRuns(bytes, reader.at, arena, start, end);
    this.#makeState(start, head / 2);
    this.#arenaEnd = end;
  }

  /** Puts away what a newer version on its lane has followed; many blocks become one. */
  #putAway(graph: VersionGraph): void {
    const isCurrent = this.#currentStates(graph);
    const blocks = this.#blocks();
    const isFull = blocks.size > blockCountMax;
    const leaving: number[] = [];
    for (let state = 0; state < this.#stateEnd; state += stateInts) {
      const length = this.#states[state + 1]!;
      if (length >= 0 ? !isCurrent.has(state) : isFull && length < none) leaving.push(state);
    }
    if (leaving.length === 0) return;
    const block = this.#cold.put(
      leaving.map((state) => {
        const view = { ints: this.#arena, start: 0, end: 0 };
        this.open(state, view);
        // Blocks that are read later may take the memory of those read before.
        if (view.ints === this.#arena) return view;
        return { ints: view.ints.slice(view.start, view.end), start: 0, end: view.end - view.start };
      }),
    );
    leaving.forEach((state, at) => {
      this.#liveInts -= Math.max(0, this.#states[state + 1]!);
      this.#states[state] = block;
      this.#states[state + 1] = coldBase - at;
    });
    if (isFull) for (const old of blocks) this.#cold.remove(old);
  }

  /** States of the newest version of a file on some lane. */
  #currentStates(graph: VersionGraph): ReadonlySet<number> {
    const current = new Set<number>();
    const newest = new Map<number, number>();
    for (let slot = 0; slot < filesPerPart; slot += 1) {
      newest.clear();
      for (let at = this.#files[slot * fileInts]!; at !== none; at = this.#versions[at + 2]!) {
        const lane = graph.lane(this.#versions[at]!);
        const other = newest.get(lane);
        if (other === undefined || this.#versions[other]! < this.#versions[at]!) newest.set(lane, at);
      }
      for (const version of newest.values()) current.add(this.#versions[version + 1]!);
    }
    return current;
  }

  /** The blocks that states of this part are put away in. */
  #blocks(): ReadonlySet<number> {
    const blocks = new Set<number>();
    for (let state = 0; state < this.#stateEnd; state += stateInts) {
      if (this.#states[state + 1]! < none) blocks.add(this.#states[state]!);
    }
    return blocks;
  }

  /** Numbers the states that live in their order; returns where their bytes end. */
  #encodeStates(out: Uint8Array, numberOf: Int32Array): number {
    let living = 0;
    for (let state = 0; state < this.#stateEnd; state += stateInts) if (this.#states[state + 1] !== none) living += 1;
    let to = putVarint(living, out, 0);
    let number = 0;
    for (let state = 0; state < this.#stateEnd; state += stateInts) {
      const start = this.#states[state]!;
      const length = this.#states[state + 1]!;
      if (length === none) continue;
      numberOf[state / stateInts] = number;
      number += 1;
      if (length < none) {
        to = putVarint(coldBase - length, out, putVarint(start * 2 + 1, out, to));
      } else {
        to = encodeRuns({ ints: this.#arena, start, end: start + length }, out, putVarint(length * 2, out, to));
      }
    }
    return to;
  }

  #decodeFile(slot: number, reader: VarintReader, stateCount: number): void {
    for (let left = reader.take(); left > 0; left -= 1) {
      const place = reader.take();
      const number = reader.take() - 1;
      if (number >= stateCount) throw malformed();
      this.#addVersion(slot, place, number < 0 ? gone : number * stateInts);
    }
    this.#files[slot * fileInts + 2] = this.#files[slot * fileInts + 1]! * 2 + sweepVersionCount;
  }

  #addVersion(slot: number, place: number, state: number): void {
    let version = this.#freeVersion;
    if (version !== none) this.#freeVersion = this.#versions[version + 2]!;
    else {
      if (this.#versionEnd + versionInts > this.#versions.length) this.#versions = grown(this.#versions);
      version = this.#versionEnd;
      this.#versionEnd += versionInts;
    }
    this.#versions[version] = place;
    this.#versions[version + 1] = state;
    if (state !== gone) this.#states[state + 2]! += 1;
    this.#link(slot, version);
  }

  #link(slot: number, version: number): void {
    const file = slot * fileInts;
    this.#versions[version + 2] = this.#files[file]!;
    this.#files[file] = version;
    this.#files[file + 1]! += 1;
  }

  /** Versions by lane and place; one is seen until the next on its lane. */
  #sweep(slot: number, graph: VersionGraph): void {
    const found = sweepScratch;
    const versions = this.#versions;
    found.length = 0;
    for (let at = this.#files[slot * fileInts]!; at !== none; at = versions[at + 2]!) found.push(at);
    found.sort((a, b) => graph.lane(versions[a]!) - graph.lane(versions[b]!) || versions[a]! - versions[b]!);
    // Where only deletions are left there is nothing that they hide.
    let hasState = false;
    for (let at = 0; at < found.length; at += 1) {
      const version = found[at]!;
      const next = found[at + 1];
      const place = versions[version]!;
      const isLast = next === undefined || graph.lane(versions[next]!) !== graph.lane(place);
      if (!graph.isVisible(place, isLast ? Number.POSITIVE_INFINITY : versions[next]!)) found[at] = ~version;
      else if (versions[version + 1] !== gone) hasState = true;
    }
    const file = slot * fileInts;
    this.#files[file] = none;
    this.#files[file + 1] = 0;
    for (const marked of found) {
      if (marked < 0) this.#drop(~marked);
      else if (!hasState) this.#drop(marked);
      else this.#link(slot, marked);
    }
    this.#files[file + 2] = this.#files[file + 1]! * 2 + sweepVersionCount;
  }

  #drop(version: number): void {
    const state = this.#versions[version + 1]!;
    this.#versions[version + 2] = this.#freeVersion;
    this.#freeVersion = version;
    if (state === gone) return;
    const shares = this.#states[state + 2]! - 1;
    this.#states[state + 2] = shares;
    if (shares > 0) return;
    const length = this.#states[state + 1]!;
    const block = this.#states[state]!;
    this.#liveInts -= Math.max(0, length);
    this.#states[state + 1] = none;
    this.#states[state] = this.#freeState;
    this.#freeState = state;
    if (length < none && !this.#blocks().has(block)) this.#cold.remove(block);
  }

  #makeState(start: number, length: number): number {
    let state = this.#freeState;
    if (state !== none) this.#freeState = this.#states[state]!;
    else {
      if (this.#stateEnd + stateInts > this.#states.length) this.#states = grown(this.#states);
      state = this.#stateEnd;
      this.#stateEnd += stateInts;
    }
    this.#states[state] = start;
    this.#states[state + 1] = length;
    this.#states[state + 2] = 0;
    this.#liveInts += Math.max(0, length);
    return state;
  }

  /**
   * Puts the living states together at the front, in the order in which they lie, and makes a larger arena where that
   * is not enough. WHY in place: a new arena each time is garbage that must be collected.
   */
  #makeRoom(ints: number): void {
    const needed = this.#liveInts + ints;
    const isTooSmall = needed * 1.125 > this.#arena.length;
    const target = isTooSmall ? intPool.take(Math.ceil(needed * spareFactor)) : this.#arena;
    const states = this.#states;
    const living = packScratch;
    living.length = 0;
    for (let state = 0; state < this.#stateEnd; state += stateInts) if (states[state + 1]! >= 0) living.push(state);
    living.sort((a, b) => states[a]! - states[b]!);
    let end = 0;
    for (const state of living) {
      const start = states[state]!;
      const length = states[state + 1]!;
      if (isTooSmall) target.set(this.#arena.subarray(start, start + length), end);
      else if (start !== end) target.copyWithin(end, start, start + length);
      states[state] = end;
      end += length;
    }
    if (isTooSmall) this.#replaceArena(target);
    this.#arenaEnd = end;
  }

  #replaceArena(arena: Int32Array): void {
    intPool.give(this.#arena);
    this.#arena = arena;
  }
}

/** Versions of the file that is looked through; those to drop are complements. */
const sweepScratch: number[] = [];
/** New numbers of states, while a part is encoded. */
let numberScratch = new Int32Array(64);
const nothing = new Int32Array(0);

/** States that are put together. */
const packScratch: number[] = [];

function emptyFiles(): Int32Array {
  const files = intPool.take(filesPerPart * fileInts);
  for (let at = 0; at < filesPerPart * fileInts; at += fileInts) {
    files[at] = none;
    files[at + 1] = 0;
    files[at + 2] = sweepVersionCount;
  }
  return files;
}

function grown(old: Int32Array): Int32Array {
  const bigger = intPool.take(old.length * 2);
  bigger.set(old);
  intPool.give(old);
  return bigger;
}

import { assert } from '../base/index.ts';
import type { Parts, PartShape } from '../contract.ts';
import { scratchBytes, scratchInts } from './codec-scratch.ts';
import { decodeRuns, encodedBytesMax, encodeRuns, malformed, putVarint, varintBytesMax } from './runs-codec.ts';
import type { RunView } from './runs.ts';
import { VarintReader } from './varint-reader.ts';

/** What the objects of a block take beside their integers, as V8 lays them out. */
const objectBytes = 1024;

/** States that do not change any more, one behind the other: `starts[n]` to `starts[n + 1]` are the runs of state n. */
export interface ColdBlock {
  starts: Int32Array;
  arena: Int32Array;
}

/**
 * States of versions that a newer one on their lane has followed: branches that left before may still ask for them,
 * which most never do. They are put away in blocks that are written once, so that what is rewritten, and should be in
 * memory, are the files as they are now.
 *
 * A block belongs to one part of versions, which removes it when no version names it any more.
 */
export class ColdStates {
  readonly #blocks: Parts<ColdBlock>;
  /** The next block's number; -1 until one is made. */
  #next = -1;

  constructor(blocks: Parts<ColdBlock>) {
    this.#blocks = blocks;
  }

  static readonly shape: PartShape<ColdBlock> = {
    isCompact: true,
    create: () => ({ starts: new Int32Array(1), arena: new Int32Array(0) }),
    encode: encodeBlock,
    decode: decodeBlock,
    weigh: ({ starts, arena }) => starts.byteLength + arena.byteLength + objectBytes,
  };

  /** Puts states away, in their order; returns the block that has them. */
  put(states: readonly RunView[]): number {
    // Numbers of blocks that went may come again: nobody names those any more.
    if (this.#next < 0) this.#next = (this.#blocks.ids().at(-1) ?? -1) + 1;
    const id = this.#next;
    this.#next += 1;
    const block = this.#blocks.get(id, 'write');
    assert(block.starts.length === 1, 'a block is filled once');
    const starts = new Int32Array(states.length + 1);
    states.forEach(({ start, end }, at) => (starts[at + 1] = starts[at]! + end - start));
    const arena = new Int32Array(starts[states.length]!);
    states.forEach(({ ints, start, end }, at) => arena.set(ints.subarray(start, end), starts[at]));
    block.starts = starts;
    block.arena = arena;
    return id;
  }

  /** Points `view` at a state, which is valid until two other blocks were asked for. */
  open(block: number, state: number, view: RunView): void {
    const { starts, arena } = this.#blocks.get(block, 'read');
    if (state + 1 >= starts.length) throw malformed();
    view.ints = arena;
    view.start = starts[state]!;
    view.end = starts[state + 1]!;
  }

  remove(block: number): void {
    this.#blocks.remove(block);
  }
}

/** The number of states, and of each the number of its runs and the runs. */
function encodeBlock({ starts, arena }: ColdBlock): Uint8Array {
  const count = starts.length - 1;
  const out = scratchBytes((1 + count) * varintBytesMax + encodedBytesMax(arena.length));
  let to = putVarint(count, out, 0);
  for (let state = 0; state < count; state += 1) {
    const view = { ints: arena, start: starts[state]!, end: starts[state + 1]! };
    to = putVarint(view.end - view.start, out, to);
    to = encodeRuns(view, out, to);
  }
  return out.subarray(0, to);
}

function decodeBlock(bytes: Uint8Array): ColdBlock {
  const reader = new VarintReader(bytes);
  const count = reader.take();
  // A state takes a byte at least, as does a run: whatever the bytes say, memory stays in proportion.
  if (count > bytes.length) throw malformed();
  const starts = new Int32Array(count + 1);
  const arena = scratchInts(bytes.length);
  for (let state = 0; state < count; state += 1) {
    const end = starts[state]! + reader.take();
    if (end > arena.length) throw malformed();
    reader.at = decodeRuns(bytes, reader.at, arena, starts[state]!, end);
    starts[state + 1] = end;
  }
  if (reader.at !== bytes.length) throw malformed();
  return { starts, arena: arena.slice(0, starts[count]) };
}

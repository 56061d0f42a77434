import { assert } from '../base/index.ts';
import type { Parts, PartShape } from '../contract.ts';
import { scratchBytes, scratchInts } from './codec-scratch.ts';
import { intPool } from './int-pool.ts';
import { decodeRuns, encodedBytesMax, encodeRuns, malformed, putVarint, varintBytesMax } from './runs-codec.ts';
import type { RunView } from './runs.ts';
import { VarintReader } from './varint-reader.ts';

/** What the objects of a block take beside their integers, as V8 lays them out. */
const objectBytes = 1024;

/**
 * States that do not change any more, one behind the other: `starts[n]` to `starts[n + 1]` are the runs of state n.
 * Both arrays may be longer.
 */
export interface ColdBlock {
  count: number;
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
    create: () => ({ count: 0, starts: nothing, arena: nothing }),
    encode: encodeBlock,
    decode: decodeBlock,
    release: ({ starts, arena }) => {
      intPool.give(starts);
      intPool.give(arena);
    },
    weigh: ({ starts, arena }) => starts.byteLength + arena.byteLength + objectBytes,
  };

  /** Puts states away, in their order; returns the block that has them. */
  put(states: readonly RunView[]): number {
    // Numbers of blocks that went may come again: nobody names those any more.
    if (this.#next < 0) this.#next = (this.#blocks.ids().at(-1) ?? -1) + 1;
    const id = this.#next;
    this.#next += 1;
    const block = this.#blocks.get(id, 'write');
    assert(block.count === 0, 'a block is filled once');
    const starts = intPool.take(states.length + 1);
    starts[0] = 0;
    states.forEach(({ start, end }, at) => (starts[at + 1] = starts[at]! + end - start));
    const arena = intPool.take(starts[states.length]!);
    states.forEach(({ ints, start, end }, at) => arena.set(ints.subarray(start, end), starts[at]));
    block.count = states.length;
    block.starts = starts;
    block.arena = arena;
    return id;
  }

  /** Points `view` at a state, which is valid until two other blocks were asked for. */
  open(block: number, state: number, view: RunView): void {
    const { count, starts, arena } = this.#blocks.get(block, 'read');
    if (state >= count) throw malformed();
    view.ints = arena;
    view.start = starts[state]!;
    view.end = starts[state + 1]!;
  }

  remove(block: number): void {
    this.#blocks.remove(block);
  }
}

const nothing = new Int32Array(0);

/** The number of states, and of each the number of its runs and the runs. */
function encodeBlock({ count, starts, arena }: ColdBlock): Uint8Array {
  const out = scratchBytes((1 + count) * varintBytesMax + encodedBytesMax(starts[count]!));
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
  const starts = intPool.take(count + 1);
  starts[0] = 0;
  const arena = scratchInts(bytes.length);
  for (let state = 0; state < count; state += 1) {
    const end = starts[state]! + reader.take();
    if (end > arena.length) throw malformed();
    reader.at = decodeRuns(bytes, reader.at, arena, starts[state]!, end);
    starts[state + 1] = end;
  }
  if (reader.at !== bytes.length) throw malformed();
  const own = intPool.take(starts[count]!);
  own.set(arena.subarray(0, starts[count]));
  return { count, starts, arena: own };
}

import { describe, expect, test } from 'vitest';
import { CodefangError } from '../../../engine/base/index.ts';
import { type ColdBlock, ColdStates } from '../../../engine/lines/cold-states.ts';
import { linesOf } from '../../../engine/lines/runs.ts';
import { EvictingParts } from '../../support/evicting-parts.ts';
import { emptyView, originsOf, randomOrigins, runsOf } from '../../support/line-arrays.ts';
import { randomFrom } from '../../support/random.ts';

const random = randomFrom(6);
const below = (limit: number): number => Math.floor(random() * limit);

function randomStates(): number[][] {
  return Array.from({ length: below(9) + 1 }, () => randomOrigins(below, below(5) === 0 ? 0 : 50, 300));
}

function runsIn({ count, starts, arena }: ColdBlock): number[][] {
  return Array.from({ length: count }, (_, at) => Array.from(arena.subarray(starts[at]!, starts[at + 1]!)));
}

describe('ColdStates', () => {
  test('give back what was put away, from blocks that come and go', () => {
    const blocks = new EvictingParts<ColdBlock>(ColdStates.shape);
    const kept = new Map<number, readonly number[][]>();
    let cold = new ColdStates(blocks);
    const view = emptyView();
    for (let round = 0; round < 300; round += 1) {
      // As a run that goes on from what another one kept.
      if (round % 40 === 0) cold = new ColdStates(blocks);
      const states = randomStates();
      const block = cold.put(states.map((lines) => runsOf(lines)));
      expect(kept.has(block)).toBe(false);
      kept.set(block, states);
      for (const [id, lists] of kept) {
        if (below(3) > 0) continue;
        const at = below(lists.length);
        cold.open(id, at, view);
        expect(originsOf(view)).toEqual(lists[at]);
        if (below(3) > 0) continue;
        cold.remove(id);
        kept.delete(id);
      }
      expect(blocks.ids()).toEqual(Array.from(kept.keys()).sort((a, b) => a - b));
    }
  });

  test('a state that is not there, is refused', () => {
    const cold = new ColdStates(new EvictingParts(ColdStates.shape));
    const block = cold.put([runsOf([1]), runsOf([2])]);
    for (const [id, state] of [
      [block, 2],
      [block, 90],
      [block + 1, 0],
    ] as const) {
      expect(() => cold.open(id, state, emptyView())).toThrow(expect.objectContaining({ code: 'STATE' }));
    }
  });

  test('bytes that are damaged, are refused or give runs', () => {
    const { encode, decode, create } = ColdStates.shape;
    let refused = 0;
    for (let round = 0; round < 1500; round += 1) {
      const block = create(0);
      const runs = runsOf(randomOrigins(below, 30, 90));
      block.count = 1;
      block.starts = Int32Array.of(0, runs.end);
      block.arena = runs.ints.slice(0, runs.end);
      const bytes = encode(block).slice();
      expect(runsIn(decode(bytes, 0))).toEqual([Array.from(block.arena)]);
      if (below(2) === 0) bytes[below(bytes.length)]! ^= 1 << below(8);
      const damaged = below(2) === 0 ? bytes : bytes.subarray(0, below(bytes.length));
      try {
        expect(
          runsIn(decode(damaged, 0))
            .flat()
            .every((run) => linesOf(run) > 0),
        ).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(CodefangError);
        expect(error).toMatchObject({ code: 'STATE' });
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(500);
  });
});

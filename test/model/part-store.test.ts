import { expect, test } from 'vitest';
import type { PartShape } from '../../engine/contract.ts';
import { PartStore, SpillFiles } from '../../engine/spill/index.ts';
import { randomBelow, randomFrom, ScratchDirectory } from '../engine/spill/scratch.ts';

/**
 * Strategy: parts of random size are read, changed, hibernated, checkpointed and restored at random
 * under random memory, beside a Map of arrays. Invariant: every part read equals the Map's, at any
 * time.
 */
interface Part {
  values: number[];
}

const shape: PartShape<Part> = {
  create: () => ({ values: [] }),
  encode: (part) => new Uint8Array(Int32Array.from(part.values).buffer),
  decode: (bytes) => ({ values: Array.from(new Int32Array(Uint8Array.from(bytes).buffer)) }),
  weigh: (part) => part.values.length * 8,
};

const firstSeed = Number(process.env['SEED'] ?? 1);
const seeds = process.env['SEED'] === undefined ? 15 : 1;

for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
  test(`PartStore equals a Map, SEED=${seed}`, () => {
    using scratch = new ScratchDirectory();
    const random = randomFrom(seed);
    const files = new SpillFiles({ path: scratch.path });
    const bytesMax = 1 + randomBelow(random, 60_000);
    const make = (): PartStore<Part> => new PartStore({ name: 'model', shape, bytesMax, spillTo: files });
    let parts = make();
    const model = new Map<number, number[]>();
    const idEnd = [5, 100, 2 ** 32][randomBelow(random, 3)]!;
    const ids = Array.from({ length: 80 }, () => randomBelow(random, idEnd));
    for (let step = 0; step < 3000; step += 1) {
      const id = ids[randomBelow(random, ids.length)]!;
      const known = model.get(id) ?? [];
      model.set(id, known);
      const isWrite = random() < 0.4;
      const part = parts.get(id, isWrite ? 'write' : 'read');
      const isSame = part.values.length === known.length && part.values.at(-1) === known.at(-1);
      if (!isSame) expect(part.values, `part ${id} in step ${step}`).toEqual(known);
      if (isWrite) {
        const added = Array.from({ length: randomBelow(random, 50) }, () => randomBelow(random, 1000));
        if (random() < 0.02) known.length = 0;
        known.push(...added);
        part.values = [...known];
      }
      const dice = random();
      if (dice < 0.005) parts.hibernate(random() < 0.5 ? 'keep' : 'drop');
      else if (dice < 0.01) {
        parts.hibernate('drop');
        const manifest = parts.manifest();
        parts = make();
        parts.restore(manifest);
      }
    }
    expect(parts.ids()).toEqual([...model.keys()].sort((x, y) => x - y));
    for (const [id, values] of model) expect(parts.get(id, 'read').values).toEqual(values);
  });
}

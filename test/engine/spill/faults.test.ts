import { describe, expect, test } from 'vitest';
import { CodefangError } from '../../../engine/base/index.ts';
import type { PartShape } from '../../../engine/contract.ts';
import { FactTable, FrameBuffers, factTableBytesMin, PartStore, SpillFiles } from '../../../engine/spill/index.ts';
import { failingFs, lentCount, openDescriptorCount, randomBelow, randomFrom, ScratchDirectory } from './scratch.ts';

/**
 * Each scenario runs with the n-th call of the file system failing, for every n until none fails.
 * Whatever fails is a typed error; the caller tries the step again, and the result is as if nothing
 * had happened.
 */
const buffers = new FrameBuffers();

function runFacts(files: SpillFiles, retry: (step: () => void) => void): string[] {
  const table = new FactTable({
    name: 'faults',
    keyCount: 2,
    columns: [{ name: 'n', fold: 'sum' }],
    bytesMax: factTableBytesMin(2, 1),
    spillTo: files,
    tierFanIn: 2,
    fanInMax: 2,
  });
  const random = randomFrom(51);
  for (let i = 0; i < 1800; i += 1) {
    const [a, b] = [randomBelow(random, 700), randomBelow(random, 2)];
    retry(() => table.add(a, b, 0, 1));
    if (i % 450 === 449) retry(() => table.flush());
  }
  let facts: string[] = [];
  retry(() => {
    facts = [];
    const cursor = table.scan();
    while (cursor.next()) facts.push(`${cursor.a} ${cursor.b} ${cursor.value(0)}`);
  });
  retry(() => table.drop());
  return facts;
}

const shape: PartShape<{ text: string }> = {
  create: () => ({ text: '' }),
  encode: (part) => Buffer.from(part.text),
  decode: (bytes) => ({ text: Buffer.from(bytes).toString() }),
  weigh: (part) => part.text.length,
};

function runParts(files: SpillFiles, retry: (step: () => void) => void): string[] {
  const parts = new PartStore({ name: 'faults', shape, bytesMax: 1500, spillTo: files });
  const random = randomFrom(52);
  for (let step = 0; step < 60; step += 1) {
    const id = randomBelow(random, 12);
    let part = shape.create(id);
    retry(() => {
      part = parts.get(id, 'write');
    });
    part.text += `${step} `.repeat(30);
    if (step % 20 === 19) retry(() => void parts.hibernate('keep'));
  }
  const texts: string[] = [];
  for (const id of parts.ids()) {
    retry(() => {
      texts[id] = parts.get(id, 'read').text;
    });
  }
  retry(() => parts.drop());
  return texts;
}

const scenarios = { FactTable: runFacts, PartStore: runParts };

describe.each(Object.entries(scenarios))('%s', (name, scenario) => {
  test('gives an IO error and then the right result when the n-th call of the system fails', () => {
    using clean = new ScratchDirectory();
    const expected = scenario(new SpillFiles({ path: clean.path, buffers }), (step) => step());
    expect(expected.length).toBeGreaterThan(10);
    const descriptors = openDescriptorCount();
    for (let failAt = 0; ; failAt += 1) {
      using scratch = new ScratchDirectory();
      const fs = failingFs(failAt, failAt % 2 === 0 ? 'ENOSPC' : 'EIO', [
        'openSync',
        'writeSync',
        'readSync',
        'fsyncSync',
        'closeSync',
        'fstatSync',
        'renameSync',
        'unlinkSync',
      ]);
      const files = new SpillFiles({ path: scratch.path, fs, buffers });
      const failures: unknown[] = [];
      const result = scenario(files, (step) => {
        try {
          step();
        } catch (failure) {
          failures.push(failure);
          step();
        }
      });
      expect(result, `call ${failAt}`).toEqual(expected);
      expect(openDescriptorCount(), `call ${failAt}`).toBe(descriptors);
      expect(lentCount(buffers.blocks)).toBe(0);
      files.cleanupSpills();
      if (fs.seen <= failAt) {
        expect(failures).toEqual([]);
        expect(scratch.names()).toEqual([]);
        expect(failAt, name).toBeGreaterThan(20);
        return;
      }
      expect(failures, `call ${failAt}`).toHaveLength(1);
      expect(failures[0]).toBeInstanceOf(CodefangError);
      expect(failures[0]).toMatchObject({ code: 'IO' });
    }
  });
});

import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { CodefangError } from '../../../engine/base/index.ts';
import { type Checkpoint, checkpointVersion, readCheckpoint } from '../../../engine/checkpoint/checkpoint-record.ts';
import { CheckpointStore } from '../../../engine/checkpoint/checkpoint-store.ts';
import { packRecord } from '../../../engine/spill/index.ts';
import { expectedSample, readSample, sampleFields, sampleKeys, writeSample } from '../../support/checkpoint-sample.ts';
import { ScratchDirectory } from '../spill/scratch.ts';

/** One of every version that was ever written; each program reads all of them or names what it refuses. */
const fixtures = fileURLToPath(new URL('../../../../test/engine/checkpoint/fixtures', import.meta.url));
const versions = readdirSync(fixtures).sort();

const walkAt = (place: number): string => `walk ${place}`;

interface Outcome {
  /** Places of the checkpoints that gave what they should; anything else is thrown. */
  readonly usable: readonly number[];
  readonly reasons: readonly string[];
}

/** Tries every checkpoint of a state directory as a run does, and holds what it gives against the truth. */
function tryAll(state: string, scratch: ScratchDirectory): Outcome {
  const store = new CheckpointStore(state, ...sampleKeys);
  const reasons: string[] = [];
  const usable: number[] = [];
  for (const checkpoint of store.candidates(sampleFields, walkAt, (reason) => reasons.push(reason))) {
    const text = tryOne(store, checkpoint, scratch);
    if (text instanceof CodefangError) reasons.push(text.message);
    else {
      expect(text).toEqual(truth.get(checkpoint.nextPlace));
      usable.push(checkpoint.nextPlace);
    }
  }
  return { usable, reasons };
}

function tryOne(store: CheckpointStore, checkpoint: Checkpoint, scratch: ScratchDirectory): string[] | CodefangError {
  const spill = scratch.file('lent');
  try {
    return readSample(store, checkpoint, spill);
  } catch (error) {
    if (error instanceof CodefangError && error.code === 'STATE') return error;
    throw error;
  } finally {
    rmSync(spill, { recursive: true, force: true });
  }
}

const truth = new Map<number, string[]>();
{
  using scratch = new ScratchDirectory('memory');
  for (const place of [10, 20]) truth.set(place, expectedSample(scratch.file(`${place}`), place));
}

/** The files of a state directory, with their paths in it. */
function filesOf(state: string): string[] {
  const entries = readdirSync(state, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function freshSample(scratch: ScratchDirectory): string {
  const state = scratch.file('state');
  writeSample(state);
  return state;
}

/** By name, once for each of its two checkpoints. */
function refusals(version: string): unknown[] {
  const told = expect.stringContaining(`has format ${version.slice(-1)}, this version reads ${checkpointVersion}`);
  return [told, told];
}

describe('checkpoints of every version', () => {
  test('there is one of this version', () => {
    expect(versions).toContain(`checkpoint-v${checkpointVersion}`);
  });

  for (const version of versions) {
    test(`${version}, is read, or refused by name`, () => {
      using scratch = new ScratchDirectory('memory');
      const state = scratch.file('state');
      cpSync(join(fixtures, version), state, { recursive: true });
      const { usable, reasons } = tryAll(state, scratch);
      if (version === `checkpoint-v${checkpointVersion}`) expect([usable, reasons]).toEqual([[20, 10], []]);
      else expect([usable, ...reasons]).toEqual([[], ...refusals(version)]);
    });
  }

  test('a later version and an earlier one, are refused by name', () => {
    using scratch = new ScratchDirectory('memory');
    const path = scratch.file('manifest');
    for (const version of [1, 2, 3, 4, 5, 7, 'x', null]) {
      writeFileSync(path, packRecord({ version }));
      expect(readCheckpoint(path)).toMatch(/manifest has format .*, this version reads 6$/);
    }
  });

  test('a record with right checksums that is no checkpoint, is refused', () => {
    using scratch = new ScratchDirectory('memory');
    const path = scratch.file('manifest');
    const whole = { version: 6, fields: {}, about: {}, walk: '', nextPlace: 1, chunkIndex: 0, state: null, files: [] };
    const file = { name: 'a-1.run', size: 1, crc: 2 };
    writeFileSync(path, packRecord({ ...whole, files: [file] }));
    expect(readCheckpoint(path)).toMatchObject({ nextPlace: 1, files: [file] });
    const wrong = [
      { ...whole, fields: [] },
      { ...whole, walk: 3 },
      { ...whole, nextPlace: -1 },
      { ...whole, files: {} },
      { ...whole, files: [{ ...file, name: '../../a.run' }] },
      { ...whole, files: [{ ...file, size: 0.5 }] },
    ];
    for (const record of wrong) {
      writeFileSync(path, packRecord(record));
      expect(readCheckpoint(path), JSON.stringify(record)).toContain('is not a checkpoint');
    }
    for (const value of [null, 7, 'text', []]) {
      writeFileSync(path, packRecord(value));
      expect(readCheckpoint(path)).toContain('has format of something else');
    }
  });
});

describe('a damaged checkpoint, never gives another state', () => {
  test('with any byte of any file flipped', () => {
    using scratch = new ScratchDirectory('memory');
    const state = freshSample(scratch);
    let flips = 0;
    for (const path of filesOf(state)) {
      const whole = readFileSync(path);
      for (let at = 0; at < whole.length; at += 1) {
        const bytes = Buffer.from(whole);
        bytes[at]! ^= 1 << (at & 7);
        writeFileSync(path, bytes);
        const { usable, reasons } = tryAll(state, scratch);
        // A byte behind what the older one counts is none of its business.
        expect(usable.length + reasons.length, `${path} at ${at}`).toBe(2);
        expect(reasons.length, `${path} at ${at}`).toBeGreaterThanOrEqual(1);
        flips += 1;
      }
      writeFileSync(path, whole);
    }
    expect(flips).toBeGreaterThan(2000);
    expect(tryAll(state, scratch).usable).toEqual([20, 10]);
  });

  test('cut to any length, or with bytes added', () => {
    using scratch = new ScratchDirectory('memory');
    const state = freshSample(scratch);
    for (const path of filesOf(state)) {
      const whole = readFileSync(path);
      const isManifest = path.includes('manifest');
      for (let length = 0; length < whole.length; length += length % 7 === 0 ? 1 : 6) {
        writeFileSync(path, whole.subarray(0, length));
        const { usable, reasons } = tryAll(state, scratch);
        expect(usable.length + reasons.length, `${path} at ${length}`).toBe(2);
        expect(reasons.length, `${path} at ${length}`).toBeGreaterThanOrEqual(1);
      }
      writeFileSync(path, Buffer.concat([whole, Buffer.from('more')]));
      // A file of data may have grown behind a checkpoint: it was being written when the run died.
      const grown = tryAll(state, scratch);
      if (isManifest || path.endsWith('.run')) expect(grown.reasons.length, path).toBeGreaterThanOrEqual(1);
      writeFileSync(path, whole);
    }
  });

  test('with two files swapped, one in the place of the other, or one missing', () => {
    using scratch = new ScratchDirectory('memory');
    const state = freshSample(scratch);
    const files = filesOf(state);
    for (const one of files) {
      rmSync(scratch.file('kept'), { force: true });
      renameSync(one, scratch.file('kept'));
      tryAll(state, scratch);
      renameSync(scratch.file('kept'), one);
      for (const other of files) {
        if (one === other) continue;
        const [a, b] = [readFileSync(one), readFileSync(other)];
        writeFileSync(one, b);
        const doubled = tryAll(state, scratch);
        writeFileSync(other, a);
        const swapped = tryAll(state, scratch);
        // Two manifests that change places are what they were, in another order, and equal files are equal.
        if (!(one.includes('manifest') && other.includes('manifest')) && !a.equals(b)) {
          expect([one, other, doubled.reasons.length > 0]).toEqual([one, other, true]);
          expect([one, other, swapped.reasons.length > 0]).toEqual([one, other, true]);
        }
        writeFileSync(one, a);
        writeFileSync(other, b);
      }
    }
    expect(tryAll(state, scratch)).toEqual({ usable: [20, 10], reasons: [] });
  });

  test('with files of another program, directories and other names among its own', () => {
    using scratch = new ScratchDirectory('memory');
    const state = freshSample(scratch);
    const folder = new CheckpointStore(state, ...sampleKeys).path;
    writeFileSync(join(folder, 'manifest-9'), 'PK\u0003\u0004 something else entirely');
    writeFileSync(join(folder, 'manifest-old'), 'x');
    writeFileSync(join(folder, 'data', 'stray'), 'x');
    mkdirSync(join(folder, 'manifest-7x'));
    const { usable, reasons } = tryAll(state, scratch);
    expect(usable).toEqual([20, 10]);
    expect(reasons).toEqual([expect.stringContaining('manifest-9')]);
  });
});

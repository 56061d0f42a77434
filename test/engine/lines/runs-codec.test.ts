import { describe, expect, test } from 'vitest';
import { CodefangError } from '../../../engine/base/index.ts';
import { decodeRuns, encodedBytesMax, encodeRuns, putVarint } from '../../../engine/lines/runs-codec.ts';
import { linesOf, linesPerRunMax, originCountMax, originOf, Runs } from '../../../engine/lines/runs.ts';
import { VarintReader } from '../../../engine/lines/varint-reader.ts';
import { runsOf } from '../../support/line-arrays.ts';
import { randomFrom } from '../../support/random.ts';

const random = randomFrom(9);
const below = (limit: number): number => Math.floor(random() * limit);

function randomRuns(): Runs {
  const runs = new Runs();
  const wide = below(2) === 0 ? originCountMax : 40;
  for (let left = below(60); left > 0; left -= 1) {
    runs.append(1 + below(below(3) === 0 ? 900 : 5), below(12) === 0 ? -1 : below(wide));
  }
  return runs;
}

/** What decoding gives; only a refusal of the state may be thrown. */
function tryDecode(bytes: Uint8Array, runCount: number): Int32Array | undefined {
  const out = new Int32Array(runCount);
  try {
    decodeRuns(bytes, 0, out, 0, runCount);
    return out;
  } catch (error) {
    expect(error).toBeInstanceOf(CodefangError);
    expect(error).toMatchObject({ code: 'STATE' });
    return undefined;
  }
}

describe('encodeRuns and decodeRuns', () => {
  test('give back the runs, wherever they lie, in two to three bytes each', () => {
    let ints = 0;
    let bytes = 0;
    for (let round = 0; round < 800; round += 1) {
      const runs = randomRuns();
      const room = new Uint8Array(7 + encodedBytesMax(runs.end) + 3).fill(0xee);
      const end = encodeRuns(runs, room, 7);
      expect(room.subarray(end).every((byte) => byte === 0xee)).toBe(true);
      const out = new Int32Array(runs.end + 5).fill(77);
      expect(decodeRuns(room, 7, out, 2, 2 + runs.end)).toBe(end);
      expect(out.slice(2, 2 + runs.end)).toEqual(runs.ints.slice(0, runs.end));
      expect([...out.slice(0, 2), ...out.slice(2 + runs.end)]).toEqual([77, 77, 77, 77, 77]);
      ints += runs.end;
      bytes += end - 7;
    }
    expect(bytes).toBeLessThan(ints * 4);
  });

  test('an edit inside older lines, takes the origin back in one byte', () => {
    const runs = new Runs();
    for (const origin of [900, 5000, 900, 5000, 900]) runs.append(3, origin);
    const encoded = new Uint8Array(encodedBytesMax(5));
    expect(encodeRuns(runs, encoded, 0)).toBe(3 + 3 + 1 + 1 + 1);
  });

  test('bytes that are cut, changed or of anything, give other runs or are refused', () => {
    let refused = 0;
    for (let round = 0; round < 3000; round += 1) {
      const runs = randomRuns();
      const room = new Uint8Array(encodedBytesMax(runs.end));
      const bytes = Uint8Array.from(room.subarray(0, encodeRuns(runs, room, 0)));
      const kind = below(3);
      if (kind === 0 && bytes.length > 0) bytes[below(bytes.length)]! ^= 1 << below(8);
      const damaged = kind === 1 ? bytes.subarray(0, below(bytes.length)) : bytes;
      if (kind === 2) for (let at = 0; at < damaged.length; at += 1) damaged[at] = below(256);
      const out = tryDecode(damaged, runs.end);
      if (out === undefined) refused += 1;
      const isWhole = (run: number): boolean => {
        const [lines, origin] = [linesOf(run), originOf(run)];
        return lines > 0 && lines <= linesPerRunMax && origin >= -1 && origin < originCountMax;
      };
      expect((out ?? new Int32Array(0)).every(isWhole)).toBe(true);
    }
    expect(refused).toBeGreaterThan(500);
    expect(tryDecode(new Uint8Array(0), 1)).toBeUndefined();
    // 256 lines are too many for a run, no lines too few, and no commit lies so far back.
    for (const bytes of [
      [0x80, 0x04, 0],
      [0, 0],
      [2, 3],
    ])
      expect(tryDecode(Uint8Array.from(bytes), 1)).toBeUndefined();
    expect(tryDecode(Uint8Array.of(2, 1), 1)).toEqual(runsOf([-1]).ints.slice(0, 1));
  });
});

describe('VarintReader', () => {
  test('reads what putVarint wrote, and refuses the end and what is too large', () => {
    const known = [0, 1, 127, 128, 16_383, 16_384, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];
    const numbers = [...known, ...Array.from({ length: 50 }, () => below(2 ** 32))];
    const bytes = new Uint8Array(numbers.length * 5);
    const end = numbers.reduce((at, number) => putVarint(number, bytes, at), 0);
    const reader = new VarintReader(bytes.subarray(0, end));
    expect(numbers.map(() => reader.take())).toEqual(numbers);
    expect(reader.at).toBe(end);
    const refused = expect.objectContaining({ code: 'STATE' });
    expect(() => reader.take()).toThrow(refused);
    expect(() => new VarintReader(Uint8Array.of(0x80)).take()).toThrow(refused);
    expect(() => new VarintReader(new Uint8Array(9).fill(0xff)).take()).toThrow(refused);
  });
});

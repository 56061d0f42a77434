import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { appendJson } from '../../../engine/report/canonical-json.ts';
import { TextBuffer } from '../../../engine/report/text-buffer.ts';
import type { Cell } from '../../../engine/contract.ts';
import { anyCell } from './report-arbitrary.ts';

const out = new TextBuffer();

function encoded(cell: Cell): string {
  out.clear();
  appendJson(out, cell);
  return Buffer.from(out.bytes.subarray(0, out.length)).toString('utf8');
}

describe('appendJson', () => {
  test('appendJson gives the text of JSON.stringify for any cell', () => {
    fc.assert(
      fc.property(anyCell, (cell) => {
        expect(encoded(cell)).toBe(JSON.stringify(cell));
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  test('appendJson gives the text of JSON.stringify for every UTF-16 unit and some pairs', () => {
    for (let unit = 0; unit < 0x10000; unit += 1) {
      const text = String.fromCharCode(unit);
      if (encoded(text) !== JSON.stringify(text)) expect(encoded(text)).toBe(JSON.stringify(text));
    }
    for (const text of ['\ud83d\ude00', '\udbff\udfff', '\ud83d\ud83d\ude00', '\ude00\ud83d', 'a\ud83d']) {
      expect(encoded(text)).toBe(JSON.stringify(text));
    }
  });

  test('appendJson prints integers around every power of two and ten exactly', () => {
    for (let power = 0; power < 53; power += 1) {
      for (const base of [2 ** power, 10 ** Math.min(power, 15)]) {
        for (const value of [base - 1, base, base + 1, -base - 1, -base, 1 - base]) {
          expect(encoded(value)).toBe(JSON.stringify(value));
        }
      }
    }
  });

  test('appendJson grows for a text longer than its buffer and shrinks when cleared', () => {
    const text = '\u0001é漢'.repeat(200_000);
    expect(encoded([text, text])).toBe(JSON.stringify([text, text]));
    out.clear();
    expect(out.bytes.length).toBeLessThan(100_000);
  });

  test('appendJson refuses what JSON cannot say', () => {
    const ring: Cell[] = [];
    ring.push(ring);
    const sparse: Cell[] = [];
    sparse[1] = 1;
    const refused: readonly unknown[] = [NaN, [Infinity], { a: -Infinity }, undefined, sparse, ring, 1n];
    for (const cell of refused) {
      expect(() => encoded(cell as Cell)).toThrow(expect.objectContaining({ code: 'INVARIANT' }));
    }
  });
});

import { describe, expect, test } from 'vitest';
import { runCorruption } from './corruption-run.ts';
import { fuzz } from './fuzz-loop.ts';
import { FuzzParsers } from './fuzz-parsers.ts';

/* A seeded part of what `corrupt.js` and `fuzz.js` do at length. */
describe('files that are damaged', () => {
  test('end with the right digest or a named error', async () => {
    const names =
      /^pack, verify packs|^index, verify full|aimed|^commit-graph|^reftable|^HEAD|^manifest|report, bin|log/;
    const { rows, findings } = await runCorruption({ cases: 200, seed: 3, names, onLine() {} });
    expect(findings).toEqual([]);
    expect(rows.reduce((sum, { cases }) => sum + cases, 0)).toBeGreaterThan(180);
    const aimed = rows.find(({ name }) => name === 'distances of deltas, aimed, checksums right, verify full');
    expect(aimed?.outcomes).not.toHaveProperty('wrong');
  });
});

describe('mutated inputs', () => {
  test('are read or refused by every parser, with no other error', async () => {
    using parsers = await FuzzParsers.make();
    for (const parser of parsers.all) {
      const { executions, findings } = fuzz(parser, { executions: 300, seed: 11, isGuided: false });
      expect(findings, parser.name).toEqual([]);
      expect(executions).toBe(300);
    }
  });

  test('found a control character between the lines of a report, which was never passed', async () => {
    using parsers = await FuzzParsers.make();
    const { read } = parsers.all.find(({ name }) => name === 'report ndjson')!;
    const input = Buffer.from('{"type":"head"}\n\u0001\n{"type":"digest"}\n');
    expect(() => read(input)).toThrow(/at byte 16 there is no value, expected an unchanged report/);
  });

  test('show a parser that fails in a way without a name', () => {
    const parser = {
      name: 'fragile',
      corpus: [Buffer.from('abc')],
      read(input: Uint8Array) {
        if (input[0] !== 0x61) throw new TypeError('no letter');
      },
    };
    const { findings } = fuzz(parser, { executions: 200, seed: 1 });
    expect(findings).toEqual([
      { hex: expect.not.stringMatching(/^61/), message: expect.stringContaining('no letter') },
    ]);
  });
});

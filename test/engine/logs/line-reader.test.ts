import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { lineBytesMax, LineReader, openByteSource } from '../../../engine/logs/index.ts';
import { randomFrom } from '../../support/random.ts';
import { ScratchLogs, sourceOf } from './scratch-logs.ts';

function linesOf(reader: LineReader): string[] {
  const lines: string[] = [];
  while (reader.next()) lines.push(reader.bytes.toString('utf8', reader.start, reader.end));
  if (reader.takeRest()) lines.push(`rest ${reader.bytes.toString('utf8', reader.start, reader.end)}`);
  return lines;
}

describe('LineReader', () => {
  test('gives lines by LF and CR LF, passes over empty ones, and knows where they stand', () => {
    const reader = new LineReader(sourceOf('\ufeffone\r\n\n\r\ntwo\nthr'), 8);
    const seen: [string, number, number][] = [];
    while (reader.next()) {
      const text = reader.bytes.toString('utf8', reader.start, reader.end);
      seen.push([text, reader.lineNumber, reader.offset]);
    }
    expect(seen).toEqual([
      ['one', 1, 3],
      ['two', 4, 11],
    ]);
    expect(reader.nextOffset).toBe(15);
    expect(reader.takeRest()).toBe(true);
    expect(reader.bytes.toString('utf8', reader.start, reader.end)).toBe('thr');
    expect([reader.takeRest(), reader.next()]).toEqual([false, false]);
  });

  test('gives the same lines for every buffer and every size of pieces', () => {
    const random = randomFrom(3);
    const lines = Array.from({ length: 60 }, (_, at) => `${at}${'x'.repeat(Math.floor(random() * 90))}`);
    const text = `${lines.join('\n')}\n`;
    for (const bufferBytes of [1, 2, 16, 64, 1024]) {
      for (const pieceBytes of [1, 3, 64, 5000]) {
        expect(linesOf(new LineReader(sourceOf(text, pieceBytes), bufferBytes))).toEqual(lines);
      }
    }
  });

  test('passes over lines that are too long, counts them, and keeps its place', () => {
    const long = 'y'.repeat(lineBytesMax);
    const reader = new LineReader(sourceOf(`a\n${long}\nb\n${long}${long}z\nc\n${long}`, 50_000), 4096);
    const seen: [string, number][] = [];
    while (reader.next()) seen.push([reader.bytes.toString('utf8', reader.start, reader.end), reader.offset]);
    expect(seen.map(([text]) => text)).toEqual(['a', 'b', 'c']);
    expect(seen[1]![1]).toBe(2 + lineBytesMax + 1);
    expect(seen[2]![1]).toBe(2 + lineBytesMax + 1 + 2 + 2 * lineBytesMax + 2);
    expect([reader.takeRest(), reader.oversizeCount]).toEqual([false, 3]);
  });

  test('says before lines are moved that they will be', () => {
    const reader = new LineReader(sourceOf('a\nbb\nccc\ndddd\n', 5), 8);
    let told = 0;
    reader.beforeRefill = () => {
      told += 1;
    };
    linesOf(reader);
    expect(told).toBeGreaterThan(2);
  });
});

describe('openByteSource()', () => {
  test('reads gzip by its first bytes, of several members, and cut anywhere', () => {
    using logs = new ScratchLogs();
    const packed = Buffer.concat([gzipSync('one\ntwo\n'), gzipSync('three\n')]);
    const whole = linesOf(new LineReader(openByteSource(logs.write('a.log', packed))));
    expect(whole).toEqual(['one', 'two', 'three']);
    for (let length = 3; length < packed.length; length += 1) {
      const lines = linesOf(new LineReader(openByteSource(logs.write('a.log', packed.subarray(0, length)))));
      const text = lines.map((one) => one.replace('rest ', '')).join('');
      expect('onetwothree'.startsWith(text)).toBe(true);
    }
  });

  test('reads short and empty files as they are', () => {
    using logs = new ScratchLogs();
    for (const text of ['', 'a', '\n', '\x1f\x8b']) {
      const reader = new LineReader(openByteSource(logs.write('a.log', Buffer.from(text, 'latin1'))));
      expect(linesOf(reader).length).toBe(text.trim().length > 0 ? 1 : 0);
      reader.close();
    }
  });

  test('refuses what cannot be read, with a code that tells why', () => {
    using logs = new ScratchLogs();
    const packed = gzipSync('one\ntwo\n'.repeat(50));
    packed[14]! ^= 0xff;
    const damaged = openByteSource(logs.write('a.gz', packed));
    expect(() => linesOf(new LineReader(damaged))).toThrow(expect.objectContaining({ code: 'CORRUPT' }));
    expect(() => openByteSource(logs.file('absent'))).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    expect(() => openByteSource(logs.path)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });
});

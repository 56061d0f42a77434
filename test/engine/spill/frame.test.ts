import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CodefangError } from '../../../engine/base/index.ts';
import {
  FrameBuffers,
  frameKind,
  FrameReader,
  FrameWriter,
  nodeSpillFs,
  SpillFile,
  verifyFrames,
  type SpillFs,
} from '../../../engine/spill/index.ts';
import { failingFs, lentCount, randomBelow, randomFrom, ScratchDirectory } from './scratch.ts';

const buffers = new FrameBuffers();

/** Writes three short frames, one that packs, one that does not. */
function smallFile(path: string): Buffer {
  const file = SpillFile.create(nodeSpillFs, path);
  const writer = new FrameWriter(file, buffers);
  writer.frame(frameKind.part, Buffer.from('ab'.repeat(100)), 7);
  writer.write(Buffer.from('hello '));
  writer.write(Buffer.from('world'));
  writer.frame(frameKind.runBlock, Buffer.from('x'));
  writer.end();
  file.close();
  return readFileSync(path);
}

function contentOf(path: string, fs: SpillFs = nodeSpillFs): string[] {
  const file = SpillFile.open(fs, path);
  try {
    const reader = new FrameReader(file, buffers);
    const frames: string[] = [];
    while (reader.next()) frames.push(`${reader.kind} ${reader.tag} ${reader.payload.toString()}`);
    return frames;
  } finally {
    file.close();
  }
}

const smallContent = [`5 7 ${'ab'.repeat(100)}`, '1 0 hello world', '4 0 x'];

function expectState(work: () => unknown, what: string): void {
  try {
    work();
  } catch (error) {
    expect(error, what).toBeInstanceOf(CodefangError);
    expect((error as CodefangError).code, what).toBe('STATE');
    expect((error as CodefangError).message, what).toMatch(/^Cannot use .*f: at offset \d+ /);
    return;
  }
  throw new Error(`Cannot fail: ${what} was accepted`);
}

describe('frames', () => {
  test('FrameWriter writes what FrameReader reads, staged and single frames in order', () => {
    using scratch = new ScratchDirectory();
    smallFile(scratch.file('f'));
    expect(contentOf(scratch.file('f'))).toEqual(smallContent);
    expect(lentCount(buffers.stages)).toBe(0);
  });

  test('FrameWriter.write() cuts long bytes into frames of 256 KiB', () => {
    using scratch = new ScratchDirectory();
    const random = randomFrom(8);
    const raw = Buffer.alloc(700_000);
    for (let at = 0; at < raw.length; at += 1) raw[at] = randomBelow(random, 5);
    const file = SpillFile.create(nodeSpillFs, scratch.file('f'));
    const writer = new FrameWriter(file, buffers);
    for (let at = 0; at < raw.length; at += 12_345) writer.write(raw.subarray(at, at + 12_345));
    expect(writer.rawBytes).toBe(raw.length);
    writer.end();
    const reader = new FrameReader(file, buffers);
    const pieces: Buffer[] = [];
    while (reader.next()) pieces.push(Buffer.from(reader.payload));
    expect(pieces.map((piece) => piece.length)).toEqual([262_144, 262_144, 175_712]);
    expect(Buffer.concat(pieces).equals(raw)).toBe(true);
    expect(file.size).toBeLessThan(raw.length * 0.8);
    file.close();
  });

  test('FrameReader reads a file without frames and refuses an empty one', () => {
    using scratch = new ScratchDirectory();
    const file = SpillFile.create(nodeSpillFs, scratch.file('f'));
    expectState(() => verifyFrames(file, buffers), 'an empty file');
    new FrameWriter(file, buffers).end();
    verifyFrames(file, buffers);
    file.close();
  });

  test('FrameReader refuses a file with any one bit of any byte flipped', () => {
    using scratch = new ScratchDirectory();
    const path = scratch.file('f');
    const good = smallFile(path);
    for (let at = 0; at < good.length; at += 1) {
      const bad = Buffer.from(good);
      bad[at] = bad[at]! ^ (1 << (at % 8));
      writeFileSync(path, bad);
      expectState(() => contentOf(path), `byte ${at}`);
    }
  });

  test('FrameReader refuses a file that is cut anywhere or goes on behind its footer', () => {
    using scratch = new ScratchDirectory();
    const path = scratch.file('f');
    const good = smallFile(path);
    for (let length = 0; length < good.length; length += 1) {
      writeFileSync(path, good.subarray(0, length));
      expectState(() => contentOf(path), `cut at ${length}`);
    }
    writeFileSync(path, Buffer.concat([good, Buffer.alloc(1)]));
    expectState(() => contentOf(path), 'one byte more');
    writeFileSync(path, Buffer.concat([good, good]));
    expectState(() => contentOf(path), 'the file twice');
  });

  test('FrameReader refuses frames that are left out or swapped though each is intact', () => {
    using scratch = new ScratchDirectory();
    const path = scratch.file('f');
    const good = smallFile(path);
    const starts = [0];
    while (starts.at(-1)! < good.length) starts.push(starts.at(-1)! + 32 + good.readUInt32LE(starts.at(-1)! + 16));
    const frames = starts.slice(0, -1).map((start, at) => good.subarray(start, starts[at + 1]));
    expect(frames).toHaveLength(4);
    const orders = [[1, 2, 3], [0, 2, 3], [0, 1, 3], [1, 0, 2, 3], [0, 0, 1, 2, 3], [3], [0, 1, 2]];
    for (const order of orders) {
      writeFileSync(path, Buffer.concat(order.map((at) => frames[at]!)));
      expectState(() => contentOf(path), `order ${order.join()}`);
    }
  });

  test('FrameReader refuses an intact frame of the same place in another file', () => {
    using scratch = new ScratchDirectory();
    const [one, two] = ['abcd', 'abce'].map((text) => {
      const file = SpillFile.create(nodeSpillFs, scratch.file(text));
      const writer = new FrameWriter(file, buffers);
      writer.frame(frameKind.data, Buffer.from(text));
      writer.end();
      file.close();
      return readFileSync(scratch.file(text));
    }) as [Buffer, Buffer];
    const path = scratch.file('f');
    writeFileSync(path, Buffer.concat([one.subarray(0, 36), two.subarray(36)]));
    expectState(() => contentOf(path), 'a frame of one file before the footer of another');
    expect(contentOf(scratch.file('abce'))).toEqual(['1 0 abce']);
  });

  test('FrameReader names the version it does not know', () => {
    using scratch = new ScratchDirectory();
    const path = scratch.file('f');
    const bytes = smallFile(path);
    bytes.writeUInt16LE(2, 6);
    bytes.writeUInt32LE(crcOf(bytes.subarray(0, 28)), 28);
    writeFileSync(path, bytes);
    expect(() => contentOf(path)).toThrow('at offset 0 the format version is 2, 1 is read here');
  });

  test('SpillFile turns a refused call into an IO error that names the file', () => {
    using scratch = new ScratchDirectory();
    const path = scratch.file('f');
    const full = SpillFile.create(failingFs(1, 'ENOSPC', ['openSync', 'writeSync']), path);
    const writer = new FrameWriter(full, buffers);
    expect(() => writer.frame(frameKind.data, Buffer.from('abc'))).toThrow(
      expect.objectContaining({
        code: 'IO',
        message: expect.stringContaining(`Cannot write ${path}: no space`),
      }),
    );
    full.close();
    const bad = failingFs(0, 'EIO', ['readSync']);
    smallFile(scratch.file('g'));
    expect(() => contentOf(scratch.file('g'), bad)).toThrow(
      expect.objectContaining({ code: 'IO', cause: expect.objectContaining({ code: 'EIO' }) }),
    );
    expect(() => contentOf(scratch.file('absent'))).toThrow(expect.objectContaining({ code: 'STATE' }));
  });

  test('SpillFile completes short writes and reads', () => {
    using scratch = new ScratchDirectory();
    const slow: SpillFs = {
      ...nodeSpillFs,
      writeSync: (fd, bytes, offset, length, at) => nodeSpillFs.writeSync(fd, bytes, offset, Math.min(3, length), at),
      readSync: (fd, bytes, offset, length, at) => nodeSpillFs.readSync(fd, bytes, offset, Math.min(5, length), at),
    };
    const file = SpillFile.create(slow, scratch.file('f'));
    const writer = new FrameWriter(file, buffers);
    writer.write(Buffer.from('a longer text than three bytes'));
    writer.end();
    file.close();
    expect(contentOf(scratch.file('f'), slow)).toEqual(['1 0 a longer text than three bytes']);
  });
});

function crcOf(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

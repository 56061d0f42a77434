/**
 * lz4-napi against our LZ4 block codec, on frames of 256 KiB as the spill writes them.
 *
 *   node dist/bench/packages/lz4.js
 */
import { compressSync, uncompressSync } from 'lz4-napi';
import { Lz4Block, lz4BytesMax } from '../../engine/spill/index.ts';
import { bytesOf, sampleText } from '../micro/sample-texts.ts';
import { timeLoop } from '../micro/time-loop.ts';
import { printLoad } from './measure-load.ts';
import { printGrowth } from './print-growth.ts';

const raw = Buffer.from(bytesOf(sampleText(16_000)).subarray(0, 256 * 1024));
const codec = new Lz4Block();
const packed = Buffer.alloc(lz4BytesMax(raw.length));
const packedBytes = codec.compress(raw, 0, raw.length, packed, 0);
const block = packed.subarray(0, packedBytes);
const theirs = compressSync(raw);
const out = Buffer.alloc(raw.length);
const growthCalls = 4000;

// lz4-napi puts the length, 4 bytes, before a block.
const sized = Buffer.concat([Buffer.alloc(4), block]);
sized.writeUInt32LE(raw.length);
if (!uncompressSync(sized).equals(raw)) throw new Error('lz4-napi cannot unpack a block of ours');
if (codec.decompress(theirs, 4, theirs.length, out, 0, out.length) !== raw.length || !out.equals(raw))
  throw new Error('Lz4Block cannot unpack a block of lz4-napi');

process.stdout.write(`blocks of ${raw.length} bytes: ours ${block.length}, lz4-napi ${theirs.length - 4}\n`);
printLoad('lz4-napi');
timeLoop('compress, ours', 'MB', raw.length / 1e6, () => codec.compress(raw, 0, raw.length, packed, 0));
timeLoop('compress, lz4-napi', 'MB', raw.length / 1e6, () => compressSync(raw));
timeLoop('decompress, ours', 'MB', raw.length / 1e6, () => {
  codec.decompress(block, 0, block.length, out, 0, out.length);
});
timeLoop('decompress, lz4-napi', 'MB', raw.length / 1e6, () => uncompressSync(sized));
printGrowth('round trips, ours', growthCalls, () => {
  const length = codec.compress(raw, 0, raw.length, packed, 0);
  return codec.decompress(packed, 0, length, out, 0, out.length);
});
printGrowth('round trips, lz4-napi', growthCalls, () => uncompressSync(compressSync(raw)));

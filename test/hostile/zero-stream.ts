import { constants, deflateRawSync, deflateSync } from 'node:zlib';

const pieceBytes = 16 * 1024 * 1024;
const modulus = 65_521;

/**
 * A zlib stream of a beginning and so many zeros, 4 GiB in 4 MiB: the packed form of 16 MiB ends on a full flush, so
 * that it can be repeated, and a checksum over zeros is arithmetic.
 */
export function zeroStream(beginning: Uint8Array, zeroBytes: number): Buffer {
  const flushed = { finishFlush: constants.Z_FULL_FLUSH };
  const head = deflateRawSync(beginning, flushed);
  const piece = deflateRawSync(Buffer.alloc(pieceBytes), flushed);
  const rest = deflateRawSync(Buffer.alloc(zeroBytes % pieceBytes));
  const pieces = Array.from({ length: Math.floor(zeroBytes / pieceBytes) }, () => piece);
  return Buffer.concat([Buffer.from([0x78, 0x9c]), head, ...pieces, rest, adlerOf(beginning, zeroBytes)]);
}

function adlerOf(beginning: Uint8Array, zeroBytes: number): Buffer {
  const before = deflateSync(beginning).readUInt32BE(deflateSync(beginning).length - 4);
  const low = before & 0xffff;
  const high = ((before >>> 16) + low * (zeroBytes % modulus)) % modulus;
  const sum = Buffer.alloc(4);
  sum.writeUInt16BE(high, 0);
  sum.writeUInt16BE(low, 2);
  return sum;
}

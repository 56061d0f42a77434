import { createRequire } from 'node:module';
import { assert, CodefangError, MiB } from '../base/index.ts';
import { FrameBuffers, frameKind, frameRawBytesMax } from './frame.ts';
import { FrameReader } from './frame-reader.ts';
import { FrameWriter } from './frame-writer.ts';
import type { ByteSource } from './spill-file.ts';

/**
 * What a record may hold. Exactly these come back as they were; anything else is refused when
 * packing.
 */
export type RecordValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly RecordValue[]
  | { readonly [key: string]: RecordValue };

/** Records are metadata: a manifest of thousands of parts has some hundred KiB. */
const recordBytesMax = 16 * MiB;
const depthMax = 32;

type Msgpackr = typeof import('msgpackr');

let packrOfRecords: InstanceType<Msgpackr['Packr']> | undefined;

/**
 * Loaded with the first record, as a run without checkpoints needs none: 1.5 MiB resident. Its native reader of
 * strings would be 5 MiB more and serves large documents, which records are not.
 */
function packr(): InstanceType<Msgpackr['Packr']> {
  if (packrOfRecords !== undefined) return packrOfRecords;
  process.env['MSGPACKR_NATIVE_ACCELERATION_DISABLED'] ??= 'true';
  const { Packr } = createRequire(import.meta.url)('msgpackr') as Msgpackr;
  // Maps of plain keys: inline structure definitions would make equal values differ in bytes.
  packrOfRecords = new Packr({
    useRecords: false,
    mapsAsObjects: true,
    variableMapSize: true,
    copyBuffers: true,
  });
  return packrOfRecords;
}

/**
 * Packs a small record: msgpack, cut into LZ4 frames with a footer, ready to be written as a file.
 *
 * Equal values give equal bytes; keys keep their order. At most 16 MiB of msgpack.
 */
export function packRecord(value: RecordValue): Buffer {
  checkRecord(value, 0);
  const raw = packr().pack(value);
  assert(raw.length <= recordBytesMax, 'records are metadata, large states go in parts');
  const pieces: Uint8Array[] = [];
  const sink = {
    name: 'record',
    append: (bytes: Uint8Array) => void pieces.push(Uint8Array.from(bytes)),
  };
  const writer = new FrameWriter(sink, new FrameBuffers());
  for (let at = 0; at < raw.length; at += frameRawBytesMax) {
    writer.frame(frameKind.record, raw.subarray(at, at + frameRawBytesMax));
  }
  writer.end();
  return Buffer.concat(pieces);
}

/**
 * Unpacks what `packRecord` made, every frame verified first. Nothing of it aliases `bytes`.
 *
 * @param name the file, named in errors
 * @throws {CodefangError} STATE when the bytes are damaged, cut or no record
 */
export function unpackRecord(bytes: Uint8Array, name: string): RecordValue {
  const reader = new FrameReader(bytesSource(bytes, name), new FrameBuffers());
  const pieces: Buffer[] = [];
  let rawBytes = 0;
  while (reader.next()) {
    if (reader.kind !== frameKind.record) throw notRecord(name, `frame kind ${reader.kind}`);
    rawBytes += reader.payload.length;
    if (rawBytes > recordBytesMax) throw notRecord(name, `more than ${recordBytesMax} bytes`);
    pieces.push(Buffer.from(reader.payload));
  }
  try {
    return packr().unpack(Buffer.concat(pieces)) as RecordValue;
  } catch (cause) {
    throw notRecord(name, 'bytes that are no msgpack', { cause });
  }
}

function bytesSource(bytes: Uint8Array, name: string): ByteSource {
  return {
    name,
    size: bytes.length,
    readAt: (position, out, length) => out.set(bytes.subarray(position, position + length)),
  };
}

/**
 * Refuses what msgpack would bring back changed: undefined, -0, NaN, maps, sets, other typed
 * arrays.
 */
function checkRecord(value: RecordValue, depth: number): void {
  assert(depth <= depthMax, 'records are not deep');
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return;
  if (typeof value === 'number') {
    assert(Number.isFinite(value) && !Object.is(value, -0), 'numbers of records are finite and not -0');
    return;
  }
  assert(typeof value === 'object', 'records hold plain values');
  if (value instanceof Uint8Array) return;
  if (Array.isArray(value)) {
    for (const item of value as readonly RecordValue[]) checkRecord(item, depth + 1);
    return;
  }
  assert(Object.getPrototypeOf(value) === Object.prototype, 'records hold plain objects');
  for (const [key, item] of Object.entries(value)) {
    assert(key !== '__proto__', 'msgpackr renames the key __proto__');
    checkRecord(item, depth + 1);
  }
}

function notRecord(name: string, found: string, options?: ErrorOptions): CodefangError {
  return new CodefangError('STATE', `Cannot use ${name}: it holds ${found}, expected a record`, options);
}

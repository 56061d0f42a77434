import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { GitFixture } from './git-fixture.ts';

interface PackedObject {
  readonly hex: string;
  readonly pack: number;
  readonly offset: number;
}

export interface MidxOptions {
  readonly objectFormat?: 'sha1' | 'sha256';
  readonly version?: 1 | 2;
}

/**
 * Writes a chain of multi-pack-indexes as gitformat-pack and technical/multi-pack-index describe it, a layer
 * for each list of `.idx` files: git wrote none before 2.47. Objects of a layer below are left out of those
 * above. Returns the paths of the layers, the base first.
 */
export function writeMidxChain(
  fixture: GitFixture,
  layers: readonly (readonly string[])[],
  options: MidxOptions = {},
): string[] {
  const folder = join(fixture.gitDir, 'objects/pack/multi-pack-index.d');
  mkdirSync(folder, { recursive: true });
  const seen = new Set<string>();
  const names: string[] = [];
  for (const packs of layers) {
    const objects = packs.flatMap((path, pack) => objectsOf(fixture, path, pack));
    const bytes = writeMidx(
      packs,
      objects.filter(({ hex }) => !seen.has(hex)),
      options,
    );
    for (const { hex } of objects) seen.add(hex);
    const name = bytes.toString('hex', bytes.length - (options.objectFormat === 'sha256' ? 32 : 20));
    writeFileSync(join(folder, `multi-pack-index-${name}.midx`), bytes);
    names.push(name);
  }
  writeFileSync(join(folder, 'multi-pack-index-chain'), names.map((name) => `${name}\n`).join(''));
  return names.map((name) => join(folder, `multi-pack-index-${name}.midx`));
}

function objectsOf(fixture: GitFixture, path: string, pack: number): PackedObject[] {
  const lines = fixture.git('verify-pack', '-v', path).split('\n');
  return lines.flatMap((line) => {
    const [hex, , , , offset] = line.split(/ +/);
    return /^[0-9a-f]{40,64}$/.test(hex!) ? [{ hex: hex!, pack, offset: Number(offset) }] : [];
  });
}

function writeMidx(
  packs: readonly string[],
  objects: readonly PackedObject[],
  { objectFormat = 'sha1', version = 1 }: MidxOptions,
): Buffer {
  const sorted = [...new Map(objects.map((one) => [one.hex, one])).values()].sort((a, b) => (a.hex < b.hex ? -1 : 1));
  const names = Buffer.from(packs.map((path) => `${basename(path)}\0`).join(''));
  const fanout = Buffer.alloc(1024);
  for (let byte = 0; byte < 256; byte += 1) {
    const below = sorted.filter(({ hex }) => Number.parseInt(hex.slice(0, 2), 16) <= byte);
    fanout.writeUInt32BE(below.length, byte * 4);
  }
  const places = Buffer.alloc(sorted.length * 8);
  for (const [nth, { pack, offset }] of sorted.entries()) {
    places.writeUInt32BE(pack, nth * 8);
    places.writeUInt32BE(offset, nth * 8 + 4);
  }
  const chunks: readonly (readonly [name: string, bytes: Buffer])[] = [
    ['PNAM', Buffer.concat([names, Buffer.alloc((4 - (names.length % 4)) % 4)])],
    ['OIDF', fanout],
    ['OIDL', Buffer.from(sorted.map(({ hex }) => hex).join(''), 'hex')],
    ['OOFF', places],
  ];
  const head = Buffer.alloc(12);
  head.write('MIDX', 'latin1');
  head.set([version, objectFormat === 'sha1' ? 1 : 2, chunks.length, 0], 4);
  head.writeUInt32BE(packs.length, 8);
  const table = Buffer.alloc((chunks.length + 1) * 12);
  let at = head.length + table.length;
  for (const [nth, [name, bytes]] of chunks.entries()) {
    table.write(name, nth * 12, 'latin1');
    table.writeBigUInt64BE(BigInt(at), nth * 12 + 4);
    at += bytes.length;
  }
  table.writeBigUInt64BE(BigInt(at), chunks.length * 12 + 4);
  const body = Buffer.concat([head, table, ...chunks.map(([, bytes]) => bytes)]);
  return Buffer.concat([body, createHash(objectFormat).update(body).digest()]);
}

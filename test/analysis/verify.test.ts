import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analyse } from '../../analysis/index.ts';
import { GitFixture } from '../support/git-fixture.ts';
import { type HandmadeEntry, writeHandmadePack } from '../engine/git/pack-builder.ts';

type Verify = 'full' | 'packs' | 'off';

const kinds = { commit: 1, tree: 2, blob: 3 } as const;
const right = 'one\ntwo\nthree\n';
/** As long, and with other lines. */
const wrong = 'one\n\n\n\nthree\n\n';

let fixture: GitFixture;
let entries: HandmadeEntry[];
let damaged: string;
let mailmap: string;

beforeAll(() => {
  fixture = GitFixture.init();
  fixture.commit({ files: { 'a.txt': 'one\n' } });
  fixture.commit({ files: { 'a.txt': right } });
  fixture.commit({ files: { '.mailmap': 'Ada <ada@example.com>\n' } });
  mailmap = fixture.git('rev-parse', 'HEAD:.mailmap');
  damaged = fixture.git('rev-parse', 'HEAD:a.txt');
  entries = fixture
    .git('cat-file', '--batch-all-objects', '--batch-check=%(objectname) %(objecttype)')
    .split('\n')
    .map((line) => {
      const [oid, kind] = line.split(' ') as [string, keyof typeof kinds];
      const content = fixture.gitBytes(['cat-file', kind, oid]);
      return { oid: Buffer.from(oid, 'hex'), kind: kinds[kind], content };
    });
});
afterAll(() => fixture[Symbol.dispose]());

/** The objects in one pack whose checksums are right, with the content of one of them as given. */
function repack(content: string, id = damaged): void {
  const objects = join(fixture.gitDir, 'objects');
  for (const name of readdirSync(objects)) if (name !== 'info') rmSync(join(objects, name), { recursive: true });
  const made = entries.map((entry) => {
    return entry.oid.toString('hex') === id ? { ...entry, content: Buffer.from(content) } : entry;
  });
  writeHandmadePack(objects, 'made', made);
}

/** Another checksum at the end of the pack, which its index names as well. */
function breakChecksum(): void {
  const folder = join(fixture.gitDir, 'objects/pack');
  const pack = readFileSync(join(folder, 'pack-made.pack'));
  const index = readFileSync(join(folder, 'pack-made.idx'));
  pack[pack.length - 1]! ^= 1;
  pack.copy(index, index.length - 40, pack.length - 20);
  createHash('sha1')
    .update(index.subarray(0, -20))
    .digest()
    .copy(index, index.length - 20);
  writeFileSync(join(folder, 'pack-made.pack'), pack);
  writeFileSync(join(folder, 'pack-made.idx'), index);
}

async function digestOf(verify: Verify): Promise<string> {
  await using analysis = await analyse({ repository: fixture.path, memoryBudget: 0, workers: 0, verify });
  return await analysis.digest;
}

describe('verify', () => {
  test('no way of it changes a number', async () => {
    repack(right);
    const digest = await digestOf('full');
    expect(await digestOf('packs')).toBe(digest);
    expect(await digestOf('off')).toBe(digest);
  });

  test('full names an object that is another than its id says, in a pack whose checksums are right', async () => {
    repack(wrong);
    await expect(digestOf('full')).rejects.toMatchObject({
      code: 'CORRUPT',
      message: expect.stringContaining(damaged),
    });
  });

  test('packs names it where the checksum of the pack is wrong', async () => {
    repack(wrong);
    breakChecksum();
    await expect(digestOf('packs')).rejects.toMatchObject({
      code: 'CORRUPT',
      message: expect.stringContaining(damaged),
    });
  });

  test('packs reads what is right of a pack whose checksum is wrong', async () => {
    repack(right);
    const digest = await digestOf('full');
    breakChecksum();
    expect(await digestOf('packs')).toBe(digest);
  });

  test.each(['full', 'packs', 'off'] as const)(
    '%s names a mailmap that is another than its id says',
    async (verify) => {
      repack('Bob <bob@example.com>\n', mailmap);
      await expect(digestOf(verify)).rejects.toMatchObject({
        code: 'CORRUPT',
        message: expect.stringContaining(mailmap),
      });
    },
  );

  test('off, and packs where the checksums are right, believe the pack as git does', async () => {
    repack(right);
    const digest = await digestOf('full');
    repack(wrong);
    const believed = await digestOf('off');
    expect(believed).not.toBe(digest);
    expect(await digestOf('packs')).toBe(believed);
  });
});

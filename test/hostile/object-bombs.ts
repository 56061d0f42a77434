import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deltaSize, type HandmadeEntry, objectId, writeHandmadePack } from '../engine/git/pack-builder.ts';
import { GitFixture } from '../support/git-fixture.ts';
import { zeroStream } from './zero-stream.ts';

/** A repository with one object that is small on disk and large in memory. */
export interface ObjectBomb {
  readonly name: string;
  make(sizeBytes: number): GitFixture;
}

const baseBytes = 8 * 1024 * 1024;
/** Levels of the deepest tree; git itself refuses fewer. */
const nestedTrees = 10_000;
const bombOid = Buffer.alloc(20, 0x11);

export const objectBombs: readonly ObjectBomb[] = [
  { name: 'blob of zeros', make: (bytes) => withTree(looseBomb('blob', bytes)) },
  { name: 'tree of zeros', make: (bytes) => withCommit(looseBomb('tree', bytes)) },
  { name: 'commit of zeros', make: (bytes) => withHead(looseBomb('commit', bytes)) },
  { name: 'commit with a message of zeros', make: commitWithMessage },
  { name: 'tag of zeros', make: (bytes) => withHead(looseBomb('tag', bytes)) },
  { name: 'delta that copies its base again and again', make: copies },
  { name: 'trees within trees, 10,000 deep', make: nested },
];

/** The object lies where its id says, and is another: none gets so far as to be hashed. */
function looseBomb(kind: string, sizeBytes: number, content: string = ''): GitFixture {
  const fixture = GitFixture.init();
  const hex = bombOid.toString('hex');
  const folder = join(fixture.gitDir, 'objects', hex.slice(0, 2));
  mkdirSync(folder);
  const head = Buffer.from(`${kind} ${sizeBytes}\0${content}`);
  writeFileSync(join(folder, hex.slice(2)), zeroStream(head, sizeBytes - content.length));
  return fixture;
}

function withTree(fixture: GitFixture): GitFixture {
  const input = Buffer.concat([Buffer.from('100644 bomb.c\0'), bombOid]);
  const words = ['hash-object', '-t', 'tree', '-w', '--stdin', '--literally'];
  const tree = fixture.gitBytes(words, { input }).toString().trim();
  return withHead(fixture, commitOf(fixture, tree));
}

function withCommit(fixture: GitFixture): GitFixture {
  return withHead(fixture, commitOf(fixture, bombOid.toString('hex')));
}

function commitOf(fixture: GitFixture, tree: string): string {
  const input = `tree ${tree}\nauthor A <a@x> 1600000000 +0000\ncommitter A <a@x> 1600000000 +0000\n\nbomb\n`;
  const words = ['hash-object', '-t', 'commit', '-w', '--stdin', '--literally'];
  return fixture.gitBytes(words, { input }).toString().trim();
}

function withHead(fixture: GitFixture, hex: string = bombOid.toString('hex')): GitFixture {
  writeFileSync(join(fixture.gitDir, 'HEAD'), `${hex}\n`);
  return fixture;
}

function commitWithMessage(sizeBytes: number): GitFixture {
  const empty = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
  const content = `tree ${empty}\nauthor A <a@x> 1600000000 +0000\ncommitter A <a@x> 1600000000 +0000\n\n`;
  return withHead(looseBomb('commit', sizeBytes, content));
}

/** A base of 8 MiB, and a delta of a few bytes for each copy of it. */
function copies(sizeBytes: number): GitFixture {
  const fixture = GitFixture.init();
  const base = Buffer.alloc(baseBytes);
  // Copy from 0, of 8 MiB: the third byte of the size is 0x80.
  const copy = Buffer.from([0xc0, 0x80]);
  const count = Math.floor(sizeBytes / baseBytes);
  const sizes = Buffer.from([...deltaSize(baseBytes), ...deltaSize(count * baseBytes)]);
  const content = Buffer.concat([sizes, ...Array.from({ length: count }, () => copy)]);
  const baseOid = objectId('blob', base);
  const entries: HandmadeEntry[] = [
    { oid: baseOid, kind: 3, content: base },
    { oid: bombOid, kind: 7, content, base: baseOid },
  ];
  writeHandmadePack(join(fixture.gitDir, 'objects'), 'bomb', entries);
  return withTree(fixture);
}

function nested(): GitFixture {
  const fixture = GitFixture.init();
  const blob = Buffer.from('one\n');
  const entries: HandmadeEntry[] = [{ oid: objectId('blob', blob), kind: 3, content: blob }];
  let content = Buffer.concat([Buffer.from('100644 f\0'), entries[0]!.oid]);
  for (let level = 0; level < nestedTrees; level += 1) {
    const oid = objectId('tree', content);
    entries.push({ oid, kind: 2, content });
    content = Buffer.concat([Buffer.from('40000 d\0'), oid]);
  }
  writeHandmadePack(join(fixture.gitDir, 'objects'), 'nested', entries);
  return withHead(fixture, commitOf(fixture, entries.at(-1)!.oid.toString('hex')));
}

/**
 * Reading objects of a repository: inflate alone, then whole reads, in the order of its history.
 *
 *   node dist/bench/micro/objects.js REPO
 */
import { execFileSync } from 'node:child_process';
import { deflateSync } from 'node:zlib';
import { createInflater, findRepository, hexToOid, ObjectScratch, ObjectStore } from '../../engine/git/index.ts';
import { bytesOf, sampleText } from './sample-texts.ts';
import { timeLoop } from './time-loop.ts';

const repository = process.argv[2];
if (repository === undefined) throw new Error('Cannot measure: name a repository');

measureInflate();
measureReads(repository);

function measureInflate(): void {
  const inflater = createInflater();
  for (const lines of [20, 400, 8000]) {
    const text = bytesOf(sampleText(lines));
    const packed = Buffer.concat([deflateSync(text), Buffer.alloc(1)]);
    const out = Buffer.alloc(text.length + 1);
    const feed = { bytes: packed, start: 0, end: packed.length, isTaken: false, next };
    timeLoop(`inflate ${text.length} bytes`, 'MB', text.length / 1e6, () => {
      feed.isTaken = false;
      inflater.inflate(feed, out, 0, text.length);
    });
  }
}

function next(this: { isTaken: boolean }): boolean {
  const isFirst = !this.isTaken;
  this.isTaken = true;
  return isFirst;
}

function measureReads(from: string): void {
  const location = findRepository(from);
  const store = new ObjectStore(location, {
    windowBytes: 32 * 1024,
    windowCountMax: 128,
    deltaBaseBytes: 32 * 2 ** 20,
    objectBytesMax: 16 * 2 ** 20,
  });
  const scratch = new ObjectScratch();
  const flags = ['--objects', '--missing=allow-any', '--max-count=2000', '--reverse'];
  const options = { encoding: 'utf8', maxBuffer: 2 ** 30 } as const;
  const listed = execFileSync('git', ['-C', from, 'rev-list', ...flags, 'HEAD'], options);
  const oids = listed
    .trim()
    .split('\n')
    .map((line) => hexToOid(line.split(' ', 1)[0]!));
  timeLoop(`read ${oids.length} objects`, 'objects', oids.length, () => {
    for (const oid of oids) store.read(oid, 0, scratch);
  });
  store.close();
}

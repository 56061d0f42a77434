/**
 * isomorphic-git against our reader of objects: the newest commits of a repository, one by one.
 *
 *   node dist/bench/packages/isomorphic-git.js REPO [COMMITS]
 */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import git from 'isomorphic-git';
import { findRepository, hexToOid, ObjectScratch, ObjectStore } from '../../engine/git/index.ts';
import { printLoad } from './measure-load.ts';

const [repository, countText = '1000'] = process.argv.slice(2);
if (repository === undefined) throw new Error('Cannot measure: name a repository');

printLoad('isomorphic-git');
printLoad('./dist/engine/git/index.js');
const location = findRepository(repository);
const words = ['-C', repository, 'rev-list', `--max-count=${countText}`, 'HEAD'];
const oids = execFileSync('git', words, { encoding: 'utf8' }).trim().split('\n');

const limits = {
  windowBytes: 32 * 1024,
  windowCountMax: 128,
  deltaBaseBytes: 8 * 2 ** 20,
  objectBytesMax: 16 * 2 ** 20,
};
const store = new ObjectStore(location, limits);
const scratch = new ObjectScratch();
await measure(`${oids.length} commits, ours`, async () => {
  for (const oid of oids) store.read(hexToOid(oid), 0, scratch);
});
store.close();
const cache = {};
const gitdir = execFileSync('git', ['-C', repository, 'rev-parse', '--absolute-git-dir'], { encoding: 'utf8' }).trim();
await measure(`${oids.length} commits, isomorphic-git`, async () => {
  for (const oid of oids) await git.readCommit({ fs, gitdir, oid, cache });
});

async function measure(name: string, work: () => Promise<void>): Promise<void> {
  const beforeBytes = process.memoryUsage.rss();
  const startedAt = performance.now();
  await work();
  const rate = (oids.length / (performance.now() - startedAt)) * 1000;
  const grown = ((process.memoryUsage.rss() - beforeBytes) / 2 ** 20).toFixed(0);
  process.stdout.write(`${name.padEnd(44)} ${rate.toFixed(0).padStart(10)} commits/s, ${grown} MiB more resident\n`);
}

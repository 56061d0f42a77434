/**
 * What each kind of line diff costs on file changes of a real repository, reading left out.
 *
 *   node dist/bench/micro/hunks.js <git directory> [pairs, default 5,000]
 *
 * Kinds take turns on every hundred pairs, and the best of six rounds counts, so that what else runs
 * on the machine weighs little. Times are CPU times.
 */
import { spawnSync } from 'node:child_process';
import { LineDiff, type LineDiffWant } from '../../engine/diff/index.ts';

const wants: readonly LineDiffWant[] = ['counts', 'edits', 'lines'];
const rounds = 7;
const batchCount = 100;
const outputBytesMax = 2 ** 32;

interface Pair {
  readonly old: Uint8Array;
  readonly newer: Uint8Array;
}

const [gitDir, countText = '5000'] = process.argv.slice(2);
if (gitDir === undefined) throw new Error('Give the git directory of a repository');
const pairs = readPairs(Number(countText));
const micros = measure(pairs);
process.stdout.write(`${pairs.length} pairs\n`);
for (const [i, want] of wants.entries()) {
  const ratio = micros[i]! / micros[wants.indexOf('edits')]!;
  process.stdout.write(`${want.padEnd(8)} ${micros[i]!.toFixed(1).padStart(8)} µs/pair   ${ratio.toFixed(3)}\n`);
}

function git(words: readonly string[], input: string): Buffer {
  return spawnSync('git', ['-C', gitDir!, ...words], { input, maxBuffer: outputBytesMax }).stdout;
}

/** Pairs of old and new versions, from commits all over the history. */
function readPairs(countMax: number): Pair[] {
  const commits = git(['rev-list', '--no-merges', '--min-parents=1', 'HEAD'], '').toString().trim().split('\n');
  const step = Math.max(1, Math.floor(commits.length / countMax));
  const chosen = commits.filter((_, i) => i % step === 0).join('\n');
  const words = ['diff-tree', '--stdin', '-r', '--no-renames', '--diff-filter=M', '--no-commit-id'];
  const rows = git(words, chosen)
    .toString('latin1')
    .matchAll(/^:100\d+ 100\d+ (\w+) (\w+) M/gm);
  const ids = [...rows].filter(([, old, newer]) => old !== newer).slice(0, countMax);
  const blobs = git(['cat-file', '--batch'], ids.map(([, old, newer]) => `${old}\n${newer}\n`).join(''));
  const pairs: Pair[] = [];
  let at = 0;
  const next = (): Buffer => {
    const lineEnd = blobs.indexOf('\n', at);
    const start = lineEnd + 1;
    const end = start + Number(blobs.toString('latin1', at, lineEnd).split(' ')[2]);
    at = end + 1;
    return blobs.subarray(start, end);
  };
  for (let i = 0; i < ids.length; i += 1) pairs.push({ old: next(), newer: next() });
  return pairs;
}

/** The best CPU time of each kind for a pair, in microseconds. */
function measure(pairs: readonly Pair[]): number[] {
  const diffs = wants.map(() => new LineDiff());
  const totals = wants.map(() => 0);
  for (let first = 0; first < pairs.length; first += batchCount) {
    const batch = pairs.slice(first, first + batchCount);
    const best = wants.map(() => Number.POSITIVE_INFINITY);
    for (let turn = 0; turn < rounds * wants.length; turn += 1) {
      const i = (turn + Math.floor(turn / wants.length)) % wants.length;
      const startedAt = process.cpuUsage();
      for (const { old, newer } of batch) diffs[i]!.run(old, old.length, newer, newer.length, wants[i]!);
      const { user, system } = process.cpuUsage(startedAt);
      // The first round reads the texts into the caches.
      if (turn >= wants.length) best[i] = Math.min(best[i]!, user + system);
    }
    for (let i = 0; i < wants.length; i += 1) totals[i]! += best[i]!;
  }
  return totals.map((total) => total / pairs.length);
}

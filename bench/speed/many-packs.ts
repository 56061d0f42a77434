/**
 * The objects of a repository in one pack, against 100 packs and 10,000 loose files.
 *
 *   node dist/bench/speed/many-packs.js REPO [--packs 100] [--loose 10000] [--runs 3]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { printRatio, recordRuns, wallOf } from './record-runs.ts';
import { codefang, interleave } from './subject.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    packs: { type: 'string', default: '100' },
    loose: { type: 'string', default: '10000' },
    runs: { type: 'string', default: '3' },
    budget: { type: 'string', default: '512MiB' },
    workers: { type: 'string', default: '2' },
  },
});
const [source] = positionals;
if (source === undefined) throw new Error('Cannot measure: name a repository');

const folder = mkdtempSync(join(tmpdir(), 'codefang-bench-'));
try {
  await measure(source);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measure(from: string): Promise<void> {
  const ids = listObjects(from);
  const looseCount = Math.min(Number(values.loose), ids.length >> 1);
  const one = makeRepository(from, 'one', [ids], []);
  const size = Math.ceil((ids.length - looseCount) / Number(values.packs));
  const lists: string[][] = [];
  for (let at = looseCount; at < ids.length; at += size) lists.push(ids.slice(at, at + size));
  const many = makeRepository(from, 'many', lists, ids.slice(0, looseCount));
  const choice = { budget: values.budget, workers: Number(values.workers) };
  const subjects = [codefang('one pack', one, choice), codefang('many packs', many, choice)];
  const figures = await interleave(subjects, Number(values.runs), (line) => {
    process.stderr.write(`${line}\n`);
  });
  recordRuns('many-packs', from, figures);
  const base = wallOf(figures, 'one pack');
  const what = `${lists.length} packs and ${looseCount} loose / one pack`;
  printRatio(what, wallOf(figures, 'many packs') / base, 'at most 1.50');
}

/** Newest first, as `rev-list` says them: each list becomes a pack of near versions. */
function listObjects(repository: string): string[] {
  const lines = git(repository, 'rev-list', '--objects', '--missing=allow-any', 'HEAD');
  return lines.split('\n').map((line) => line.split(' ', 1)[0]!);
}

function makeRepository(
  from: string,
  name: string,
  packs: readonly (readonly string[])[],
  loose: readonly string[],
): string {
  const target = join(folder, name);
  execFileSync('git', ['init', '--quiet', '--bare', target]);
  const stem = join(target, 'objects', 'pack', 'pack');
  for (const list of packs) gitBytes(from, ['pack-objects', '--quiet', stem], list);
  if (loose.length > 0) {
    const bytes = gitBytes(from, ['pack-objects', '--stdout', '--quiet'], loose);
    gitBytes(target, ['unpack-objects', '-q'], bytes);
  }
  git(target, 'update-ref', '--no-deref', 'HEAD', git(from, 'rev-parse', 'HEAD'));
  return target;
}

/** Output of a git command that is fed a list of ids, or bytes. */
function gitBytes(repository: string, args: readonly string[], input: readonly string[] | Buffer): Buffer {
  const bytes = Buffer.isBuffer(input) ? input : Buffer.from(`${input.join('\n')}\n`);
  return execFileSync('git', ['-C', repository, ...args], { input: bytes, maxBuffer: 2 ** 31 });
}

function git(repository: string, ...args: readonly string[]): string {
  return gitBytes(repository, args, []).toString('utf8').trim();
}

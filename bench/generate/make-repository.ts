/**
 * Stories into repositories, by `git fast-import`, never more than a few slabs ahead of it.
 *
 * Git keeps about 70 bytes an object that it imports. A long history is therefore written as several
 * imports, each of which makes a pack and forgets; the next one goes on from the branches.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { ImportWriter, type Story } from './import-writer.ts';
import { PeakWatch } from './peak-watch.ts';

export interface MakeOptions {
  /** Longest delta chain that git makes; 50 is its default. */
  readonly depth?: number;
  /** Larger blobs are streamed and not made into deltas. */
  readonly bigFileBytes?: number;
}

export interface Made {
  readonly path: string;
  readonly head: string;
  /** High-water marks of this process and of the largest import. */
  readonly writerPeakBytes: number;
  readonly gitPeakBytes: number;
}

/** 4 MiB, so that a blob of 200 MB is no more in memory here than in what reads it. */
const bigFileBytesUsual = 4 * 1024 * 1024;

/**
 * Makes a bare repository at `path` out of stories, one import each; what was there is removed.
 *
 * @throws Error with what git says when it refuses the stream
 */
export async function makeRepository(path: string, stories: Iterable<Story>, options: MakeOptions = {}): Promise<Made> {
  const own = new PeakWatch('self');
  rmSync(path, { recursive: true, force: true });
  runGit(['init', '--quiet', '--bare', '--initial-branch=main', path]);
  let gitPeakBytes = 0;
  for (const story of stories) {
    gitPeakBytes = Math.max(gitPeakBytes, await importStory(path, story, options));
  }
  const head = runGit(['-C', path, 'rev-parse', 'refs/heads/main']);
  return { path, head, writerPeakBytes: own.stop(), gitPeakBytes };
}

/** Git maps what it reads back; without bounds that is the whole pack. A stream makes a pack, however short. */
const smallWindows = [
  ...['-c', 'core.packedGitWindowSize=1m'],
  ...['-c', 'core.packedGitLimit=16m'],
  ...['-c', 'fastimport.unpackLimit=0'],
];

/** The answer is the peak of the import, in bytes. */
async function importStory(path: string, story: Story, options: MakeOptions): Promise<number> {
  const { depth = 50, bigFileBytes = bigFileBytesUsual } = options;
  const bounds = [`--depth=${depth}`, `--big-file-threshold=${bigFileBytes}`];
  const words = ['-C', path, ...smallWindows, 'fast-import', '--quiet', ...bounds];
  const child = spawn('git', words, { stdio: ['pipe', 'ignore', 'pipe'], env: isolated() });
  let complaint = '';
  child.stderr.on('data', (bytes: Buffer) => (complaint = (complaint + bytes).slice(-2000)));
  const ended = once(child, 'close');
  const watch = new PeakWatch(child.pid!);
  try {
    await feed(child.stdin, story);
  } catch (cause) {
    await ended;
    throw new Error(`Cannot import into ${path}: ${complaint}`, { cause });
  }
  // The mark is read while git still lives; it needs no more memory to finish its pack.
  const peakBytes = await untilClosed(child, watch);
  const [code] = (await ended) as [number | null];
  if (code !== 0) throw new Error(`Cannot import into ${path}: git ended with ${code}, ${complaint}`);
  return peakBytes;
}

async function untilClosed(child: ChildProcess, watch: PeakWatch): Promise<number> {
  if (child.exitCode === null) await once(child, 'exit');
  return watch.stop();
}

async function feed(stdin: Writable, story: Story): Promise<void> {
  const out = new ImportWriter();
  let failure: Error | undefined;
  stdin.on('error', (error) => (failure = error));
  const send = async (slabs: readonly Buffer[]): Promise<void> => {
    for (const slab of slabs) {
      if (failure !== undefined) throw failure;
      await new Promise<void>((resolve, reject) => {
        stdin.write(slab, (error) => (error == null ? resolve() : reject(error)));
      });
      out.recycle(slab);
    }
  };
  for (const _ of story(out)) if (out.hasFullSlabs) await send(out.takeFull());
  await send(out.takeRest());
  stdin.end();
}

function runGit(args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync('git', args, { encoding: 'utf8', env: isolated() });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`Cannot run git ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
}

/** The configuration of whoever runs this must not change what is made. */
function isolated(): NodeJS.ProcessEnv {
  return { ...process.env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
}

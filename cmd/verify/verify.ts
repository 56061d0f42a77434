import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FoldedAnalysis, orderOf } from '../../analysis/internal.ts';
import { Blame, blobBytesMaxUsual, CodefangError, type Facts, MiB, packSizes, stoppedBy } from '../../engine/index.ts';
import type { RunSurroundings } from '../commands/run-surroundings.ts';
import { watchedAnalysis } from '../commands/watched-analysis.ts';
import type { RunRequest } from '../run-request.ts';
import { compareBlame } from './compare-blame.ts';
import { commitsAtOnce, compareNumstat, type Numstat } from './compare-numstat.ts';
import { compareObject } from './compare-objects.ts';
import { GitProgram } from './git-program.ts';
import { objectReaderOf } from './object-reader.ts';
import { OpinionCount } from './opinion-count.ts';
import { samplePlaces } from './sample-places.ts';
import { verdictText } from './verdict-text.ts';

export interface VerifyOrder {
  readonly request: RunRequest;
  /** Commits that are looked at, and a tenth as many files; infinite for all of them. */
  readonly sampleCount: number;
  readonly writeOut: (text: string) => void;
}

/** Of samples, files: a blame costs what many commits cost. */
const commitsPerFile = 10;
const changesId = 'history/changes';
const linesId = 'history/ledger';

/**
 * Runs an analysis and holds samples of it against git and isomorphic-git: files and lines of commits, the commit of
 * each line of files, the bytes of files.
 *
 * @throws {CodefangError} INVARIANT when something differs that no rule of ours explains
 */
export async function verify({ request, sampleCount, writeOut }: VerifyOrder, around: RunSurroundings): Promise<void> {
  const order = orderOf(verifiable(request));
  await watchedAnalysis(request, order, around, async (analysis) => {
    around.progress.done();
    const counts = await opinionsOn(analysis, request, sampleCount, around);
    writeOut(verdictText(counts, analysis.head));
    const differing = counts.reduce((sum, { unexplained }) => sum + unexplained.length, 0);
    if (differing === 0) return;
    const state = `${differing} samples differ from what others read, please report this`;
    throw new CodefangError('INVARIANT', `Cannot vouch for the numbers: ${state}`);
  });
}

/** Rules under which git and we are asked the same, and the analyzers that have what git knows. */
function verifiable(request: RunRequest): RunRequest {
  return { ...request, analyzers: [changesId, linesId], analyzerOptions: {}, renames: 'off', moves: 'off' };
}

async function opinionsOn(
  analysis: FoldedAnalysis,
  request: RunRequest,
  sampleCount: number,
  around: RunSurroundings,
): Promise<OpinionCount[]> {
  const { location, head, isShallow, order } = analysis.source.history;
  const freeBytes = freeBytesOf(analysis);
  const known = new GitProgram(location.commonDir, outputBytesMax(freeBytes));
  const version = await known.version();
  const git = version === undefined ? undefined : known;
  if (git === undefined) around.note('git is not installed: commits and lines are not compared');
  const counts: OpinionCount[] = [];
  const ask: Ask = (count, what, compare) => askWatched(around, count, what, compare);
  if (git !== undefined && order.length > 0) {
    const count = new OpinionCount('commits', 'git diff-tree --numstat', 'changed files');
    counts.push(count);
    await compareCommits(analysis, git, sampleCount, count, ask);
  }
  const paths = sampledPaths(analysis, sampleCount, around.note);
  const reader = await objectReaderOf(location, packSizes(location).packBytes, freeBytes, head, git);
  const blame = openBlame(request, head);
  try {
    if (reader !== undefined && paths.length > 0) {
      const count = new OpinionCount('files', reader.name, 'bytes');
      counts.push(count);
      for (const path of paths) await ask(count, path, () => compareObject(reader, blame, path, count));
    }
    // Lines of a part of a history are older than the part, where git goes on.
    if (git !== undefined && paths.length > 0 && !isShallow) {
      const count = new OpinionCount('blames', 'git blame', 'lines');
      counts.push(count);
      await compareLines({ git, blame, head, paths, request }, count, ask);
    }
  } finally {
    blame.close();
  }
  return counts;
}

function openBlame(request: RunRequest, head: string): Blame {
  return new Blame({
    repository: request.repository,
    revision: head,
    stateDirectory: request.stateDirectory,
    renames: 'off',
    anonymize: false,
    runCommand: 'codefang run --renames off',
    blobBytesMax: blobBytesMaxUsual,
  });
}

/** BOUNDED BY: `rowsAtOnce` changes at a time; a commit with more is not compared. */
async function compareCommits(
  analysis: FoldedAnalysis,
  git: GitProgram,
  sampleCount: number,
  count: OpinionCount,
  ask: Ask,
): Promise<void> {
  const { history, context } = analysis.source;
  const { table, order } = history;
  // Of a merge git shows nothing, and we count nothing.
  const candidates = [...order.keys()].filter((place) => table.parentCount(order[place]!) < 2);
  const sampled = samplePlaces(candidates, sampleCount, history.head);
  const isBounded = boundedChanges(analysis);
  const changes: ChangeFacts = context.factsOf(changesId, 'changes');
  let batch = new Map<string, Numstat>();
  let [at, rowCount] = [0, 0];
  const flush = async (): Promise<void> => {
    const asked = batch;
    [batch, rowCount] = [new Map(), 0];
    if (asked.size > 0) await ask(count, `${asked.size} commits`, () => compareNumstat(git, asked, count, isBounded));
  };
  for (const group of changes.groups(order.length)) {
    if (group.key !== sampled[at]) continue;
    at += 1;
    const oid = context.commitOid(group.key);
    const rows = new Map<string, readonly [number, number]>();
    let changeCount = 0;
    for (const { path, added, removed } of group) {
      changeCount += 1;
      if (changeCount <= rowsAtOnce) rows.set(context.pathText(path), [added, removed]);
    }
    if (changeCount > rowsAtOnce) {
      count.explain(`commit ${oid} changes more than ${rowsAtOnce} files, and is not compared`);
      continue;
    }
    if (rowCount + rows.size > rowsAtOnce) await flush();
    batch.set(oid, rows);
    rowCount += rows.size;
    if (batch.size === commitsAtOnce) await flush();
  }
  await flush();
}

/** Changes that are compared at a time, some 300 bytes each on both sides. */
const rowsAtOnce = 5000;
/** Longer files are not compared: both sides are held line by line. */
const linesMax = 50_000;

/** Compares one thing; what the budget cannot hold is explained, and a signal is heard before the next. */
type Ask = (count: OpinionCount, what: string, compare: () => Promise<void>) => Promise<void>;

async function askWatched(
  { stopRequested }: RunSurroundings,
  count: OpinionCount,
  what: string,
  compare: () => Promise<void>,
): Promise<void> {
  const stop = stopRequested();
  if (stop !== undefined) throw stoppedBy(stop, 'the comparison');
  try {
    await compare();
  } catch (error) {
    if (!(error instanceof CodefangError) || error.code !== 'BUDGET') throw error;
    count.explain(`${what} not compared: ${error.message}`);
  }
}

/** What the budget leaves beside the most that was ever resident. */
function freeBytesOf({ budgetBytes, peakBytes }: FoldedAnalysis): number {
  return budgetBytes === 0 ? Number.POSITIVE_INFINITY : Math.max(0, budgetBytes - peakBytes);
}

/** Output is held as bytes and as text, beside what it is compared with. */
function outputBytesMax(freeBytes: number): number {
  return Math.max(MiB, Math.min(16 * MiB, freeBytes / 8));
}

type ChangeFacts = Facts<'place' | 'path' | 'added' | 'removed'>;

/** Whether a comparison of ours met a bound, as the report names them. */
function boundedChanges({ head }: FoldedAnalysis): (commit: string, path: string) => boolean {
  const named = (head.completeness['bounded_changes'] ?? []) as readonly (readonly [string | null, string, string])[];
  const known = new Set(named.map(([commit, path]) => `${commit} ${path}`));
  return (commit, path) => known.has(`${commit} ${path}`);
}

/** Text files of the tree at the end. Programs cannot be asked about a name that is not UTF-8. */
function sampledPaths({ source }: FoldedAnalysis, sampleCount: number, note: (line: string) => void): string[] {
  const { files } = source.context;
  const texts = Array.from({ length: files.count }, (_, rank) => rank).filter(
    (rank) => !files.isBinary(rank) && files.lines(rank) > 0 && !files.path(rank).includes('\uFFFD'),
  );
  const ranks = texts.filter((rank) => files.lines(rank) <= linesMax);
  const longCount = texts.length - ranks.length;
  if (longCount > 0) note(`Files of more than ${linesMax} lines are not compared: ${longCount}`);
  const count = Math.ceil(sampleCount / commitsPerFile);
  return samplePlaces(ranks, count, source.history.head).map((rank) => files.path(rank));
}

interface LinesRequest {
  readonly git: GitProgram;
  readonly blame: Blame;
  readonly head: string;
  readonly paths: readonly string[];
  readonly request: RunRequest;
}

/** With the commits that the repository and the run ignore. */
async function compareLines(
  { git, blame, head, paths, request }: LinesRequest,
  count: OpinionCount,
  ask: Ask,
): Promise<void> {
  const folder = mkdtempSync(join(request.spillDirectory, 'codefang-verify-'));
  try {
    const own = await listOfIgnored(git, head, join(folder, 'ignored'));
    const ignoreRevsFiles = [...own, ...request.ignoreRevsFiles];
    for (const path of paths) {
      const question = { path, revision: head, ignoreRevsFiles };
      await ask(count, path, () => compareBlame(git, blame, question, count));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function listOfIgnored(git: GitProgram, head: string, path: string): Promise<string[]> {
  const listed = await git.run(['ls-tree', '--name-only', head, '--', '.git-blame-ignore-revs']);
  if (listed.length === 0) return [];
  const text = (await git.run(['cat-file', 'blob', `${head}:.git-blame-ignore-revs`])).toString('utf8');
  // Git refuses a list with anything but ids; we count such lines.
  const known = text.split('\n').filter((line) => /^\s*([0-9a-f]{40}|[0-9a-f]{64})?\s*(#.*)?$/.test(line));
  writeFileSync(path, `${known.join('\n')}\n`);
  return [path];
}

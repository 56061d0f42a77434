import { createHash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { CodefangError, MiB } from '../base/index.ts';
import {
  isSurelyDead,
  nodeSpillFs,
  ownIdentity,
  packRecord,
  type ProcessIdentity,
  publishBytes,
  readWhole,
  type RecordValue,
  type SpillFiles,
  syncPath,
  unpackRecord,
} from '../spill/index.ts';

export const checkpointVersion = 2;

/** What a checkpoint is of: every field must be equal for it to be used. */
export type CheckpointFields = { readonly [name: string]: RecordValue };

/** The state at a chunk border. `files` are names in the data folder; sizes may have grown since. */
export interface Checkpoint {
  readonly version: number;
  readonly fields: CheckpointFields;
  /** Hash of the walk up to `nextPlace`; see `WalkHash`. */
  readonly walk: string;
  readonly nextPlace: number;
  readonly chunkIndex: number;
  readonly state: RecordValue;
  readonly files: readonly { readonly name: string; readonly size: number }[];
}

const manifestBytesMax = 16 * MiB;
/** The newest are kept whatever they hold: one may be damaged. */
const newestKept = 2;
/** Older ones need not lie closer than so many commits. */
const gapMin = 500;

/**
 * The checkpoints of one repository and one set of options.
 *
 *   <state dir>/<repository>/<options>/
 *     lock             who writes here; dies with its process
 *     manifest-<n>     the checkpoint of generation n: the two newest, and older ones ever further apart
 *     data/<name>      runs, segments and tables that manifests name, linked or copied from the spill
 *
 * A data file never changes but by growing, so publishing costs what is new since the last checkpoint.
 * Whatever no manifest names is garbage and is removed at the next save.
 */
export class CheckpointStore {
  readonly path: string;
  readonly #data: string;
  #isLocked = false;
  #generation = 0;

  /** `repositoryKey` names the repository by object ids, `optionsKey` everything that can change a number. */
  constructor(stateDirectory: string, repositoryKey: string, optionsKey: string) {
    this.path = join(stateDirectory, shortHash(repositoryKey), shortHash(optionsKey));
    this.#data = join(this.path, 'data');
  }

  /**
   * Makes the folder and takes the lock. Returns false when a living process has it: then this run keeps
   * no checkpoint. @throws {CodefangError} IO
   */
  open(): boolean {
    return attempt('make', this.#data, () => {
      mkdirSync(this.#data, { recursive: true, mode: 0o700 });
      this.#isLocked = takeLock(join(this.path, 'lock'));
      this.#generation = this.#generations()[0] ?? 0;
      return this.#isLocked;
    });
  }

  /**
   * The usable checkpoints, the one furthest along the walk first. `walkAt` gives the hash of this walk up
   * to a place; `onUnusable` hears of those that are damaged, of other options or of another history.
   */
  *candidates(
    fields: CheckpointFields,
    walkAt: (place: number) => string | undefined,
    onUnusable: (reason: string) => void,
  ): Generator<Checkpoint> {
    const found: Checkpoint[] = [];
    for (const generation of this.#generations()) {
      const read = this.#read(generation);
      if (typeof read === 'string') onUnusable(read);
      else found.push(read);
    }
    // A stable sort: of two at one place the newer one comes first.
    for (const checkpoint of found.sort((a, b) => b.nextPlace - a.nextPlace)) {
      const reason = mismatch(checkpoint, fields, walkAt);
      if (reason === undefined) yield checkpoint;
      else onUnusable(reason);
    }
  }

  /** Puts the data files of a checkpoint into a run's spill, so that tables and parts can take them over. */
  lend(checkpoint: Checkpoint, spill: SpillFiles): void {
    for (const { name, size } of checkpoint.files) {
      const source = join(this.#data, name);
      const found = existsSync(source) ? statSync(source).size : -1;
      if (found < size) {
        const state = found < 0 ? 'it is missing' : `it has ${found} bytes, ${size} are expected`;
        throw new CodefangError('STATE', `Cannot use ${source}: ${state}`);
      }
      attempt('link', source, () => linkOrCopy(source, join(spill.path, name)));
    }
  }

  /** Publishes a checkpoint; the state is hibernated into `spill`. Returns the bytes of its data files. */
  save(checkpoint: Omit<Checkpoint, 'version' | 'files'>, spill: SpillFiles): number {
    return attempt('save a checkpoint in', this.path, () => {
      const files = spill.liveNames.map((name) => this.#publishData(join(spill.path, name), name));
      syncPath(nodeSpillFs, this.#data);
      this.#generation += 1;
      const { fields, walk, nextPlace, chunkIndex, state } = checkpoint;
      const record = { version: checkpointVersion, fields, walk, nextPlace, chunkIndex, state, files };
      publishBytes(this.#manifestPath(this.#generation), packRecord(record), { sync: 'durable' });
      this.#collect();
      return files.reduce((sum, file) => sum + file.size, 0);
    });
  }

  /** Removes all checkpoints of these options. */
  clear(): void {
    attempt('clear', this.path, () => {
      for (const generation of this.#generations()) rmSync(this.#manifestPath(generation), { force: true });
      rmSync(this.#data, { recursive: true, force: true });
      mkdirSync(this.#data, { recursive: true, mode: 0o700 });
    });
  }

  /** Gives the lock back and removes the folder when it keeps nothing. */
  close(): void {
    if (!this.#isLocked) return;
    this.#isLocked = false;
    attempt('close', this.path, () => {
      if (this.#generations().length === 0) {
        rmSync(this.path, { recursive: true, force: true });
        removeWhenEmpty(dirname(this.path));
      } else rmSync(join(this.path, 'lock'), { force: true });
    });
  }

  /** Copies or links one file; one that is there with that size is kept. */
  #publishData(source: string, name: string): { name: string; size: number } {
    const target = join(this.#data, name);
    const { size } = statSync(source);
    if (existsSync(target) && statSync(target).size === size) return { name, size };
    linkOrCopy(source, target);
    syncPath(nodeSpillFs, target);
    return { name, size };
  }

  /** Removes the generations that are not worth keeping, and the files that no other one names. */
  #collect(): void {
    const generations = this.#generations();
    const places = generations.map((generation) => {
      const read = this.#read(generation);
      return typeof read === 'string' ? -1 : read.nextPlace;
    });
    const kept = keptGenerations(places);
    const needed = new Set<string>();
    for (const [at, generation] of generations.entries()) {
      const read = kept.has(at) ? this.#read(generation) : '';
      if (typeof read === 'string') rmSync(this.#manifestPath(generation), { force: true });
      else for (const { name } of read.files) needed.add(name);
    }
    for (const name of readdirSync(this.#data)) if (!needed.has(name)) rmSync(join(this.#data, name));
  }

  /** The checkpoint of a generation, or why it cannot be read. */
  #read(generation: number): Checkpoint | string {
    const path = this.#manifestPath(generation);
    try {
      const checkpoint = unpackRecord(readWhole(path, manifestBytesMax), path) as unknown as Checkpoint;
      if (checkpoint.version === checkpointVersion) return checkpoint;
      return `${path} has format ${String(checkpoint.version)}, this version reads ${checkpointVersion}`;
    } catch (error) {
      if (error instanceof CodefangError && error.code === 'STATE') return error.message;
      throw error;
    }
  }

  #generations(): number[] {
    if (!existsSync(this.path)) return [];
    return readdirSync(this.path)
      .map((name) => Number(/^manifest-(\d+)$/.exec(name)?.[1] ?? Number.NaN))
      .filter((generation) => Number.isSafeInteger(generation))
      .sort((a, b) => b - a);
  }

  #manifestPath(generation: number): string {
    return join(this.path, `manifest-${generation}`);
  }
}

/** Another run of the repository may have its checkpoints there. */
function removeWhenEmpty(path: string): void {
  try {
    rmdirSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'ENOENT') throw error;
  }
}

function mismatch(
  checkpoint: Checkpoint,
  fields: CheckpointFields,
  walkAt: (place: number) => string | undefined,
): string | undefined {
  for (const [name, value] of Object.entries(fields)) {
    const found = JSON.stringify(checkpoint.fields[name] ?? null);
    const wanted = JSON.stringify(value);
    if (found !== wanted) return `the checkpoint is of another ${name}: ${found}, this run has ${wanted}`;
  }
  if (walkAt(checkpoint.nextPlace) === checkpoint.walk) return undefined;
  return `the checkpoint at commit ${checkpoint.nextPlace} is of a history that this one does not begin with`;
}

/**
 * Which of the generations stay, given their places from the newest to the oldest; -1 is damaged.
 *
 * The two newest stay. Of the others one goes when its neighbours are no further apart than half the way
 * from the older of them to the furthest place: so the gaps double with the distance, about log(n) stay,
 * and a history rewritten d commits back loses at most about d more.
 */
export function keptGenerations(places: readonly number[]): ReadonlySet<number> {
  const kept = new Set<number>(places.slice(0, newestKept).keys());
  const furthest = Math.max(...places);
  const ascending = [...places.keys()].filter((at) => places[at]! >= 0).sort((a, b) => places[a]! - places[b]!);
  // The start of the walk needs no checkpoint.
  let older = 0;
  for (const [rank, at] of ascending.entries()) {
    const newer = places[ascending[rank + 1] ?? at]!;
    const isCovered = newer - older <= Math.max(gapMin, (furthest - older) / 2);
    if (isCovered && !kept.has(at)) continue;
    kept.add(at);
    older = places[at]!;
  }
  return kept;
}

/** Replaces `target`; a link where both lie on one file system, else a copy. */
function linkOrCopy(source: string, target: string): void {
  const temporary = `${target}.tmp-${process.pid}`;
  rmSync(temporary, { force: true });
  try {
    linkSync(source, temporary);
  } catch (error) {
    // Another file system, or one without links.
    if (!(error instanceof Error && 'code' in error && isLinkRefusal(error.code))) throw error;
    copyFileSync(source, temporary);
  }
  renameSync(temporary, target);
  // Renaming one link of a file over another leaves both.
  rmSync(temporary, { force: true });
}

function isLinkRefusal(code: unknown): boolean {
  return ['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'ENOSYS', 'EACCES'].includes(String(code));
}

function takeLock(path: string): boolean {
  for (let turn = 0; turn < 2; turn += 1) {
    try {
      const fd = openSync(path, 'wx', 0o600);
      try {
        writeSync(fd, JSON.stringify(ownIdentity()));
      } finally {
        closeSync(fd);
      }
      return true;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      if (!isStaleLock(path)) return false;
      rmSync(path, { force: true });
    }
  }
  return false;
}

/** A lock of a dead process, or one that was torn while it was written. */
function isStaleLock(path: string): boolean {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const found = /^\{"pid":\d+,.*\}$/.test(text) ? (JSON.parse(text) as ProcessIdentity) : undefined;
  return found === undefined || isSurelyDead(found, ownIdentity());
}

function attempt<T>(doing: string, path: string, call: () => T): T {
  try {
    return call();
  } catch (cause) {
    if (cause instanceof CodefangError) throw cause;
    const state = cause instanceof Error ? cause.message : String(cause);
    throw new CodefangError('IO', `Cannot ${doing} "${path}": ${state}`, { cause });
  }
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

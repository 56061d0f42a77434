import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCode, namesIn } from '../base/index.ts';
import { attempt, type DiskLimit, LateSync, publishBytes, type SpillFiles } from '../spill/index.ts';
import { CheckpointData } from './checkpoint-data.ts';
import { folderName, generationsIn, manifestPath, removeWhenEmpty } from './checkpoint-folder.ts';
import { CheckpointLock } from './checkpoint-lock.ts';
import {
  type Checkpoint,
  type CheckpointFields,
  differingFields,
  fieldMismatch,
  packCheckpoint,
  readCheckpoint,
} from './checkpoint-record.ts';
import { type GenerationFiles, keptGenerations, withinBytes } from './kept-generations.ts';

/** Folders of other options that are looked into for a reason why nothing can be resumed. */
const otherFoldersMax = 16;
/** A folder whose owner leaves may vanish under who comes. */
const openTurns = 5;

/**
 * The checkpoints of one repository and one set of options.
 *
 *   <state dir>/<repository>/<options>/
 *     lock             who writes here; dies with its process
 *     manifest-<n>     the checkpoint of generation n: the two newest, and older ones ever further apart
 *     data/<name>      runs, segments and tables that manifests name, linked or copied from the spill
 *
 * Whatever no manifest names is garbage and is removed at the next save.
 */
export class CheckpointStore {
  readonly path: string;
  readonly #data: CheckpointData;
  /** Takes the newest checkpoint to the disk while the run goes on; those before it are there. */
  readonly #late = new LateSync();
  readonly #lock: CheckpointLock;
  readonly #bytesMax: number;
  #disk: DiskLimit | undefined;
  #generation = 0;
  /** What the manifests on disk say, so that each is read once; damaged ones are at place -1. */
  readonly #contents = new Map<number, GenerationFiles>();

  /**
   * `repositoryKey` names the repository by object ids, `optionsKey` everything that can change a number.
   * Older generations are kept within `bytesMax`, the two newest in any case.
   */
  constructor(
    stateDirectory: string,
    repositoryKey: string,
    optionsKey: string,
    bytesMax: number = Number.POSITIVE_INFINITY,
  ) {
    this.path = join(stateDirectory, folderName(repositoryKey), folderName(optionsKey));
    this.#data = new CheckpointData(join(this.path, 'data'), this.#late);
    this.#lock = new CheckpointLock(join(this.path, 'lock'));
    this.#bytesMax = bytesMax;
  }

  /**
   * Makes the folder and takes the lock. Returns false when a living process has it: then this run keeps
   * no checkpoint. @throws {CodefangError} IO
   */
  open(): boolean {
    return attempt('make', this.#data.path, () => {
      const isHeld = this.#takeLock();
      try {
        this.#generation = generationsIn(this.path)[0] ?? 0;
        if (isHeld) this.#sweep();
      } catch (error) {
        this.#lock.release();
        throw error;
      }
      return isHeld;
    });
  }

  /**
   * The usable checkpoints, the one furthest along the walk first. `walkAt` gives the hash of this walk up
   * to a place; `onUnusable` is called for those that are damaged, of other options or of another history.
   */
  *candidates(
    fields: CheckpointFields,
    walkAt: (place: number) => string | undefined,
    onUnusable: (reason: string) => void,
  ): Generator<Checkpoint> {
    const found: Checkpoint[] = [];
    for (const generation of attempt('list', this.path, () => generationsIn(this.path))) {
      const read = readCheckpoint(manifestPath(this.path, generation));
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

  /** In what the nearest checkpoint that was kept with other options differs; undefined when there is none. */
  otherOptions(fields: CheckpointFields): string | undefined {
    return attempt('look into', dirname(this.path), () => this.#otherOptions(fields));
  }

  #otherOptions(fields: CheckpointFields): string | undefined {
    let nearest: { readonly found: CheckpointFields; readonly names: readonly string[] } | undefined;
    const folders = namesIn(dirname(this.path)).map((name) => join(dirname(this.path), name));
    for (const folder of folders.filter((path) => path !== this.path).slice(0, otherFoldersMax)) {
      const newest = generationsIn(folder)[0];
      const read = newest === undefined ? '' : readCheckpoint(manifestPath(folder, newest!));
      if (typeof read === 'string') continue;
      const names = differingFields(read.fields, fields);
      if (names.length === 0 || (nearest !== undefined && names.length >= nearest.names.length)) continue;
      nearest = { found: read.fields, names };
    }
    return nearest === undefined ? undefined : fieldMismatch(nearest.found, fields, nearest.names);
  }

  /**
   * Puts the data files of a checkpoint into a run's spill, so that tables and parts can take them over.
   * They are whole then: who takes them over need not read them again.
   * @throws {CodefangError} STATE when one is missing or damaged, IO
   */
  lend(checkpoint: Checkpoint, spill: SpillFiles): void {
    attempt('use', this.#data.path, () => this.#data.lend(checkpoint.files, spill));
  }

  /** Counts what is written from now on. */
  limitDisk(disk: DiskLimit): void {
    disk.watch(this.path);
    this.#disk = disk;
    this.#data.limitDisk(disk);
  }

  /**
   * Publishes a checkpoint; the state is hibernated into `spill`. Returns the bytes of its data files.
   *
   * It outlives the process from then on, and a cut of power from some moments later, at the latest from the next
   * `save` or `settle`. WHY not at once: waiting for the disk took a tenth of a run with fast chunks; after a cut of
   * power the older generation serves, as for every manifest whose files are not what it says.
   */
  save(checkpoint: Omit<Checkpoint, 'version' | 'files'>, spill: SpillFiles): number {
    return attempt('save a checkpoint in', this.path, () => {
      this.settle();
      const files = this.#data.publish(spill);
      const generation = this.#generation + 1;
      const bytes = packCheckpoint({ ...checkpoint, files });
      this.#disk?.reserve(bytes.length);
      publishBytes(manifestPath(this.path, generation), bytes, { sync: 'fast' });
      this.#late.start(manifestPath(this.path, generation));
      this.#late.start(this.path);
      this.#generation = generation;
      this.#contents.set(generation, { place: checkpoint.nextPlace, files });
      this.#collect();
      return files.reduce((sum, file) => sum + file.size, 0);
    });
  }

  /** Returns when all that was saved is on the disk. @throws {CodefangError} IO */
  settle(): void {
    this.#late.settle();
  }

  /** Removes all checkpoints of these options. */
  clear(): void {
    attempt('clear', this.path, () => {
      this.#late.forget();
      for (const generation of generationsIn(this.path)) this.#remove(generation);
      this.#data.clear();
      this.#data.make();
    });
  }

  /** Gives the lock back and removes the folder when it keeps nothing. */
  close(): void {
    if (!this.#lock.isHeld) return;
    attempt('close', this.path, () => {
      let isEmpty = false;
      try {
        this.settle();
        isEmpty = generationsIn(this.path).length === 0;
        if (isEmpty) this.#data.clear();
      } finally {
        this.#lock.release();
      }
      // Another run may have come meanwhile: only what is empty goes.
      if (isEmpty && removeWhenEmpty(this.path)) removeWhenEmpty(dirname(this.path));
    });
  }

  #takeLock(): boolean {
    for (let turn = 1; ; turn += 1) {
      try {
        this.#data.make();
        return this.#lock.take();
      } catch (error) {
        this.#lock.release();
        if (errorCode(error) !== 'ENOENT' || turn === openTurns) throw error;
      }
    }
  }

  /** Removes what a killed run left: files that no manifest names yet, or no more. */
  #sweep(): void {
    for (const name of namesIn(this.path)) {
      if (/^manifest-\d+\.tmp-/.test(name)) rmSync(join(this.path, name), { force: true });
    }
    const files = generationsIn(this.path).flatMap((generation) => this.#contentsOf(generation).files);
    this.#data.collect(new Set(files.map(({ name }) => name)));
  }

  /** Removes the generations that are not worth keeping, and the files that no other one names. */
  #collect(): void {
    const generations = generationsIn(this.path);
    const contents = generations.map((generation) => this.#contentsOf(generation));
    const worthy = keptGenerations(contents.map(({ place }) => place));
    const kept = withinBytes(contents, worthy, this.#bytesMax);
    const needed = new Set<string>();
    for (const [at, generation] of generations.entries()) {
      if (kept.has(at) && contents[at]!.place >= 0) {
        for (const { name } of contents[at]!.files) needed.add(name);
      } else this.#remove(generation);
    }
    this.#data.collect(needed);
  }

  #contentsOf(generation: number): GenerationFiles {
    const known = this.#contents.get(generation);
    if (known !== undefined) return known;
    const read = readCheckpoint(manifestPath(this.path, generation));
    const contents = typeof read === 'string' ? { place: -1, files: [] } : { place: read.nextPlace, files: read.files };
    this.#contents.set(generation, contents);
    return contents;
  }

  #remove(generation: number): void {
    this.#contents.delete(generation);
    rmSync(manifestPath(this.path, generation), { force: true });
  }
}

function mismatch(
  checkpoint: Checkpoint,
  fields: CheckpointFields,
  walkAt: (place: number) => string | undefined,
): string | undefined {
  const names = differingFields(checkpoint.fields, fields);
  if (names.length > 0) return fieldMismatch(checkpoint.fields, fields, names);
  if (walkAt(checkpoint.nextPlace) === checkpoint.walk) return undefined;
  return `the checkpoint at commit ${checkpoint.nextPlace} is of a history that this one does not begin with`;
}

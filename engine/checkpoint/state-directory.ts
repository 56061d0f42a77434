import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CodefangError, namesIn } from '../base/index.ts';
import { attempt } from '../spill/index.ts';
import { CheckpointData } from './checkpoint-data.ts';
import { generationsIn, manifestPath, removeWhenEmpty } from './checkpoint-folder.ts';
import { CheckpointLock, isLocked } from './checkpoint-lock.ts';
import { type Checkpoint, type CheckpointAbout, type CheckpointFields, readCheckpoint } from './checkpoint-record.ts';

/** What is kept for one repository and one set of options. */
export interface KeptState {
  /** `<repository>/<options>` below the state directory. */
  readonly name: string;
  readonly folder: string;
  /** Of the newest readable checkpoint; undefined when none can be read. */
  readonly about: CheckpointAbout | undefined;
  readonly fields: CheckpointFields | undefined;
  /** Places of the checkpoints in their walks, newest first; -1 is damaged. */
  readonly places: readonly number[];
  readonly damaged: readonly string[];
  readonly bytes: number;
  /** Of the newest manifest, in milliseconds since 1970. */
  readonly savedAtMs: number;
  readonly isInUse: boolean;
}

const folderPattern = /^[0-9a-f]{16}$/;

/** Everything a state directory keeps, the last saved first. @throws {CodefangError} IO */
export function listState(stateDirectory: string): KeptState[] {
  return attempt('list', stateDirectory, () => {
    const states: KeptState[] = [];
    for (const repository of namesIn(stateDirectory).filter((name) => folderPattern.test(name))) {
      for (const options of namesIn(join(stateDirectory, repository)).filter((name) => folderPattern.test(name))) {
        states.push(describe(`${repository}/${options}`, join(stateDirectory, repository, options)));
      }
    }
    return states.sort((a, b) => b.savedAtMs - a.savedAtMs || (a.name < b.name ? -1 : 1));
  });
}

/**
 * Checks every byte of every checkpoint; returns what is wrong, in sentences. Nothing is changed.
 * @throws {CodefangError} IO
 */
export function verifyState({ folder }: KeptState): string[] {
  const data = new CheckpointData(join(folder, 'data'));
  const wrong: string[] = [];
  for (const generation of generationsIn(folder)) {
    const read = readCheckpoint(manifestPath(folder, generation));
    const failure = typeof read === 'string' ? read : failureOf(data, read);
    if (failure !== undefined) wrong.push(failure);
  }
  return wrong;
}

/** Removes what is kept, unless a run is at it; returns whether it did. @throws {CodefangError} IO */
export function removeState({ folder }: KeptState): boolean {
  return attempt('remove', folder, () => {
    const lock = new CheckpointLock(join(folder, 'lock'));
    if (!lock.take()) return false;
    try {
      for (const generation of generationsIn(folder)) rmSync(manifestPath(folder, generation), { force: true });
      rmSync(join(folder, 'data'), { recursive: true, force: true });
    } finally {
      lock.release();
    }
    if (removeWhenEmpty(folder)) removeWhenEmpty(join(folder, '..'));
    return true;
  });
}

function failureOf(data: CheckpointData, { files }: Checkpoint): string | undefined {
  try {
    data.verify(files);
    return undefined;
  } catch (error) {
    if (error instanceof CodefangError && error.code === 'STATE') return error.message;
    throw error;
  }
}

function describe(name: string, folder: string): KeptState {
  const generations = generationsIn(folder);
  const read = generations.map((generation) => readCheckpoint(manifestPath(folder, generation)));
  const newest = read.find((one) => typeof one !== 'string');
  const newestPath = generations[0] === undefined ? folder : manifestPath(folder, generations[0]);
  return {
    name,
    folder,
    about: newest?.about,
    fields: newest?.fields,
    places: read.map((one) => (typeof one === 'string' ? -1 : one.nextPlace)),
    damaged: read.filter((one) => typeof one === 'string'),
    bytes: bytesBelow(folder),
    savedAtMs: statSync(newestPath, { throwIfNoEntry: false })?.mtimeMs ?? 0,
    isInUse: existsSync(join(folder, 'lock')) && isLocked(join(folder, 'lock')),
  };
}

/** Sizes of the manifests and of the data. */
function bytesBelow(folder: string): number {
  const paths = [...namesIn(folder), ...namesIn(join(folder, 'data')).map((name) => join('data', name))];
  let sum = 0;
  for (const path of paths) {
    const found = statSync(join(folder, path), { throwIfNoEntry: false });
    if (found?.isFile() === true) sum += found.size;
  }
  return sum;
}

import { CodefangError, MiB } from '../base/index.ts';
import { packRecord, readWhole, type RecordValue, unpackRecord } from '../spill/index.ts';

/**
 * 6 keeps the path that each file had last, where 5 had none for a file whose path another one took. 5 keeps the lines
 * of all versions that can be asked for, each of the commit that wrote it, where 4 kept those of the mainline alone:
 * both are refused, since a run over the same commits makes them anew. 4 kept line histories as varints, where 3 kept
 * words. 3 names each option, the checksums of files and, in its walk, whose commits they are. 2 had none of these: it
 * is refused, as what it kept cannot be distinguished from what another mailmap would have made.
 */
export const checkpointVersion = 6;

/** What a checkpoint is of: every field must be equal for it to be used. */
export type CheckpointFields = { readonly [name: string]: RecordValue };

/** For people, and for `codefang state`; nothing is decided by it. */
export interface CheckpointAbout {
  /** Where the repository lay. */
  readonly path: string;
  /** Object format and id of the first commit walked. */
  readonly repository: string;
  /** Full hex id of the commit that was analysed to, and how many lie on the way. */
  readonly head: string;
  readonly commits: number;
}

export interface CheckpointFile {
  readonly name: string;
  /** Bytes that belong to the checkpoint; the file may have grown since. */
  readonly size: number;
  /** CRC-32 of these bytes. */
  readonly crc: number;
}

/** The state at a chunk border. `files` are names in the data folder. */
export interface Checkpoint {
  readonly version: number;
  readonly fields: CheckpointFields;
  readonly about: CheckpointAbout;
  /** Hash of the walk up to `nextPlace`; see `WalkHash`. */
  readonly walk: string;
  readonly nextPlace: number;
  readonly chunkIndex: number;
  readonly state: RecordValue;
  readonly files: readonly CheckpointFile[];
}

const manifestBytesMax = 16 * MiB;

export function packCheckpoint(checkpoint: Omit<Checkpoint, 'version'>): Buffer {
  const { fields, about, walk, nextPlace, chunkIndex, state, files } = checkpoint;
  const plainFiles = files.map(({ name, size, crc }) => ({ name, size, crc }));
  const version = checkpointVersion;
  return packRecord({ version, fields, about: { ...about }, walk, nextPlace, chunkIndex, state, files: plainFiles });
}

/** The checkpoint in a file, brought to the present form, or why it cannot be used. @throws {CodefangError} IO */
export function readCheckpoint(path: string): Checkpoint | string {
  let record: RecordValue;
  try {
    record = unpackRecord(readWhole(path, manifestBytesMax), path);
  } catch (error) {
    if (error instanceof CodefangError && error.code === 'STATE') return error.message;
    throw error;
  }
  const found = (record ?? {}) as { readonly [key: string]: RecordValue };
  const { version } = found;
  if (version !== checkpointVersion) {
    const shown = typeof version === 'number' ? version : 'of something else';
    return `${path} has format ${shown}, this version reads ${checkpointVersion}`;
  }
  const checkpoint = found as unknown as Checkpoint;
  return isCheckpoint(checkpoint) ? checkpoint : `${path} is not a checkpoint, though its checksums are right`;
}

/** A name leads into the data folder and nowhere else. */
const fileName = /^[\w-]+\.(?:run|seg)$/;

function isCheckpoint({ fields, about, walk, nextPlace, chunkIndex, files }: Checkpoint): boolean {
  return (
    isRecord(fields) &&
    isRecord(about) &&
    typeof walk === 'string' &&
    isCount(nextPlace) &&
    isCount(chunkIndex) &&
    Array.isArray(files) &&
    files.every(({ name, size, crc }) => {
      return typeof name === 'string' && fileName.test(name) && isCount(size) && isCount(crc);
    })
  );
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Names of the fields in which a checkpoint is not what is wanted, in the order of the wanted ones. */
export function differingFields(found: CheckpointFields, wanted: CheckpointFields): readonly string[] {
  const names = Object.keys(wanted);
  return names.filter((name) => textOf(found[name]) !== textOf(wanted[name]));
}

/** Why a checkpoint cannot be used here, as a sentence. REQUIRES: `names` are fields that differ. */
export function fieldMismatch(found: CheckpointFields, wanted: CheckpointFields, names: readonly string[]): string {
  const parts = names.map((name) => `${name} ${textOf(found[name])}, this run has ${textOf(wanted[name])}`);
  return `the checkpoint is of another ${parts.join('; of another ')}`;
}

function textOf(value: RecordValue | undefined): string {
  return JSON.stringify(value ?? null);
}

import { join } from 'node:path';
import { ByteInterner, CodefangError, namesIn } from '../base/index.ts';
import type { Parts } from '../contract.ts';
import { ColdStates, FileVersions, filesPerPart, lineParts, type RunView } from '../lines/index.ts';
import { type RecordValue, SpillFiles } from '../spill/index.ts';
import { type Checkpoint, generationsIn, manifestPath, readCheckpoint } from '../checkpoint/index.ts';
import { linesOwner, OwnedState, PathLog, PlaceLog, type SavedLines } from '../state/index.ts';

/** Which stored lines are asked for. */
export interface StoredLinesRequest {
  readonly stateDirectory: string;
  /** Full hex id of the commit whose lines are wanted. */
  readonly head: string;
  readonly oidBytes: number;
  /** As reports state it, such as `off` or `similar:50`; undefined takes any. */
  readonly renames: string | undefined;
}

/** The parts of one file are read and let go of. */
const partBytesMax = 1024 * 1024;
const partShift = Math.log2(filesPerPart);

/**
 * The lines of one commit as a run has kept them: read-only, and without a walk. OWNS the names of files, and 21 bytes
 * a commit (33 for SHA-256).
 */
export class StoredLines {
  /** Rules of the run that kept them, as reports state them. */
  readonly rules: Checkpoint['fields'];
  readonly #paths: ByteInterner;
  readonly #places: Buffer;
  readonly #width: number;
  readonly #parts: Parts<FileVersions>;

  private constructor(checkpoint: Checkpoint, lines: SavedLines, dataPath: string, oidBytes: number) {
    const files = new SpillFiles({ path: dataPath });
    this.rules = checkpoint.fields;
    this.#width = 1 + oidBytes;
    this.#places = PlaceLog.read(files, lines.places!, oidBytes);
    this.#paths = new ByteInterner();
    const { paths } = checkpoint.state as { readonly paths: Parameters<PathLog['restore']>[0] };
    new PathLog(this.#paths, files).restore(paths);
    const state = new OwnedState(linesOwner);
    // Nothing is put away here: what is asked for are files as they are at the end.
    const cold = new ColdStates({ get: () => ColdStates.shape.create(0), remove() {}, ids: () => [] });
    this.#parts = state.parts<FileVersions>(lineParts.versions.name, {
      create: () => new FileVersions(cold),
      encode: () => new Uint8Array(0),
      decode: (bytes) => FileVersions.decode(bytes, cold),
      weigh: (part) => part.bytes,
    });
    OwnedState.openAll([state], { factBytes: 0, partBytes: partBytesMax, spillTo: files });
    state.restore(lines, 'size');
  }

  /** What was kept for a commit, undefined when nothing was. @throws {CodefangError} STATE or IO */
  static find(request: StoredLinesRequest): StoredLines | undefined {
    const { stateDirectory, oidBytes } = request;
    let best: { readonly checkpoint: Checkpoint; readonly folder: string } | undefined;
    for (const folder of foldersIn(stateDirectory)) {
      const checkpoint = usableIn(folder, request);
      if (checkpoint === undefined) continue;
      if (best === undefined || rank(checkpoint) > rank(best.checkpoint)) best = { checkpoint, folder };
    }
    if (best === undefined) return undefined;
    const { lines } = best.checkpoint.state as unknown as { readonly lines: SavedLines };
    return new StoredLines(best.checkpoint, lines, join(best.folder, 'data'), oidBytes);
  }

  /** Points `out` at the runs of a file; false when no version of it is known: it is older than the walk, or absent. */
  read(path: Uint8Array, out: RunView): boolean {
    const pathId = this.#paths.find(path, 0, path.length);
    if (pathId < 0) return false;
    const part = this.#parts.get(pathId >>> partShift, 'read');
    const state = part.newestOf(pathId % filesPerPart, (place) => this.#places[place * this.#width] === 1);
    if (state < 0) return false;
    part.open(state, out);
    return true;
  }

  /** Full hex id of the commit at a place of the walk. */
  commitAt(place: number): string {
    const start = place * this.#width;
    return this.#places.toString('hex', start + 1, start + this.#width);
  }
}

function foldersIn(stateDirectory: string): string[] {
  const folderPattern = /^[0-9a-f]{16}$/;
  const inside = (path: string): string[] =>
    namesIn(path)
      .filter((name) => folderPattern.test(name))
      .map((name) => join(path, name));
  return inside(stateDirectory).flatMap(inside);
}

/** The newest checkpoint of a folder that has the lines of the commit, by rules that `git blame` could have. */
function usableIn(folder: string, { head, renames }: StoredLinesRequest): Checkpoint | undefined {
  for (const generation of generationsIn(folder)) {
    const read = readCheckpoint(manifestPath(folder, generation));
    if (typeof read === 'string') continue;
    const { fields, about, nextPlace } = read;
    if (about.head !== head || nextPlace !== about.commits || !hasLines(read)) continue;
    const isOfAllFiles = isEmptyList(fields['paths']) && isEmptyList(fields['excludes']);
    if (fields['first_parent'] === true || !isOfAllFiles) return undefined;
    if (renames === undefined || fields['renames'] === renames) return read;
  }
  return undefined;
}

function hasLines({ state }: Checkpoint): boolean {
  const { lines } = (state ?? {}) as { readonly lines?: SavedLines | null };
  return typeof lines?.places === 'string';
}

function isEmptyList(value: RecordValue | undefined): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** Of several the one of the longest walk, then that follows files furthest, then without moved blocks, as git. */
function rank({ fields, nextPlace }: Checkpoint): number {
  const renames = String(fields['renames']);
  const following = renames.startsWith('similar') ? 2 : renames === 'exact' ? 1 : 0;
  return nextPlace * 8 + following * 2 + (fields['moves'] === 'off' ? 1 : 0);
}

/** Nothing is kept that would answer. */
export function nothingStored(head: string, renames: string | undefined, command: string): CodefangError {
  const how = renames === undefined ? '' : ` with --renames ${renames}`;
  return new CodefangError(
    'STATE',
    `Cannot attribute the lines of ${head.slice(0, 12)}: no run${how} has saved them, run "${command}" first`,
  );
}

import { mkdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { namesIn } from '../base/index.ts';
import {
  type CommitGraph,
  hexToOid,
  isFullHex,
  type ObjectStore,
  readCommitGraph,
  type RepositoryLocation,
} from '../git/index.ts';
import { attempt, publishFile } from '../spill/index.ts';
import { commitGraphBytes, type SurveyedCommits, writeCommitGraph } from './write-commit-graph.ts';

/** Of all repositories that share a state directory; the ones used longest ago go. */
const keptFilesMax = 16;
/** A survey that had to read fewer commits writes nothing. */
const newCommitsMin = 256;
const suffix = '.graph';
const folder = 'commits';

/** What one survey has kept. */
export interface KeptSurvey {
  readonly path: string;
  readonly bytes: number;
  readonly savedAtMs: number;
}

/** What surveys keep in a state directory, of all repositories, the last saved first. @throws {CodefangError} IO */
export function listSurveys(stateDirectory: string): KeptSurvey[] {
  const directory = join(stateDirectory, folder);
  return attempt('list', directory, () => {
    const found: KeptSurvey[] = [];
    for (const name of namesIn(directory).filter((one) => isFullHex(idOf(one)) && one.endsWith(suffix))) {
      const path = join(directory, name);
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats !== undefined) found.push({ path, bytes: stats.size, savedAtMs: stats.mtimeMs });
    }
    return found.sort((a, b) => b.savedAtMs - a.savedAtMs || (a.path < b.path ? -1 : 1));
  });
}

/** A run that reads it goes on: it has it open. @throws {CodefangError} IO */
export function removeSurvey({ path }: KeptSurvey): void {
  attempt('remove', path, () => rmSync(path, { force: true }));
}

/**
 * What surveys have read of commits, for the next survey:
 *
 *   <state dir>/commits/<id of the start>.graph     git's commit-graph with times and authors added
 *
 * A commit never changes under its id, so a file serves every repository that has its start, whatever
 * came since: nothing in it is ever out of date. It is checked by its checksum, or is not used. All of them together
 * stay within `stateBytesMax`.
 */
export class KeptCommits {
  readonly #stateDirectory: string;
  readonly #directory: string;
  readonly #location: RepositoryLocation;
  readonly #bytesMax: number;
  readonly #stateBytesMax: number;
  #usedPath: string | undefined;

  constructor(stateDirectory: string, location: RepositoryLocation, bytesMax: number, stateBytesMax: number) {
    this.#stateDirectory = stateDirectory;
    this.#directory = join(stateDirectory, folder);
    this.#location = location;
    this.#bytesMax = bytesMax;
    this.#stateBytesMax = stateBytesMax;
  }

  /** The commits kept of the newest start that this repository has; undefined when there are none. */
  open(store: ObjectStore): CommitGraph | undefined {
    for (const path of this.#paths()) {
      const hex = path.slice(-suffix.length - this.#location.oidBytes * 2, -suffix.length);
      if (store.locate(hexToOid(hex), 0) === -1) continue;
      this.#usedPath = path;
      return readCommitGraph([path], this.#location, this.#bytesMax);
    }
    return undefined;
  }

  /**
   * Keeps a whole history in the place of what `open` gave, where that saves enough reading.
   * `temporary` is a path on the same file system that no other process writes to.
   * @throws {CodefangError} IO
   */
  save(history: SurveyedCommits, temporary: string): void {
    const { table, readCommits } = history;
    if (readCommits < newCommitsMin || commitGraphBytes(table) > this.#bytesMax) return;
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    rmSync(temporary, { force: true });
    writeCommitGraph(temporary, history, this.#location);
    const path = join(this.#directory, `${table.oidHex(0)}${suffix}`);
    publishFile(temporary, path, { sync: 'fast' });
    if (this.#usedPath !== undefined && this.#usedPath !== path) rmSync(this.#usedPath, { force: true });
    this.#dropOldest();
  }

  #dropOldest(): void {
    let bytes = 0;
    for (const [at, survey] of listSurveys(this.#stateDirectory).entries()) {
      bytes += survey.bytes;
      if (at >= keptFilesMax || bytes > this.#stateBytesMax) removeSurvey(survey);
    }
  }

  /** Files of this object format, the newest first. */
  #paths(): string[] {
    const { oidBytes } = this.#location;
    const surveys = listSurveys(this.#stateDirectory);
    return surveys.map(({ path }) => path).filter((path) => idOf(basename(path)).length === oidBytes * 2);
  }
}

/** The start that a file is named after. */
function idOf(name: string): string {
  return name.slice(0, -suffix.length);
}

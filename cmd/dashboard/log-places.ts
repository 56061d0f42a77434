import { realpathSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CodefangError } from '../../engine/index.ts';

/** Where a log is, and what the page calls it. */
export interface LogPlace {
  readonly path: string;
  readonly name: string;
  /** A gzip file is finished: it is read once. */
  readonly isPacked: boolean;
}

const logNames = /\.(ndjson|jsonl|log)(\.\d+)?(\.gz)?$/;

/**
 * The logs that arguments name: files as they are, also such as do not exist yet; of a folder the
 * files in it that look like logs, oldest first. A link in a folder that leads out of it is not
 * followed, and folders in it are not entered.
 */
export class LogPlaces {
  readonly #named: readonly string[];

  constructor(named: readonly string[]) {
    this.#named = named;
  }

  /** What is there now. @throws {CodefangError} IO when a folder cannot be read */
  list(): LogPlace[] {
    return this.#named.flatMap((path) => (isFolder(path) ? logsIn(path) : [placeOf(path, path)]));
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function logsIn(folder: string): LogPlace[] {
  try {
    const home = realpathSync(folder);
    const found = readdirSync(folder)
      .filter((name) => logNames.test(name))
      .map((name) => ({ name, stats: statSync(join(folder, name), { throwIfNoEntry: false }) }))
      .filter(({ name, stats }) => stats?.isFile() === true && isWithin(home, join(folder, name)));
    const age = (at: (typeof found)[number]): number => at.stats?.mtimeMs ?? 0;
    found.sort((one, other) => age(one) - age(other) || (one.name < other.name ? -1 : 1));
    return found.map(({ name }) => placeOf(join(folder, name), name));
  } catch (cause) {
    const message = `Cannot read folder "${folder}": expected one whose files can be listed`;
    throw new CodefangError('IO', message, { cause });
  }
}

function isWithin(home: string, path: string): boolean {
  try {
    return dirname(realpathSync(path)) === home;
  } catch {
    // It went away in between.
    return false;
  }
}

function placeOf(path: string, name: string): LogPlace {
  return { path: path === '-' ? path : resolve(path), name, isPacked: path.endsWith('.gz') };
}

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CodefangError, KiB } from '../base/index.ts';
import { isFullHex } from './oid.ts';
import { RefFiles } from './ref-files.ts';
import type { RefStorage } from './ref-storage.ts';
import { RefTables } from './ref-tables.ts';
import type { RepositoryLocation } from './repository.ts';

const symbolicDepthMax = 5;
const refNameBytesMax = 4 * KiB;
const shallowBytesMax = 64 * 1024 * KiB;

/** A ref that names an object, or a branch that has no commit yet. */
export interface RefTarget {
  /** The ref's full name after symbolic refs were followed. */
  readonly name: string;
  /** Hex id; undefined for an unborn branch. */
  readonly hex: string | undefined;
}

/**
 * Finds a ref by a full or short name, in git's order (gitrevisions): the name itself, then under
 * refs/, refs/tags/, refs/heads/, refs/remotes/, and refs/remotes/<name>/HEAD. Undefined when there
 * is none.
 * @throws {CodefangError} CORRUPT for a ref that says neither an id nor another ref, or refs in a
 * ring
 */
export function findRef(location: RepositoryLocation, name: string): RefTarget | undefined {
  if (!isSafeRefName(name)) return undefined;
  const candidates = [
    name,
    `refs/${name}`,
    `refs/tags/${name}`,
    `refs/heads/${name}`,
    `refs/remotes/${name}`,
    `refs/remotes/${name}/HEAD`,
  ];
  // Without refs/, only names such as HEAD or ORIG_HEAD are refs; other files are none.
  const names = candidates.filter((one) => one.startsWith('refs/') || /^[A-Z_]+$/.test(one));
  const storage = openRefs(location);
  const found = storage.find(names);
  const first = names.find((candidate) => found.has(candidate));
  return first === undefined ? undefined : follow(location, storage, first, found.get(first)!);
}

/**
 * Calls back with name and hex id of every ref directly below a prefix that ends with "/";
 * symbolic refs are followed, those that lead nowhere are left out.
 * @throws {CodefangError} CORRUPT as `findRef`
 */
export function visitRefs(
  location: RepositoryLocation,
  prefix: string,
  visit: (name: string, hex: string) => void,
): void {
  const storage = openRefs(location);
  storage.visit(prefix, (name, text) => {
    const { hex } = follow(location, storage, name, text);
    if (hex !== undefined) visit(name, hex);
  });
}

function openRefs(location: RepositoryLocation): RefStorage {
  return location.refStorage === 'reftable' ? new RefTables(location) : new RefFiles(location);
}

/**
 * Hex ids of the commits whose parents a shallow clone lacks; empty for a whole clone. At most 64
 * MiB of file.
 */
export function readShallowOids(location: RepositoryLocation): Set<string> {
  const path = join(location.commonDir, 'shallow');
  const oids = new Set<string>();
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return oids;
  if (!found.isFile() || found.size > shallowBytesMax) {
    throw new CodefangError('CORRUPT', `Cannot read "${path}": expected a file of at most 64 MiB`);
  }
  for (const line of readFileSync(path, 'latin1').split('\n')) {
    if (line === '') continue;
    if (!isFullHex(line) || line.length !== location.oidBytes * 2) {
      throw new CodefangError('CORRUPT', `Cannot read "${path}": a line is not an object id`);
    }
    oids.add(line.toLowerCase());
  }
  return oids;
}

/** Git's check-ref-format for what could leave the directory or mean something else. */
export function isSafeRefName(name: string): boolean {
  if (name === '' || name === '@' || Buffer.byteLength(name) > refNameBytesMax) return false;
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused
  if (/[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\.$/.test(name)) return false;
  return name.split('/').every((part) => /^[^.]/.test(part) && !part.endsWith('.lock'));
}

/** Follows "ref: <name>" at most five times. */
function follow(location: RepositoryLocation, storage: RefStorage, firstName: string, firstText: string): RefTarget {
  let name = firstName;
  let text = firstText;
  for (let depth = 0; depth <= symbolicDepthMax; depth += 1) {
    const target = /^ref:\s*(\S[^\n]*?)\s*$/.exec(text)?.[1];
    if (target === undefined) return { name, hex: checkHex(location, name, text) };
    if (!isSafeRefName(target)) throw damagedRef(name, 'it points to a name that is not allowed');
    name = target;
    const next = storage.find([name]).get(name);
    if (next === undefined) return { name, hex: undefined };
    text = next;
  }
  throw damagedRef(firstName, `it goes through more than ${symbolicDepthMax} symbolic refs`);
}

function checkHex(location: RepositoryLocation, name: string, text: string): string {
  const hex = /^([0-9a-fA-F]+)(?:\s|$)/.exec(text)?.[1] ?? '';
  if (hex.length === location.oidBytes * 2) return hex.toLowerCase();
  throw damagedRef(name, 'expected an object id or "ref: <name>"');
}

function damagedRef(name: string, state: string): CodefangError {
  return new CodefangError('CORRUPT', `Cannot read ref "${name}": ${state}`);
}

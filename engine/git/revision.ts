import { CodefangError } from '../base/index.ts';
import { parseCommit, ParsedCommit } from './commit.ts';
import type { Grafts } from './grafts.ts';
import { ObjectScratch } from './object-scratch.ts';
import type { ObjectStore } from './object-store.ts';
import { hexToOid, isFullHex } from './oid.ts';
import { findRef } from './refs.ts';
import type { RepositoryLocation } from './repository.ts';

const tagDepthMax = 64;
const candidateCountMax = 64;

/**
 * The hex id of the commit that a revision names (gitrevisions): `HEAD`, refs in full or short,
 * full ids, abbreviations of 4 digits or more, each with any number of `~N`, `^N`, `^{commit}` and
 * `^{}`. Tags are followed to their commit, and grafts from commits to parents.
 * @throws {CodefangError} NOT_FOUND when nothing, or nothing unique, has that name; CORRUPT
 */
export function resolveRevision(
  location: RepositoryLocation,
  store: ObjectStore,
  name = 'HEAD',
  grafts?: Grafts,
): string {
  const split = /^(.*?)((?:~\d*|\^\d*|\^\{\w*\})*)$/s.exec(name)!;
  const scratch = new ObjectScratch();
  const walk: RevisionWalk = { name, location, store, grafts, scratch, commit: new ParsedCommit() };
  let hex = peel(walk, resolveBase(walk, split[1] === '@' ? 'HEAD' : split[1]!));
  for (const [step] of split[2]!.matchAll(/~\d*|\^\{\w*\}|\^\d*/g)) hex = takeStep(walk, hex, step);
  return hex;
}

interface RevisionWalk {
  readonly name: string;
  readonly location: RepositoryLocation;
  readonly store: ObjectStore;
  readonly grafts: Grafts | undefined;
  readonly scratch: ObjectScratch;
  readonly commit: ParsedCommit;
}

/**
 * The id a name without suffixes stands for: an id of full length first, then refs, then
 * abbreviations.
 */
function resolveBase(walk: RevisionWalk, base: string): string {
  const { location } = walk;
  if (isFullHex(base) && base.length === location.oidBytes * 2) return base.toLowerCase();
  const found = findRef(location, base);
  if (found?.hex !== undefined) return found.hex;
  if (found !== undefined) {
    const branch = found.name.replace(/^refs\/heads\//, '');
    throw notFound(walk, `branch "${branch}" has no commits yet, make one or name another revision`);
  }
  if (/^[0-9a-fA-F]{4,}$/.test(base)) return resolveAbbreviation(walk, base);
  if (base.includes('..')) throw notFound(walk, 'it is a range, expected one branch, tag or commit');
  throw notFound(walk, 'no such branch, tag or commit');
}

/** Of several objects with the prefix, the only commit or tag wins, as in git. */
function resolveAbbreviation(walk: RevisionWalk, prefix: string): string {
  const found = walk.store.findByPrefix(prefix, candidateCountMax);
  if (found.length === 0) throw notFound(walk, 'no such branch, tag or commit');
  if (found.length === 1) return found[0]!;
  const commits = found.filter((hex) => {
    const kind = walk.store.header(hexToOid(hex), 0)?.kind;
    return kind === 'commit' || kind === 'tag';
  });
  if (commits.length === 1 && found.length < candidateCountMax) return commits[0]!;
  const shown = (commits.length === 0 ? found : commits).slice(0, 4).join(', ');
  throw notFound(walk, `the abbreviation is ambiguous (${shown}), give more digits`);
}

function takeStep(walk: RevisionWalk, hex: string, step: string): string {
  if (step === '^{}' || step === '^{commit}') return hex;
  if (step.startsWith('^{')) throw notFound(walk, `"${step}" does not lead to a commit`);
  const number = step.length === 1 ? 1 : Number(step.slice(1));
  if (!Number.isSafeInteger(number)) throw notFound(walk, `"${step}" is no possible number`);
  if (step.startsWith('^')) return number === 0 ? hex : parentOf(walk, hex, number);
  let at = hex;
  for (let i = 0; i < number; i += 1) at = parentOf(walk, at, 1);
  return at;
}

function parentOf(walk: RevisionWalk, hex: string, number: number): string {
  const kind = readObject(walk, hex);
  if (kind !== 'commit') throw notFound(walk, `${hex} is a ${kind}, expected a commit`);
  const parents = walk.grafts?.parents.get(hex) ?? namedParents(walk);
  const parent = parents[number - 1];
  if (parent === undefined) throw notFound(walk, `commit ${hex} has ${parents.length} parents`);
  readObject(walk, parent);
  return parent;
}

/** The parents that the commit in `scratch` names. */
function namedParents({ commit, location, scratch }: RevisionWalk): string[] {
  const hexLength = location.oidBytes * 2;
  parseCommit(scratch.bytes, scratch.length, location.oidBytes, commit);
  const starts = commit.parentHexStarts.subarray(0, commit.parentCount);
  return Array.from(starts, (start) => scratch.bytes.toString('latin1', start, start + hexLength));
}

/** Follows annotated tags to a commit. */
function peel(walk: RevisionWalk, first: string): string {
  const { location, scratch } = walk;
  let hex = first;
  for (let depth = 0; depth < tagDepthMax; depth += 1) {
    const kind = readObject(walk, hex);
    if (kind === 'commit') return hex;
    if (kind !== 'tag') throw notFound(walk, `${hex} is a ${kind}, expected a commit`);
    const text = scratch.bytes.toString('latin1', 0, Math.min(scratch.length, 256));
    const target = /^object ([0-9a-f]+)\n/.exec(text)?.[1] ?? '';
    if (target.length !== location.oidBytes * 2) {
      throw new CodefangError('CORRUPT', `Cannot read tag ${hex}: it begins with no object id`);
    }
    hex = target;
  }
  throw notFound(walk, `more than ${tagDepthMax} tags lead to it`);
}

function readObject(walk: RevisionWalk, hex: string): string {
  const kind = walk.store.read(hexToOid(hex), 0, walk.scratch);
  if (kind === 'oversize') throw notFound(walk, `object ${hex} is too large to be read`);
  if (kind !== 'missing') return kind;
  const reason = walk.location.isShallow ? ', the clone is shallow' : '';
  throw notFound(walk, `object ${hex} is not in the repository${reason}`);
}

function notFound(walk: RevisionWalk, state: string): CodefangError {
  return new CodefangError('NOT_FOUND', `Cannot start at ${walk.name}: ${state}`);
}

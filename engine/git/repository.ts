import { readdirSync, readFileSync, realpathSync, statSync, type Stats } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { CodefangError, isPermissionDenied, KiB } from '../base/index.ts';
import { configValue, isTrue, readGitConfig, type ConfigEntry } from './git-config.ts';
import type { ReplacedObjects } from './replaced-objects.ts';

const alternateDepthMax = 5;
const objectDirCountMax = 64;
const pointerBytesMax = 64 * KiB;

/** Extensions of format version 1 that change nothing for a reader, or that are handled here. */
const knownExtensions: readonly string[] = [
  'noop',
  'preciousobjects',
  'partialclone',
  'worktreeconfig',
  'objectformat',
  'refstorage',
  'relativeworktrees',
];

/** Where a repository lies and what it is; plain data, so it goes to worker threads as it is. */
export interface RepositoryLocation {
  /** Holds HEAD: `.git`, a bare repository, or `.git/worktrees/<name>`. */
  readonly gitDir: string;
  /** Holds objects, refs and configuration; equals `gitDir` but for linked worktrees. */
  readonly commonDir: string;
  /** Own object directory first, then alternates; at most 64. */
  readonly objectDirs: readonly string[];
  readonly objectFormat: 'sha1' | 'sha256';
  /** Bytes of a raw object id. */
  readonly oidBytes: 20 | 32;
  readonly isShallow: boolean;
  /** A partial clone: objects may be absent on purpose. */
  readonly isPartial: boolean;
  readonly isBare: boolean;
  /** How refs are kept: as files, or in tables. */
  readonly refStorage: 'files' | 'reftable';
  /** Whether its configuration lets refs below `refs/replace/` count; it does unless it says no. */
  readonly usesReplaceRefs: boolean;
  /** What is read in the place of other objects, where that was looked for. */
  readonly replaced?: ReplacedObjects;
}

/**
 * Finds the repository of a path as git does: a work tree or any directory in it, a bare
 * repository, a linked worktree, a `.git` directory or file. It stops at the root of the file
 * system it started in.
 *
 * Environment variables are not read and no program is run.
 * @throws {CodefangError} NOT_FOUND when there is none, CORRUPT when it cannot be understood
 */
export function findRepository(path: string): RepositoryLocation {
  const start = resolve(path);
  const found = statOf(start);
  if (found === undefined) throw notFound(path, refusedState(start) ?? 'there is no such file or directory');
  const gitDir = found.isFile() ? readGitFile(start) : searchUpward(path, start, found.dev);
  return describe(realpathSync(gitDir));
}

function searchUpward(path: string, start: string, device: number): string {
  for (let at = start; ; at = dirname(at)) {
    if (statOf(at)?.dev !== device) break;
    const dotGit = join(at, '.git');
    const found = statOf(dotGit);
    if (found?.isFile() === true) return readGitFile(dotGit);
    if (found?.isDirectory() === true && isGitDir(dotGit)) return dotGit;
    if (isGitDir(at)) return at;
    if (dirname(at) === at) break;
  }
  throw notFound(path, refusedState(start) ?? 'neither it nor a directory above it is a git repository');
}

/** What cannot be looked at may well be the repository: the nearest such path, as a reason. */
function refusedState(start: string): string | undefined {
  for (let at = start; ; at = dirname(at)) {
    for (const candidate of [at, join(at, '.git'), join(at, '.git', 'HEAD'), join(at, 'HEAD')]) {
      if (isRefused(candidate)) return deniedState(candidate);
    }
    if (dirname(at) === at) return undefined;
  }
}

function isRefused(path: string): boolean {
  try {
    statSync(path, { throwIfNoEntry: false });
    return false;
  } catch (error) {
    return isPermissionDenied(error);
  }
}

function deniedState(path: string): string {
  return `permission is denied for ${path} (EACCES), expected to be allowed to read it`;
}

/** The same for a call that was refused while a repository was read; any other error as it is. */
export function readingFailure(repository: string, error: unknown): unknown {
  if (error instanceof CodefangError || !isPermissionDenied(error)) return error;
  const { path = repository } = error as NodeJS.ErrnoException;
  return new CodefangError('NOT_FOUND', `Cannot open repository "${repository}": ${deniedState(path)}`, {
    cause: error,
  });
}

/** Follows a `.git` file: one line "gitdir: <path>", relative to the file. */
function readGitFile(path: string): string {
  const target = /^gitdir: (.+)$/.exec(readPointer(path) ?? '')?.[1];
  if (target === undefined) throw notFound(path, 'the file does not contain "gitdir: <path>"');
  const gitDir = resolve(dirname(path), target);
  if (isGitDir(gitDir)) return gitDir;
  throw notFound(path, `it points to "${gitDir}", which is not a git directory`);
}

/** Git's own test: a HEAD that says something, objects and refs. */
function isGitDir(path: string): boolean {
  const head = readPointer(join(path, 'HEAD'));
  if (head === undefined || !/^(ref:\s*refs\/|[0-9a-f]{40})/.test(head)) return false;
  const commonDir = commonDirOf(path);
  const objects = statOf(join(commonDir, 'objects'));
  return objects?.isDirectory() === true && statOf(join(commonDir, 'refs'))?.isDirectory() === true;
}

function commonDirOf(gitDir: string): string {
  const pointer = readPointer(join(gitDir, 'commondir'));
  return pointer === undefined || pointer === '' ? gitDir : resolve(gitDir, pointer);
}

function describe(gitDir: string): RepositoryLocation {
  const commonDir = realpathSync(commonDirOf(gitDir));
  const config = readGitConfig(join(commonDir, 'config'));
  const objectFormat = checkFormat(commonDir, config);
  const objectDirs = listObjectDirs(join(commonDir, 'objects'));
  const bare = configValue(config, 'core', 'bare');
  const isBare = bare === undefined ? basename(gitDir) !== '.git' : isTrue(bare);
  return {
    gitDir,
    commonDir,
    objectDirs,
    objectFormat,
    oidBytes: objectFormat === 'sha256' ? 32 : 20,
    isShallow: (statOf(join(commonDir, 'shallow'))?.size ?? 0) > 0,
    isPartial: isPartial(config, objectDirs),
    // A linked worktree has files even when the repository it belongs to is bare.
    isBare: gitDir === commonDir && isBare,
    refStorage: readRefStorage(commonDir, config),
    usesReplaceRefs: isTrue(configValue(config, 'core', 'usereplacerefs') ?? 'true'),
  };
}

/** Refuses what this reader does not know (gitrepository-layout, repository-version). */
function checkFormat(commonDir: string, config: readonly ConfigEntry[]): 'sha1' | 'sha256' {
  const version = configValue(config, 'core', 'repositoryformatversion') ?? '0';
  if (version !== '0' && version !== '1') {
    throw unreadable(commonDir, `its format version is ${version}, known are 0 and 1`);
  }
  for (const { section, name } of config) {
    if (version === '1' && section === 'extensions' && !knownExtensions.includes(name)) {
      throw unreadable(commonDir, `it uses the unknown extension "${name}"`);
    }
  }
  const format = configValue(config, 'extensions', 'objectformat') ?? 'sha1';
  if (format === 'sha1' || format === 'sha256') return format;
  throw unreadable(commonDir, `its object format is "${format}", known are sha1 and sha256`);
}

function readRefStorage(commonDir: string, config: readonly ConfigEntry[]): 'files' | 'reftable' {
  const refStorage = configValue(config, 'extensions', 'refstorage') ?? 'files';
  if (refStorage === 'files' || refStorage === 'reftable') return refStorage;
  const known = 'known are files and reftable';
  throw unreadable(commonDir, `it keeps refs as "${refStorage}", ${known}, see "git refs migrate"`);
}

/** Own object directory and its alternates, each once, breadth first; absent ones are left out. */
function listObjectDirs(own: string): string[] {
  const found = [realpathSync(own)];
  let level: readonly string[] = found;
  for (let depth = 0; depth < alternateDepthMax && level.length > 0; depth += 1) {
    const next: string[] = [];
    for (const objectDir of level) {
      for (const alternate of readAlternates(objectDir)) {
        if (found.includes(alternate)) continue;
        if (found.length === objectDirCountMax) {
          throw unreadable(own, `it has more than ${objectDirCountMax} alternates`);
        }
        found.push(alternate);
        next.push(alternate);
      }
    }
    level = next;
  }
  return found;
}

function readAlternates(objectDir: string): string[] {
  const directories: string[] = [];
  for (const line of (readPointer(join(objectDir, 'info', 'alternates')) ?? '').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const unquoted = /^"(.*)"$/.exec(line)?.[1]?.replace(/\\(.)/g, '$1') ?? line;
    const directory = resolve(objectDir, unquoted);
    if (statOf(directory)?.isDirectory() === true) directories.push(realpathSync(directory));
  }
  return directories;
}

function isPartial(config: readonly ConfigEntry[], objectDirs: readonly string[]): boolean {
  for (const { section, name, value } of config) {
    if (section === 'extensions' && name === 'partialclone') return true;
    if (section === 'remote' && name === 'promisor' && isTrue(value)) return true;
  }
  for (const objectDir of objectDirs) {
    const packDir = join(objectDir, 'pack');
    if (statOf(packDir)?.isDirectory() !== true) continue;
    for (const name of readdirSync(packDir)) if (name.endsWith('.promisor')) return true;
  }
  return false;
}

/**
 * The text of a small file without the line end at its end; undefined when there is no such file.
 */
function readPointer(path: string): string | undefined {
  const found = statOf(path);
  if (found === undefined || !found.isFile() || found.size > pointerBytesMax) return undefined;
  return readFileSync(path, 'utf8').replace(/[\r\n]+$/, '');
}

/** Follows links; undefined for what is absent or cannot be reached. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOTDIR' || code === 'EACCES' || code === 'ELOOP') return undefined;
    throw new CodefangError('IO', `Cannot look at "${path}": the system refused`, { cause });
  }
}

function notFound(path: string, state: string): CodefangError {
  return new CodefangError('NOT_FOUND', `Cannot open repository "${path}": ${state}`);
}

function unreadable(path: string, state: string): CodefangError {
  return new CodefangError('CORRUPT', `Cannot open repository "${path}": ${state}`);
}

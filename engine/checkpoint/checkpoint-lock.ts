import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorCode } from '../base/index.ts';
import { isSurelyDead, nodeSpillFs, ownIdentity, type ProcessIdentity, syncPath } from '../spill/index.ts';
import { tryLink } from './try-link.ts';

/** A guard of a guard is needed only where a process died between two system calls. */
const depthMax = 8;
/** A lock that names nobody is left alone so long: where there are no links it may just be written. */
const tornAgeMsMin = 10_000;

/**
 * A lock file that dies with its owner: it names a process, and the lock of a dead one is free.
 *
 *   take        a file of its own is written whole, then linked to the name: linking fails when it is taken
 *   take over   who holds the lock `<name>.after-<hash of the dead one>` and still finds the dead one under
 *               the name renames its own file over it, so of many takers one wins
 *
 * Each taking writes other bytes, so a lock that was looked at is never mistaken for a later one.
 */
export class CheckpointLock {
  readonly #path: string;
  #isHeld = false;

  constructor(path: string) {
    this.#path = path;
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** False when a living process has it, or one of which nothing is known. Errors of the system are thrown. */
  take(): boolean {
    this.#isHeld = take(this.#path, 0);
    if (this.#isHeld) sweep(this.#path);
    return this.#isHeld;
  }

  /** Gives it back. Idempotent. */
  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    rmSync(this.#path, { force: true });
  }
}

/** Whether a living process, or one of which nothing is known, has the lock. */
export function isLocked(path: string): boolean {
  const holder = read(path);
  const claim = claimOf(holder ?? '');
  return holder !== undefined && (claim === undefined || !isSurelyDead(claim, ownIdentity()));
}

interface Claim extends ProcessIdentity {
  /** Other for each taking. */
  readonly token: string;
}

function take(path: string, depth: number): boolean {
  const claim: Claim = { ...ownIdentity(), token: randomBytes(8).toString('hex') };
  // Its name says whose it is: a process may die before it has written what is in it.
  const own = `${path}.tmp-${claim.pid}-${claim.place}${claim.boot}-${claim.start}-${claim.token}`;
  try {
    writeFileSync(own, JSON.stringify(claim), { mode: 0o600, flag: 'wx' });
    // A power cut must not leave a lock that names nobody.
    syncPath(nodeSpillFs, own);
    return link(own, path) || takeOver(own, path, depth);
  } finally {
    discard(own);
  }
}

/** What cannot be removed now is swept by a later owner; it must not cost the lock that was just taken. */
function discard(path: string): boolean {
  try {
    rmSync(path, { force: true });
    return true;
  } catch {
    return false;
  }
}

function takeOver(own: string, path: string, depth: number): boolean {
  const holder = read(path);
  // Given back meanwhile.
  if (holder === undefined) return link(own, path);
  if (!isDead(holder, path, own) || depth === depthMax) return false;
  const guard = `${path}.after-${createHash('sha256').update(holder).digest('hex').slice(0, 16)}`;
  if (!take(guard, depth + 1)) return false;
  try {
    // Only who holds the guard replaces this dead lock, and it did not do so before this look.
    if (read(path) !== holder) return false;
    renameSync(own, path);
    return true;
  } finally {
    discard(guard);
  }
}

/** Links a file to a name that nothing has; false when something has it. */
function link(own: string, path: string): boolean {
  try {
    return tryLink(own, path) || createWhole(own, path);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Without links the lock is created and then filled: who reads it in between finds no dead owner, and yields. */
function createWhole(own: string, path: string): boolean {
  writeFileSync(path, readFileSync(own), { mode: 0o600, flag: 'wx' });
  return true;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Whether nobody has it any more. What does not name a process is damage, and dead when it is clearly
 * older than a file that was made just now.
 */
function isDead(text: string, path: string, fresh: string): boolean {
  const claim = claimOf(text);
  if (claim !== undefined) return isSurelyDead(claim, ownIdentity());
  const madeMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return madeMs !== undefined && statSync(fresh).mtimeMs - madeMs > tornAgeMsMin;
}

function claimOf(text: string): ProcessIdentity | undefined {
  if (!/^\{"pid":\d+,.*\}$/.test(text)) return undefined;
  try {
    return JSON.parse(text) as ProcessIdentity;
  } catch {
    // Cut or flipped: then it names nobody.
    return undefined;
  }
}

/** Removes what takers left that died at it. REQUIRES: the lock is held. */
function sweep(path: string): void {
  const name = basename(path);
  for (const other of readdirSync(dirname(path))) {
    const left = join(dirname(path), other);
    // A guard of a lock that is no more wins nobody anything; a file of a taker may belong to a living one.
    const isGuard = other.startsWith(`${name}.after-`) && !other.includes('.tmp-');
    const isTaker = other.startsWith(`${name}.`) && other.includes('.tmp-');
    if (isGuard || (isTaker && isTakerDead(left, path))) discard(left);
  }
}

function isTakerDead(left: string, path: string): boolean {
  const [, pid, place, boot, start] = /\.tmp-(\d+)-([0-9a-f]{8})([0-9a-f]{8})-(\d+)-/.exec(left) ?? [];
  if (pid === undefined) return isDead(read(left) ?? '', left, path);
  return isSurelyDead({ pid: Number(pid), place: place!, boot: boot!, start: start! }, ownIdentity());
}

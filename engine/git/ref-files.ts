import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CodefangError, KiB, namesIn } from '../base/index.ts';
import { findPackedRefs, visitPackedRefs } from './packed-refs.ts';
import type { RefStorage, RefVisitor } from './ref-storage.ts';
import type { RepositoryLocation } from './repository.ts';

const looseRefBytesMax = 8 * KiB;

/**
 * Refs as files of their own, and as lines of `packed-refs` where they have none. Those are looked
 * for last: git may move a ref there meanwhile.
 */
export class RefFiles implements RefStorage {
  readonly #location: RepositoryLocation;

  constructor(location: RepositoryLocation) {
    this.#location = location;
  }

  find(names: readonly string[]): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const name of names) {
      const text = readLooseRef(this.#location, name);
      if (text !== undefined) found.set(name, text);
    }
    const others = names.filter((name) => !found.has(name));
    if (others.length === 0) return found;
    const packed = findPackedRefs(this.#packedPath, others, this.#location.oidBytes);
    for (const [name, hex] of packed) found.set(name, hex);
    return found;
  }

  visit(prefix: string, visit: RefVisitor): void {
    const seen = new Set<string>();
    const { gitDir, commonDir } = this.#location;
    for (const last of namesIn(join(isPerWorktree(prefix) ? gitDir : commonDir, prefix))) {
      const name = `${prefix}${last}`;
      const text = last.endsWith('.lock') ? undefined : readLooseRef(this.#location, name);
      if (text === undefined) continue;
      seen.add(name);
      visit(name, text);
    }
    visitPackedRefs(this.#packedPath, prefix, this.#location.oidBytes, (name, hex) => {
      if (!seen.has(name)) visit(name, hex);
    });
  }

  get #packedPath(): string {
    return join(this.#location.commonDir, 'packed-refs');
  }
}

/** The text of a ref's own file; undefined when it has none. */
export function readLooseRef(location: RepositoryLocation, name: string): string | undefined {
  const path = join(isPerWorktree(name) ? location.gitDir : location.commonDir, name);
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined || !found.isFile()) return undefined;
    if (found.size > looseRefBytesMax) {
      throw new CodefangError('CORRUPT', `Cannot read ref "${name}": expected a short file`);
    }
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    // Git may pack or delete the ref at this moment, or a part of the name may be a file.
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw cause;
  }
}

/**
 * HEAD and its like, and three directories, belong to one worktree (gitglossary, "per-worktree
 * ref").
 */
export function isPerWorktree(name: string): boolean {
  return !name.startsWith('refs/') || /^refs\/(bisect|worktree|rewritten)\//.test(name);
}

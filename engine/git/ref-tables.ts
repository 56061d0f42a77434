import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CodefangError, formatBytes, KiB, MiB } from '../base/index.ts';
import { FilePool, VanishedFile } from './file-pool.ts';
import { isPerWorktree, readLooseRef } from './ref-files.ts';
import type { RefStorage, RefVisitor } from './ref-storage.ts';
import { Reftable } from './reftable.ts';
import type { RepositoryLocation } from './repository.ts';

const listBytesMax = 64 * KiB;
/** All are open at once; git joins tables long before. */
const tableCountMax = 256;
/** Of the blocks that are in memory, one a table. */
const blockBytesMax = 32 * MiB;
/** How often the list is read when tables go meanwhile. */
const attemptMax = 5;

/**
 * Refs in a stack of tables: `reftable/tables.list` names them, the oldest first, and of a ref what the
 * newest says counts. Refs of a worktree lie in tables of its own.
 */
export class RefTables implements RefStorage {
  readonly #location: RepositoryLocation;

  constructor(location: RepositoryLocation) {
    this.#location = location;
  }

  find(names: readonly string[]): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    const { gitDir, commonDir } = this.#location;
    // Two say more than a ref can, and stay files.
    const isFile = (name: string): boolean => name === 'FETCH_HEAD' || name === 'MERGE_HEAD';
    for (const name of names.filter(isFile)) {
      const text = readLooseRef(this.#location, name);
      if (text !== undefined) found.set(name, text);
    }
    const others = names.filter((name) => !isFile(name));
    const own = others.filter(isPerWorktree);
    const common = others.filter((name) => !isPerWorktree(name));
    for (const [directory, wanted] of [
      [gitDir, own],
      [commonDir, common],
    ] as const) {
      if (wanted.length === 0) continue;
      withTables(directory, this.#location, (tables) => {
        for (const name of wanted) {
          const text = findNewest(tables, Buffer.from(name));
          if (text !== undefined) found.set(name, text);
        }
      });
    }
    return found;
  }

  visit(prefix: string, visit: RefVisitor): void {
    const { gitDir, commonDir } = this.#location;
    const directory = isPerWorktree(prefix) ? gitDir : commonDir;
    withTables(directory, this.#location, (tables) => {
      for (const [name, text] of mergedRefs(tables, prefix)) {
        if (!name.includes('/', prefix.length)) visit(name, text);
      }
    });
  }
}

function findNewest(tables: readonly Reftable[], name: Buffer): string | undefined {
  for (const table of tables) {
    const found = table.find(name);
    if (found !== undefined) return found.text;
  }
  return undefined;
}

/** Refs below a prefix in the order of names, each as the first of the tables that has it says. */
function* mergedRefs(tables: readonly Reftable[], prefix: string): Generator<[name: string, text: string]> {
  const start = Buffer.from(prefix);
  const cursors = tables.map((table) => new TableCursor(table, start, prefix));
  for (;;) {
    let next: TableCursor | undefined;
    for (const cursor of cursors) {
      if (cursor.name === undefined) continue;
      if (next?.name === undefined || compareNames(cursor.name, next.name) < 0) next = cursor;
    }
    if (next?.name === undefined) return;
    const { name, text } = next;
    for (const cursor of cursors) if (cursor.name === name) cursor.advance();
    if (text !== undefined) yield [name, text];
  }
}

/** Tables are in the order of bytes. */
function compareNames(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** A place in one table; at its end, and beyond the prefix, it has no name. */
class TableCursor {
  name: string | undefined;
  text: string | undefined;
  readonly #table: Reftable;
  readonly #refs: Generator<string | undefined>;
  readonly #prefix: string;

  constructor(table: Reftable, start: Buffer, prefix: string) {
    this.#table = table;
    this.#refs = table.refs(start);
    this.#prefix = prefix;
    this.advance();
  }

  advance(): void {
    const { done, value } = this.#refs.next();
    const name = done === true ? '' : this.#table.name;
    this.name = name.startsWith(this.#prefix) ? name : undefined;
    this.text = value;
  }
}

/** Calls back with the tables of a directory, the newest first, all of which stay open meanwhile. */
function withTables(directory: string, location: RepositoryLocation, use: (tables: readonly Reftable[]) => void): void {
  const listPath = join(directory, 'reftable', 'tables.list');
  for (let attempt = 1; ; attempt += 1) {
    const paths = readList(listPath).map((name) => join(directory, 'reftable', name));
    const files = new FilePool(Math.max(1, paths.length));
    try {
      const tables = openTables(files, paths, location);
      use(tables.reverse());
      return;
    } catch (error) {
      if (!(error instanceof VanishedFile)) throw error;
      // Git has joined tables meanwhile, and the list names the new one.
      if (attempt === attemptMax) {
        throw new CodefangError('CORRUPT', `Cannot read "${listPath}": it names a table that is missing`, {
          cause: error,
        });
      }
    } finally {
      files.close();
    }
  }
}

function openTables(files: FilePool, paths: readonly string[], location: RepositoryLocation): Reftable[] {
  let blockBytes = 0;
  const reserve = (bytes: number): void => {
    blockBytes += bytes;
    if (blockBytes <= blockBytesMax) return;
    const state = `blocks of its tables need more than ${formatBytes(blockBytesMax)} at once`;
    throw new CodefangError('CORRUPT', `Cannot read refs of "${location.commonDir}": ${state}`);
  };
  return paths.map((path) => new Reftable(files, files.register(path), location, reserve));
}

/** The names of the tables, the oldest first; none where there is no list. */
function readList(path: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (!found.isFile() || found.size > listBytesMax) {
    throw new CodefangError('CORRUPT', `Cannot read "${path}": expected a file of at most 64 KiB`);
  }
  const names = readFileSync(path, 'latin1')
    .split('\n')
    .filter((line) => line !== '');
  for (const [at, name] of names.entries()) {
    if (/^[\w-][\w.-]*$/.test(name)) continue;
    throw new CodefangError('CORRUPT', `Cannot read "${path}": line ${at + 1} is not the name of a table`);
  }
  if (names.length <= tableCountMax) return names;
  const state = `it names ${names.length} tables, at most ${tableCountMax} are read, run git pack-refs first`;
  throw new CodefangError('IO', `Cannot read "${path}": ${state}`);
}

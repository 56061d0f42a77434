import { seededBelow } from '../../bench/generate/seeded.ts';
import { gitObjects } from './git-objects.ts';
import { gitRun } from './git-run.ts';

export interface TextFilesRequest {
  readonly repository: string;
  readonly revision: string;
  /** Only these; default all of the tree. */
  readonly paths?: readonly string[] | undefined;
  /** So many of them, drawn by the seed; default all. */
  readonly count?: number | undefined;
  readonly seed: number;
}

export interface TextFiles {
  /** As UTF-8, in the order of the tree. */
  readonly paths: readonly string[];
  /** Paths that are not UTF-8, which no command line of Node can say. */
  readonly unsayable: number;
  readonly binary: number;
}

const sniffedBytes = 8000;
const textBytesMax = 16 * 1024 * 1024;
const objectsAtOnce = 200;

/** Files and symlinks of a tree that are no larger than a text may be, and have no NUL where one is looked for. */
export function textFiles(request: TextFilesRequest): TextFiles {
  const { repository, revision, count, seed } = request;
  const wanted = request.paths === undefined ? undefined : new Set(request.paths);
  const listed = gitRun(repository, ['ls-tree', '-r', '-z', '-l', '--full-tree', revision]).toString('latin1');
  const files = listed.split('\0').flatMap((row) => {
    const [, kind, oid, size, path] = /^(\d{3})\d{3} blob ([0-9a-f]+) +(\d+)\t([^]*)$/.exec(row) ?? [];
    if (kind !== '100' && kind !== '120') return [];
    const name = Buffer.from(path!, 'latin1').toString('utf8');
    if (wanted !== undefined && !wanted.has(name)) return [];
    const isSayable = Buffer.from(name, 'utf8').toString('latin1') === path;
    return [{ name, oid: oid!, size: Number(size), isSayable }];
  });
  const sayable = files.filter(({ isSayable }) => isSayable);
  const drawn = count === undefined ? sayable : shuffled(sayable, seed);
  const taken = new Set<string>();
  let binary = 0;
  for (let at = 0; at < drawn.length && taken.size < (count ?? Infinity); at += objectsAtOnce) {
    const some = drawn.slice(at, at + objectsAtOnce);
    const small = some.filter(({ size }) => size <= textBytesMax);
    const blobs = gitObjects(
      repository,
      small.map(({ oid }) => oid),
    );
    for (const { name, oid } of some) {
      const bytes = blobs.get(oid);
      if (bytes === undefined || bytes.subarray(0, sniffedBytes).includes(0)) binary += 1;
      else if (taken.size < (count ?? Infinity)) taken.add(name);
    }
  }
  const paths = files.map(({ name }) => name).filter((name) => taken.has(name));
  return { paths, unsayable: files.length - sayable.length, binary };
}

function shuffled<Value>(values: readonly Value[], seed: number): Value[] {
  const below = seededBelow(seed);
  const drawn = [...values];
  for (let at = drawn.length - 1; at > 0; at -= 1) {
    const other = below(at + 1);
    [drawn[at], drawn[other]] = [drawn[other]!, drawn[at]!];
  }
  return drawn;
}

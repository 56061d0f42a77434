import { attributionPlan, type FilePlan, type RenameRule } from './attribution-plan.ts';
import { blobHunks, type BlobPair, type Hunk } from './blob-hunks.ts';
import { commitTrees, type GraphCommit } from './commit-trees.ts';
import { gitObjects } from './git-objects.ts';
import { ScratchObjects } from './scratch-objects.ts';

export interface SlowModelOptions {
  /** `exact` follows what has the same content, `similar` what git takes for a rename at 50 %. Default: off. */
  readonly renames?: RenameRule;
  /** Whether the lines of a text that was binary for a while keep where they came from, as git has it. Default: yes. */
  readonly keepsThroughBinary?: boolean;
}

/** How many lines of an origin a path has more, or fewer, than in the first parent of a commit of the mainline. */
export interface LedgerRow {
  readonly mainlineCommit: string;
  readonly path: string;
  readonly origin: string;
  /** Above 0: they came; below 0: they went. */
  readonly lines: number;
}

/** The commit that each line came from. */
type Origins = readonly string[];

const sniffedBytes = 8000;
const textBytesMax = 16 * 1024 * 1024;

/**
 * Which commit each line of each file came from, at every commit that a revision reaches: written for plainness,
 * from git's own trees, hunks and renames, and for small repositories, since it keeps everything.
 *
 * Paths are latin1. A symlink is a text of one line; gitlinks and binaries have no lines.
 */
export class SlowModel {
  /** Parents before children; the last one is the revision. */
  readonly commits: readonly GraphCommit[];
  readonly #byId: ReadonlyMap<string, GraphCommit>;
  readonly #lineCounts: ReadonlyMap<string, number>;
  readonly #binaries: ReadonlySet<string>;
  readonly #origins = new Map<string, ReadonlyMap<string, Origins>>();

  constructor(repository: string, revision: string, options: SlowModelOptions = {}) {
    const { renames = 'off', keepsThroughBinary = true } = options;
    this.commits = commitTrees(repository, revision);
    this.#byId = new Map(this.commits.map((commit) => [commit.id, commit]));
    using scratch = new ScratchObjects(repository);
    const plans = attributionPlan(this.commits, scratch, renames);
    const blobs = gitObjects(
      repository,
      Array.from(plans.values())
        .flat()
        .map(({ oid }) => oid),
    );
    this.#lineCounts = new Map(Array.from(blobs, ([oid, bytes]) => [oid, lineCount(bytes)]));
    this.#binaries = new Set(
      Array.from(blobs)
        .filter(([, bytes]) => isBinary(bytes))
        .map(([oid]) => oid),
    );
    const hunks = blobHunks(scratch, pairsOf(plans));
    const forgets = (oid: string): boolean => !keepsThroughBinary && this.#binaries.has(oid);
    for (const { id, parents } of this.commits) {
      const before = parents.map((parent) => this.#origins.get(parent)!);
      const after = plans.get(id)!.map((plan): [string, Origins] => {
        return [plan.path, this.#originsOf(id, before, plan, hunks, forgets)];
      });
      this.#origins.set(id, new Map(after));
    }
  }

  /** Of each text file of a commit, the commits of its lines. */
  at(commit: string): Map<string, Origins> {
    const { files } = this.#byId.get(commit)!;
    const texts = Array.from(this.#origins.get(commit)!).filter(([path]) => !this.#binaries.has(files.get(path)!.oid));
    return new Map(texts);
  }

  /** First parents from the revision back, oldest first. */
  get mainline(): string[] {
    const ids: string[] = [];
    for (let id = this.commits.at(-1)?.id; id !== undefined; id = this.#byId.get(id)!.parents[0]) ids.push(id);
    return ids.reverse();
  }

  /** What came and went along the mainline, oldest commit first, then by path and origin. */
  ledger(): LedgerRow[] {
    return this.mainline.flatMap((mainlineCommit) => {
      const [parent] = this.#byId.get(mainlineCommit)!.parents;
      const before = parent === undefined ? new Map<string, Origins>() : this.at(parent);
      const after = this.at(mainlineCommit);
      const paths = Array.from(new Set([...before.keys(), ...after.keys()])).sort();
      return paths.flatMap((path) => {
        const changes = countChanges(before.get(path) ?? [], after.get(path) ?? []);
        return changes.map(([origin, lines]) => ({ mainlineCommit, path, origin, lines }));
      });
    });
  }

  /** Lines of all texts at each commit of the mainline, counted in the texts. */
  totals(): Map<string, number> {
    const ids = this.mainline;
    return new Map(
      ids.map((id) => {
        const texts = Array.from(this.#byId.get(id)!.files.values()).filter(({ oid }) => !this.#binaries.has(oid));
        return [id, texts.reduce((sum, { oid }) => sum + (this.#lineCounts.get(oid) ?? 0), 0)];
      }),
    );
  }

  #originsOf(
    commit: string,
    before: readonly ReadonlyMap<string, Origins>[],
    { oid, same, asked }: FilePlan,
    hunks: ReadonlyMap<string, readonly Hunk[]>,
    forgets: (oid: string) => boolean,
  ): Origins {
    if (same !== undefined) return before[same.parent]!.get(same.path)!;
    const count = this.#lineCounts.get(oid)!;
    const origins = Array.from({ length: count }, (): string | undefined => undefined);
    for (const source of asked) {
      if (forgets(oid) || forgets(source.oid)) continue;
      const known = before[source.parent]!.get(source.path)!;
      for (const [line, oldLine] of keptLines(count, hunks.get(`${source.oid} ${oid}`)!)) {
        origins[line] ??= known[oldLine]!;
      }
    }
    return origins.map((origin) => origin ?? commit);
  }
}

function pairsOf(plans: ReadonlyMap<string, readonly FilePlan[]>): BlobPair[] {
  return Array.from(plans.values())
    .flat()
    .flatMap(({ oid, asked }) => asked.map((source): BlobPair => [source.oid, oid]));
}

/** Lines of the new text outside of hunks, each with its line in the old one. */
function* keptLines(count: number, hunks: readonly Hunk[]): Generator<readonly [line: number, oldLine: number]> {
  let line = 0;
  let shift = 0;
  for (const { oldStart, oldCount, newStart, newCount } of hunks) {
    for (; line < newStart; line += 1) yield [line, line + shift];
    line = newStart + newCount;
    shift = oldStart + oldCount - line;
  }
  for (; line < count; line += 1) yield [line, line + shift];
}

function countChanges(before: Origins, after: Origins): [origin: string, lines: number][] {
  const changes = new Map<string, number>();
  for (const origin of before) changes.set(origin, (changes.get(origin) ?? 0) - 1);
  for (const origin of after) changes.set(origin, (changes.get(origin) ?? 0) + 1);
  return Array.from(changes)
    .filter(([, lines]) => lines !== 0)
    .sort();
}

function lineCount(bytes: Buffer): number {
  let count = 0;
  for (const byte of bytes) if (byte === 0x0a) count += 1;
  return bytes.length === 0 || bytes.at(-1) === 0x0a ? count : count + 1;
}

function isBinary(bytes: Buffer): boolean {
  return bytes.length > textBytesMax || bytes.subarray(0, sniffedBytes).includes(0);
}

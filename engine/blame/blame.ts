import { CodefangError, MiB } from '../base/index.ts';
import { gitlinkMode, isBinary, TreeDiff, TreePathLookup, type TreeReader } from '../diff/index.ts';
import {
  hexToOid,
  ObjectScratch,
  ObjectStore,
  type ObjectStoreLimits,
  type RepositoryLocation,
  resolveRevision,
} from '../git/index.ts';
import { Mailmap } from '../history/index.ts';
import { lineCountOfRuns, linesOf, originOf, type RunView } from '../lines/index.ts';
import { locateRepository } from '../survey/index.ts';
import { type CommitFacts, CommitReader } from './commit-facts.ts';
import { OriginNames, sampleLines } from './origin-names.ts';
import { nothingStored, StoredLines } from './stored-lines.ts';
import { TextLines } from './text-lines.ts';

export interface BlameRequest {
  readonly repository: string;
  readonly revision: string;
  readonly stateDirectory: string;
  /** As reports state it; undefined takes what was kept, followed furthest. */
  readonly renames: string | undefined;
  /** Whether people have pseudonyms instead of names and e-mails, and commits no summary. */
  readonly anonymize: boolean;
  /** The command that would keep what is asked for. */
  readonly runCommand: string;
  /** Larger files have no lines, as in reports; in bytes. */
  readonly blobBytesMax: number;
}

/** Lines of one commit that follow each other. */
export interface BlamedRun {
  /** From 1. */
  readonly firstLine: number;
  readonly lineCount: number;
  /** Undefined when the lines are older than what was walked. */
  readonly commit: CommitFacts | undefined;
  /** The path that the lines had in that commit. */
  readonly path: string;
}

const limits: Omit<ObjectStoreLimits, 'objectBytesMax'> = {
  windowBytes: 32 * 1024,
  windowCountMax: 64,
  deltaBaseBytes: 8 * MiB,
  verifyOid: 'all',
};

/** What the list of replaced objects may take. */
const replacedBytesMax = 16 * MiB;

/**
 * Answers who wrote each line of files of one commit, from what a run has kept. Reads the tree, the files and the
 * commits that their lines name, and no history. BOUNDED BY: one file, its lines, and the commits that it names.
 */
export class Blame {
  readonly #request: BlameRequest;
  readonly #location: RepositoryLocation;
  readonly #store: ObjectStore;
  readonly #stored: StoredLines;
  readonly #commits: CommitReader;
  readonly #head: CommitFacts;
  readonly #names: OriginNames;
  /** Of a commit, and of its parent. */
  readonly #here: TreePathLookup;
  readonly #before: TreePathLookup;
  readonly #known = new Map<number, CommitFacts>();
  readonly #runs: RunView = { ints: new Int32Array(0), start: 0, end: 0 };

  /** @throws {CodefangError} NOT_FOUND, or STATE when no run has kept the lines */
  constructor(request: BlameRequest) {
    this.#request = request;
    this.#location = locateRepository(request.repository, replacedBytesMax);
    this.#store = new ObjectStore(this.#location, { ...limits, objectBytesMax: request.blobBytesMax });
    const { oidBytes } = this.#location;
    const head = resolveRevision(this.#location, this.#store, request.revision);
    const { stateDirectory, renames } = request;
    const stored = StoredLines.find({ stateDirectory, head, oidBytes, renames });
    if (stored === undefined) throw nothingStored(head, renames, request.runCommand);
    this.#stored = stored;
    this.#here = new TreePathLookup(this.#trees(), oidBytes);
    this.#before = new TreePathLookup(this.#trees(), oidBytes);
    this.#head = new CommitReader(this.#store, oidBytes, Mailmap.empty).read(head);
    this.#commits = new CommitReader(this.#store, oidBytes, this.#mailmap(), request.anonymize);
    this.#names = new OriginNames({
      hasMoves: this.rules['moves'] !== 'off',
      isChangedIn: (commit, path) => this.#isChangedIn(commit, path),
      changedIn: (commit) => this.#changedIn(commit),
      content: (commit, path) => this.content(commit, path),
    });
  }

  /** Rules of the run that answers, as reports state them. */
  get rules(): StoredLines['rules'] {
    return this.#stored.rules;
  }

  /** The id that stands for no commit, in full hex. */
  get noOid(): string {
    return '00'.repeat(this.#location.oidBytes);
  }

  get isAnonymous(): boolean {
    return this.#request.anonymize;
  }

  close(): void {
    this.#store.close();
  }

  /** The text of a file. @throws {CodefangError} NOT_FOUND when there is no such file, or it has no lines */
  text(path: string): TextLines {
    const content = this.#read(this.#head, Buffer.from(path));
    if (content === undefined) throw noFile(path, this.#request.revision, 'it has no such file');
    if (isBinary(content.bytes, content.length)) throw noFile(path, this.#request.revision, 'it is binary there');
    return new TextLines(content.bytes.subarray(0, content.length));
  }

  /** Who wrote its lines, in line order. @throws {CodefangError} INVARIANT when what was kept is of other lines */
  *runs(path: string, text: TextLines): Generator<BlamedRun> {
    const runs = this.#runs;
    const isKnown = this.#stored.read(Buffer.from(path), runs);
    if (!isKnown) {
      if (text.count > 0) yield { firstLine: 1, lineCount: text.count, commit: undefined, path };
      return;
    }
    const kept = lineCountOfRuns(runs);
    if (kept !== text.count) throw otherLines(path, kept, text.count);
    const isNamed = this.rules['renames'] !== 'off' || this.rules['moves'] !== 'off';
    const samples = isNamed ? sampleLines(runs, text) : undefined;
    const names = new Map<number, string>();
    let line = 1;
    for (let at = runs.start; at < runs.end;) {
      const origin = originOf(runs.ints[at]!);
      let lineCount = 0;
      for (; at < runs.end && originOf(runs.ints[at]!) === origin; at += 1) lineCount += linesOf(runs.ints[at]!);
      const commit = origin < 0 ? undefined : this.#commitAt(origin);
      let name = names.get(origin);
      if (name === undefined) {
        const sample = samples?.get(origin);
        name = commit === undefined || sample === undefined ? path : this.#names.find(commit, path, sample);
        names.set(origin, name);
      }
      yield { firstLine: line, lineCount, commit, path: name };
      line += lineCount;
    }
  }

  /** The content of a file at a commit, undefined when there is none; valid until the next read. */
  content(commit: CommitFacts, path: string): TextLines | undefined {
    const found = this.#read(commit, Buffer.from(path));
    return found === undefined ? undefined : new TextLines(found.bytes.subarray(0, found.length));
  }

  #commitAt(place: number): CommitFacts {
    let commit = this.#known.get(place);
    if (commit === undefined) {
      commit = this.#commits.read(this.#stored.commitAt(place));
      this.#known.set(place, commit);
    }
    return commit;
  }

  /** Whether a commit has a file otherwise than its first parent: it takes only the trees on the way there. */
  #isChangedIn(commit: CommitFacts, path: string): boolean {
    const name = Buffer.from(path);
    const here = this.#lookUp(this.#here, commit.treeHex, name);
    if (here.mode === 0 || here.mode === gitlinkMode) return false;
    const parent = commit.parents[0];
    if (parent === undefined) return true;
    const before = this.#lookUp(this.#before, this.#commits.read(parent).treeHex, name);
    if (before.mode !== here.mode) return true;
    const { oidBytes } = this.#location;
    const [own, other] = [here, before].map(({ bytes, oidAt }) => bytes.subarray(oidAt, oidAt + oidBytes));
    return Buffer.compare(own!, other!) !== 0;
  }

  #lookUp(lookup: TreePathLookup, treeHex: string, path: Buffer): TreePathLookup {
    lookup.start(hexToOid(treeHex), 0);
    lookup.find(path);
    return lookup;
  }

  /** Paths of the files that a commit has otherwise than its first parent, in tree order. */
  #changedIn(commit: CommitFacts): readonly string[] {
    const names: string[] = [];
    const sink = {
      change: (path: Uint8Array, length: number, _oldMode: number, _old: Uint8Array, _at: number, mode: number) => {
        if (mode !== 0 && mode !== gitlinkMode) names.push(Buffer.from(path.subarray(0, length)).toString('utf8'));
      },
    };
    const parent = commit.parents[0];
    const base = parent === undefined ? undefined : hexToOid(this.#commits.read(parent).treeHex);
    new TreeDiff(this.#trees(), this.#location.oidBytes).run(base, 0, hexToOid(commit.treeHex), 0, sink);
    return names;
  }

  #trees(): TreeReader {
    return {
      readTree: (oid, at, scratch) => {
        if (this.#store.read(oid, at, scratch) !== 'tree') throw new CodefangError('CORRUPT', 'Cannot read a tree');
      },
    };
  }

  #read({ treeHex }: CommitFacts, path: Buffer): ObjectScratch | undefined {
    const lookup = this.#lookUp(this.#here, treeHex, path);
    if (lookup.mode === 0 || lookup.mode === gitlinkMode) return undefined;
    const scratch = new ObjectScratch(undefined, this.#store.allowance);
    return this.#store.read(lookup.bytes, lookup.oidAt, scratch) === 'blob' ? scratch : undefined;
  }

  /** The `.mailmap` of the revision, as git shows names. */
  #mailmap(): Mailmap {
    const found = this.#read(this.#head, Buffer.from('.mailmap'));
    return found === undefined ? Mailmap.empty : Mailmap.parse(found.bytes.subarray(0, found.length));
  }
}

function noFile(path: string, revision: string, state: string): CodefangError {
  return new CodefangError('NOT_FOUND', `Cannot name the authors of "${path}" at ${revision}: ${state}`);
}

function otherLines(path: string, kept: number, found: number): CodefangError {
  return new CodefangError(
    'INVARIANT',
    `Cannot name the authors of "${path}": ${kept} of its lines are saved, it has ${found}; please report this`,
  );
}

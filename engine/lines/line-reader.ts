import { CodefangError, type Cursor, CursorIterator } from '../base/index.ts';
import type { FactCursor, FactSpec, FactStore, FinalFiles, LineEvent, LineReport } from '../contract.ts';
import type { FileIdentity } from '../history/index.ts';
import { landedPlaces } from './landed-places.ts';
import type { LineHistories } from './line-histories.ts';
import { keyShift } from './line-ledger.ts';
import { linesOf, originOf, type RunView, specialOrigin } from './runs.ts';
import { removalsByLanding, TakenLines } from './taken-lines.ts';
import type { VersionGraph, Walk } from './version-graph.ts';

export interface LineReaderOptions {
  readonly walk: Walk;
  readonly graph: VersionGraph;
  readonly histories: LineHistories;
  /** Files of the mainline. */
  readonly identity: FileIdentity;
  readonly events: FactStore;
  readonly removals: FactStore;
  /** The tree at the end. */
  readonly files: FinalFiles;
  /** Place of the last mainline commit, -1 when there is none. */
  readonly head: number;
  readonly isWhole: boolean;
}

/** Reads the books of a walk that is folded to its end. OWNS 4 bytes a commit and 12 a file. */
export class LineReader {
  readonly #options: LineReaderOptions;
  #landed: Int32Array | undefined;
  #pathOfFile: Int32Array | undefined;
  #isChecked = false;

  constructor(options: LineReaderOptions) {
    this.#options = options;
  }

  /** A report's view, whose tables for re-sorting come from `scratch`. */
  report(scratch: (spec: FactSpec) => FactStore): LineReport {
    this.#check();
    return {
      events: () => stepsOf(() => this.#events()),
      deaths: () => stepsOf(() => this.#deaths(scratch)),
      eachAlive: (visit) => this.#eachAlive(visit),
      landedPlace: (place) => this.#landedPlaces()[place]!,
      fileCount: this.#options.identity.count,
      filePathId: (file) => this.#pathsOfFiles()[file]!,
    };
  }

  /** Files of one part come one after another, so that each part is read once. */
  #eachAlive(visit: (rank: number, origin: number, lines: number) => void): void {
    const { files, histories, head, isWhole } = this.#options;
    const ranks = Int32Array.from({ length: files.count }, (_, rank) => rank);
    ranks.sort((a, b) => files.pathId(a) - files.pathId(b));
    const view: RunView = { ints: new Int32Array(0), start: 0, end: 0 };
    for (const rank of ranks) {
      const isKnown = histories.readVersion(files.pathId(rank), head, view);
      const lines = files.lines(rank);
      if (!isKnown && !isWhole && lines > 0) visit(rank, specialOrigin.baseline, lines);
      if (isKnown) eachRun(view, (origin, count) => visit(rank, origin, count));
    }
  }

  /** What came less what went is what is there, per file and in all. @throws {CodefangError} INVARIANT */
  #check(): void {
    if (this.#isChecked) return;
    const { files, identity } = this.#options;
    const sums = new Float64Array(identity.count);
    for (const { file, lines } of stepsOf(() => this.#events())) sums[file]! += lines;
    const alive = new Float64Array(files.count);
    this.#eachAlive((rank, _origin, lines) => (alive[rank]! += lines));
    for (let rank = 0; rank < files.count; rank += 1) {
      if (alive[rank] !== files.lines(rank)) throw broken(files, rank, alive[rank]!);
      const file = identity.fileOf(files.pathId(rank));
      if (file >= 0) sums[file]! -= alive[rank]!;
    }
    const file = sums.findIndex((sum) => sum !== 0);
    if (file >= 0) throw unbalanced(sums[file]!);
    this.#isChecked = true;
  }

  #landedPlaces(): Int32Array {
    this.#landed ??= landedPlaces(this.#options.walk);
    return this.#landed;
  }

  #events(): EventCursor {
    return new EventCursor(this.#options.events.scan());
  }

  #deaths(scratch: (spec: FactSpec) => FactStore): TakenLines {
    const { removals, walk } = this.#options;
    const byLanding = removalsByLanding(removals, this.#landedPlaces(), scratch);
    return new TakenLines(this.#events(), byLanding, walk);
  }

  /** The path that is alive, which may be another one than a branch left it with, else the one that it had last. */
  #pathsOfFiles(): Int32Array {
    if (this.#pathOfFile !== undefined) return this.#pathOfFile;
    const { identity, files } = this.#options;
    const paths = Int32Array.from({ length: identity.count }, (_, file) => identity.pathOf(file));
    for (let rank = 0; rank < files.count; rank += 1) {
      const file = identity.fileOf(files.pathId(rank));
      if (file >= 0) paths[file] = files.pathId(rank);
    }
    this.#pathOfFile = paths;
    return paths;
  }
}

/** The steps of a cursor that is opened for each loop over them. */
function stepsOf<Step extends Cursor>(open: () => Step): Iterable<Step> {
  return {
    [Symbol.iterator]: () => {
      const cursor = open();
      return new CursorIterator(cursor, cursor);
    },
  };
}

/** Long runs lie in pieces: those of one origin are put together. */
function eachRun({ ints, start, end }: RunView, visit: (origin: number, lines: number) => void): void {
  for (let at = start; at < end;) {
    const origin = originOf(ints[at]!);
    let lines = 0;
    for (; at < end && originOf(ints[at]!) === origin; at += 1) lines += linesOf(ints[at]!);
    visit(origin, lines);
  }
}

/** Events as the contract has them, out of the keys of facts. */
class EventCursor implements LineEvent, Cursor {
  readonly #facts: FactCursor;

  constructor(facts: FactCursor) {
    this.#facts = facts;
  }

  /** What was set off against itself over several slices is no event. */
  next(): boolean {
    while (this.#facts.next()) if (this.#facts.value(0) !== 0) return true;
    return false;
  }

  get place(): number {
    return this.#facts.a;
  }

  get origin(): number {
    return this.#facts.b - keyShift;
  }

  get file(): number {
    return this.#facts.c;
  }

  get lines(): number {
    return this.#facts.value(0);
  }

  close(): void {
    this.#facts.close();
  }
}

function broken(files: FinalFiles, rank: number, lines: number): CodefangError {
  return new CodefangError(
    'INVARIANT',
    `Cannot trust the lines: the history of "${files.path(rank)}" ends with ${lines} lines, ` +
      `the tree at the end has ${files.lines(rank)}; please report this`,
  );
}

function unbalanced(lines: number): CodefangError {
  return new CodefangError(
    'INVARIANT',
    `Cannot trust the lines: lines added less lines removed differ by ${lines} from the lines of a file; ` +
      'please report this',
  );
}

import { CodefangError, KiB, MiB } from '../base/index.ts';
import { commitFlag } from '../history/index.ts';
import {
  ColdStates,
  eventSpec,
  type FileVersions,
  LineHistories,
  lineParts,
  LineLedger,
  LineReader,
  originCountMax,
  removalSpec,
  VersionGraph,
} from '../lines/index.ts';
import type { AnalyzerCost, FactStore, FinalFiles, Parts } from '../contract.ts';
import type { RecordValue, SpillFiles } from '../spill/index.ts';
import type { History } from '../survey/index.ts';
import { IdentityLog } from './identity-log.ts';
import { OwnedState, type SavedState } from './owned-state.ts';
import { PlaceLog } from './place-log.ts';

/** What a checkpoint keeps of the lines. */
export interface SavedLines extends SavedState {
  readonly files: string;
  /** Places whose versions are kept, as 32-bit integers, little-endian. */
  readonly active: Uint8Array;
  readonly mainlineLines: number;
  /** With the state at the end of a walk: the file that `PlaceLog` wrote. */
  readonly places?: string;
}

const balanceBytesPerCommit = 4;
/** In reports: where each commit landed, by place, and its rank among those. */
const landedBytesPerCommit = 8;
/** Runs of the versions at hand, arrays that lie ready to be used again, and what is encoded. */
const scratchBytes: number = 2 * MiB + 512 * KiB;

/** Upper estimates in bytes per commit, as of an analyzer; `node dist/bench/costs/state.js` measures them. */
const cost: AnalyzerCost = {
  workingStateBytesPerCommit: 2048,
  payloadBytesPerCommit: 512,
  aggregateBytesPerCommit: 384,
};

/** The owner of what is kept of lines. */
export const linesOwner = 'lines';

/** The line histories of a run with their tables and parts: there when some analyzer needs lines. */
export class LineSlot {
  readonly state: OwnedState = new OwnedState(linesOwner);
  readonly ledger: LineLedger;
  readonly #history: History;
  readonly #events: FactStore;
  readonly #removals: FactStore;
  readonly #parts: Parts<FileVersions>;
  #identityLog: IdentityLog | undefined;
  #placeLog: PlaceLog | undefined;
  #graph: VersionGraph | undefined;
  #histories: LineHistories | undefined;

  /** @throws {CodefangError} USAGE when there are more commits than lines can name */
  constructor(history: History) {
    if (history.order.length > originCountMax) throw tooManyCommits(history.order.length);
    this.#history = history;
    this.#events = this.state.facts(eventSpec);
    this.#removals = this.state.facts(removalSpec);
    const { versions, cold } = lineParts;
    const coldStates: ColdStates = new ColdStates({
      get: (id, access) => coldBlocks.get(id, access),
      remove: (id) => coldBlocks.remove(id),
      ids: () => coldBlocks.ids(),
    });
    const shape = LineHistories.shapeFor(coldStates, () => this.#graph!);
    this.#parts = this.state.parts(versions.name, shape, versions.weight);
    const coldBlocks = this.state.parts(cold.name, ColdStates.shape, cold.weight);
    this.ledger = new LineLedger(this.#events, this.#removals, history.order.length);
  }

  get histories(): LineHistories {
    return this.#histories!;
  }

  /** Bytes of what is known of files beside their names. */
  get fileBytes(): number {
    return this.ledger.files.bytes;
  }

  /** What parts and tables of lines take per commit; no analyzer that reads them declares it. */
  static readonly cost: AnalyzerCost = cost;

  /** What lines take of a walk beside tables, parts and files, in bytes. */
  static bytesOf(commits: number, surveyedCommits: number): number {
    const perCommit = balanceBytesPerCommit + landedBytesPerCommit;
    return VersionGraph.bytesOf(commits, surveyedCommits) + commits * perCommit + scratchBytes;
  }

  /** Smallest bytes that the tables of lines need. */
  static factBytesMin(): number {
    const state = new OwnedState(linesOwner);
    state.facts(eventSpec);
    state.facts(removalSpec);
    return OwnedState.factBytesMin([state]);
  }

  /** Begins at a place of the walk: 0, or behind a checkpoint, which is restored then. */
  start(place: number, files: SpillFiles): void {
    this.#identityLog = new IdentityLog(files);
    this.#placeLog = new PlaceLog(files);
    this.#graph = new VersionGraph(this.#history, place);
    this.#histories = new LineHistories({
      parts: this.#parts,
      ledger: this.ledger,
      graph: this.#graph,
      isWhole: isWhole(this.#history),
    });
  }

  /** What `restore` needs when the walk goes on at `nextPlace`. At its end, what `codefang blame` needs as well. */
  manifest(pathCount: number, nextPlace: number): RecordValue {
    const isEnd = nextPlace === this.#history.order.length;
    const active = this.#graph!.activePlaces();
    const bytes = Buffer.alloc(active.length * 4);
    active.forEach((place, at) => bytes.writeInt32LE(place, at * 4));
    return {
      ...this.state.manifest(),
      files: this.#identityLog!.save(this.ledger.files, pathCount),
      active: new Uint8Array(bytes),
      mainlineLines: this.ledger.mainlineLines,
      ...(isEnd && { places: this.#placeLog!.save(this.#history) }),
    };
  }

  /**
   * Takes over what a checkpoint keeps. REQUIRES: `start` at its place.
   * @throws {CodefangError} STATE when the walk goes on from a commit whose versions are not kept
   */
  restore(saved: SavedLines): void {
    const kept = new Set<number>();
    const bytes = Buffer.from(saved.active);
    for (let at = 0; at + 4 <= bytes.length; at += 4) kept.add(bytes.readInt32LE(at));
    const missing = this.#graph!.activePlaces().find((place) => !kept.has(place));
    if (missing !== undefined) throw cannotGoOn(this.#history, missing);
    this.state.restore(saved, 'size');
    this.ledger.files = this.#identityLog!.restore(saved.files);
    this.ledger.mainlineLines = saved.mainlineLines;
    if (saved.places !== undefined) this.#placeLog!.adopt(saved.places);
  }

  /** What reports read, when the walk is folded to its end. */
  reader(files: FinalFiles): LineReader {
    const { lastMainlinePlace: head } = this.#history;
    return new LineReader({
      walk: this.#history,
      graph: this.#graph!,
      histories: this.histories,
      identity: this.ledger.files,
      events: this.#events,
      removals: this.#removals,
      files,
      head,
      isWhole: isWhole(this.#history),
    });
  }
}

/** Whether every commit walked has its parents in the walk, so that no line is older. */
export function isWhole({ table, order }: History): boolean {
  if (order.length !== table.count) return false;
  for (const index of order) if (table.hasFlag(index, commitFlag.boundary)) return false;
  return true;
}

function tooManyCommits(commits: number): CodefangError {
  const allowed = `at most ${originCountMax} can be named, use --since or --limit`;
  return new CodefangError('USAGE', `Cannot attribute lines to ${commits} commits: ${allowed}`);
}

function cannotGoOn({ table, order }: History, place: number): CodefangError {
  return new CodefangError(
    'STATE',
    `Cannot use a checkpoint: a branch leaves from ${table.oidHex(order[place]!)}, whose lines it does not keep`,
  );
}

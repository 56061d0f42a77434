import { ByteInterner, CodefangError } from '../base/index.ts';
import { FileIdentity } from '../history/index.ts';
import { SlabReader } from '../pipeline/index.ts';
import { languageOf } from '../source/index.ts';
import type { RecordValue } from '../spill/index.ts';
import { SpillClock, SpillDirectory } from '../spill/index.ts';
import type { CheckpointResumed } from '../telemetry/index.ts';
import type { Checkpoint, CheckpointStore } from '../checkpoint/index.ts';
import { AnalyzerSlot } from './analyzer-slot.ts';
import { FinalFilesBuilder } from './final-files.ts';
import { FinalFilesLog } from './final-files-log.ts';
import { IdentityLog } from './identity-log.ts';
import { LineSlot, type SavedLines } from './line-slot.ts';
import { OwnedState, type SavedState } from './owned-state.ts';
import { PathLog } from './path-log.ts';
import type { RunStateOptions } from './run-state-options.ts';
import { noGaps, type WalkGaps } from './walk-gaps.ts';

/** Everything that grows with the walk, and that a checkpoint keeps. */
export class RunState {
  readonly slots: readonly AnalyzerSlot[];
  /** There when some analyzer needs lines. */
  readonly lines: LineSlot | undefined;
  /** All that keep tables or parts. */
  readonly owners: readonly OwnedState[];
  readonly paths: ByteInterner = new ByteInterner();
  readonly spill: SpillDirectory;
  readonly spillClock: SpillClock;
  readonly reader: SlabReader;
  readonly finalFiles: FinalFilesBuilder;
  readonly #pathLog: PathLog;
  readonly #identityLog: IdentityLog;
  readonly #finalFilesLog: FinalFilesLog;
  readonly #languages = new LanguageColumn(this.paths);
  identity: FileIdentity = new FileIdentity();
  gaps: WalkGaps = noGaps();
  nextPlace = 0;
  nextChunk = 0;
  /** Set when the state came out of a checkpoint. */
  resumed: CheckpointResumed | undefined;

  constructor(options: RunStateOptions) {
    const { disk, rules, process } = options;
    this.spill = new SpillDirectory({ root: options.spillRoot, ...(disk !== undefined && { fs: disk.fs }) });
    disk?.watch(this.spill.path);
    this.spillClock = new SpillClock(process.now);
    options.guard.register(this.spill);
    this.#pathLog = new PathLog(this.paths, this.spill.files);
    this.#identityLog = new IdentityLog(this.spill.files);
    this.#finalFilesLog = new FinalFilesLog(this.spill.files);
    this.slots = rules.analyzers.map((selected) => new AnalyzerSlot(selected, rules.isPerCommit));
    this.lines = this.slots.some((slot) => slot.needs('lines')) ? new LineSlot(options.history) : undefined;
    this.owners = ownersOf(this.slots, this.lines);
    const { factBytes, regions } = options.plan;
    OwnedState.openAll(this.owners, {
      factBytes,
      partBytes: regions.workingStateBytes,
      spillTo: this.spill.files,
      clock: this.spillClock,
      onReleased: () => process.garbage.look(),
    });
    this.reader = new SlabReader(this.paths, (pathId) => this.#languages.of(pathId));
    this.finalFiles = new FinalFilesBuilder();
  }

  /** Bytes of the names of files and of what is known of them. */
  get pathBytes(): number {
    const known = this.paths.bytes + this.identity.bytes + this.#languages.bytes + this.reader.bytes;
    return known + this.finalFiles.bytes + (this.lines?.fileBytes ?? 0);
  }

  languageOfPath(pathId: number): number {
    return this.#languages.of(pathId);
  }

  /** Begins at the start of the walk. */
  start(): void {
    this.lines?.start(0, this.spill.files);
  }

  /** What `adopt` needs when the walk goes on at `nextPlace`; REQUIRES: owners are hibernated. */
  manifest(nextPlace: number): RecordValue {
    return {
      paths: this.#pathLog.save(),
      identity: this.#identityLog.save(this.identity, this.paths.count),
      files: this.#finalFilesLog.save(this.finalFiles, nextPlace),
      gaps: { ...this.gaps, boundedChanges: [...this.gaps.boundedChanges] },
      slots: this.slots.map((slot) => slot.state.manifest()),
      lines: this.lines?.manifest(this.paths.count, nextPlace) ?? null,
    };
  }

  /** Takes over a checkpoint. @throws {CodefangError} STATE when a file of it is missing or damaged */
  adopt(checkpoint: Checkpoint, checkpoints: CheckpointStore): void {
    checkpoints.lend(checkpoint, this.spill.files);
    const state = checkpoint.state as unknown as SavedRun;
    this.#pathLog.restore(state.paths);
    this.identity = this.#identityLog.restore(state.identity);
    this.#finalFilesLog.restore(state.files, this.finalFiles);
    this.gaps = restoredGaps(state.gaps);
    for (const slot of this.slots) restoreOwner(slot.state, state.slots);
    this.lines?.start(checkpoint.nextPlace, this.spill.files);
    this.lines?.restore(state.lines!);
    this.nextPlace = checkpoint.nextPlace;
    this.nextChunk = checkpoint.chunkIndex + 1;
  }
}

/** What is kept goes by the owner's name: owners without any state come and go. @throws {CodefangError} STATE */
function restoreOwner(owner: OwnedState, saved: SavedRun['slots']): void {
  if (owner.isEmpty) return;
  const own = saved.find(({ owner: name }) => name === owner.name);
  if (own === undefined) throw new CodefangError('STATE', `Cannot use a checkpoint: it keeps nothing of ${owner.name}`);
  owner.restore(own, 'size');
}

export function ownersOf(slots: readonly AnalyzerSlot[], lines: LineSlot | undefined): OwnedState[] {
  const owners = slots.map((slot) => slot.state);
  return lines === undefined ? owners : [...owners, lines.state];
}

/** @throws {CodefangError} STATE when they were saved before bounded changes were listed */
function restoredGaps(saved: WalkGaps | Omit<WalkGaps, 'boundedChanges'>): WalkGaps {
  if (!('boundedChanges' in saved)) {
    throw new CodefangError('STATE', 'Cannot use a checkpoint: it does not list the changes that met a bound');
  }
  return { ...saved, boundedChanges: [...saved.boundedChanges] };
}

interface SavedRun {
  readonly paths: { readonly count: number; readonly names: readonly string[] };
  readonly identity: string;
  readonly files?: Parameters<FinalFilesLog['restore']>[0];
  readonly gaps: WalkGaps;
  readonly slots: readonly (SavedState & { readonly owner: string })[];
  readonly lines?: SavedLines;
}

/** Language of a path, looked up once: 2 bytes a path. */
class LanguageColumn {
  readonly #paths: ByteInterner;
  #languages: Uint16Array = new Uint16Array(1024);

  constructor(paths: ByteInterner) {
    this.#paths = paths;
  }

  get bytes(): number {
    return this.#languages.byteLength;
  }

  of(pathId: number): number {
    if (pathId >= this.#languages.length) {
      const bigger = new Uint16Array(Math.max(pathId + 1, this.#languages.length * 2));
      bigger.set(this.#languages);
      this.#languages = bigger;
    }
    const known = this.#languages[pathId]!;
    if (known > 0) return known - 1;
    const found = languageOf(this.#paths.bytesOf(pathId));
    this.#languages[pathId] = found + 1;
    return found;
  }
}

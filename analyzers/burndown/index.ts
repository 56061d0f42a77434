import {
  type AnalyzerDefinition,
  type AnalyzerRun,
  type AnalyzerSetup,
  changeKind,
  type CommitView,
  type FileChanges,
  filesPerPart,
  type LineEdit,
  LineRuns,
  type Parts,
  type PartShape,
  type ReportContext,
  type Section,
} from '../../engine/index.ts';
import { BandHistory } from './band-history.ts';
import { developerLinesSection } from './developer-lines.ts';
import { developerSections } from './developer-sections.ts';
import { fileSurvivalSection } from './file-section.ts';
import { LineLedger } from './line-ledger.ts';
import { SampleGrid } from './sample-grid.ts';
import { survivalSections } from './survival-sections.ts';

/**
 * How long lines live. Each file of the mainline is kept as runs of lines of equal age and
 * author; what a commit adds to or takes from an age band is a fact.
 */
export const burndown: AnalyzerDefinition = {
  id: 'history/burndown',
  title: 'Line burndown',
  description: 'How many lines of each age survive, by file and by developer',
  walk: 'mainline',
  needsHunks: true,
  options: [
    { name: 'granularity', kind: 'count', initial: 30, min: 1, help: 'Ticks in one age band' },
    { name: 'sampling', kind: 'count', initial: 30, min: 1, help: 'Ticks between two samples' },
    { name: 'people', kind: 'switch', initial: true, help: 'Follow the lines of each developer' },
    { name: 'files', kind: 'switch', initial: true, help: 'Report the owners of each file' },
  ],
  commitColumns: [{ name: 'total_lines', unit: 'lines', isRunning: true }],
  cost: {
    workingStateBytesPerCommit: 2048,
    payloadBytesPerCommit: 8192,
    aggregateBytesPerCommit: 256,
  },
  create: (setup) => new BurndownRun(setup),
};

const linesOfFiles: PartShape<LineRuns> = {
  isCompact: true,
  create: () => new LineRuns(),
  encode: (part) => part.encode(),
  decode: (bytes) => LineRuns.decode(bytes),
  weigh: (part) => part.bytes,
};

/** A path's part is its id without the low bits, its slot is the low bits. */
const partShift = Math.log2(filesPerPart);
const slotMask = filesPerPart - 1;

class BurndownRun implements AnalyzerRun {
  readonly #isByFile: boolean;
  readonly #parts: Parts<LineRuns>;
  readonly #ledger: LineLedger;
  readonly #edit: LineEdit = {
    hunks: new Int32Array(0),
    hunkStart: 0,
    hunkCount: 0,
    oldLines: 0,
    tick: 0,
    personId: 0,
  };

  constructor(setup: AnalyzerSetup) {
    this.#isByFile = setup.options['files'] === true;
    this.#parts = setup.parts('lines', linesOfFiles);
    this.#ledger = new LineLedger(setup, SampleGrid.of(setup.options));
  }

  fold(commit: CommitView, changes: FileChanges): void {
    this.#ledger.begin(commit);
    // Sources of renames are gone after the commit and targets are new, so no move is in
    // another's way.
    for (let at = 0; at < changes.count; at += 1) {
      if (changes.kind(at) !== changeKind.renamed) continue;
      this.#move(changes.oldPathId(at), changes.pathId(at));
    }
    for (let at = 0; at < changes.count; at += 1) this.#apply(changes, at);
  }

  commitValues(_commit: CommitView, values: Float64Array): void {
    values[0] = this.#ledger.netLines;
  }

  *report(context: ReportContext): Generator<Section> {
    const history = new BandHistory(this.#ledger, context);
    const fileCount = this.#isByFile ? textFileCount(context) : 0;
    yield* survivalSections(this.#ledger, history, context, fileCount);
    yield fileSurvivalSection(this.#isByFile ? this.#parts : undefined, context);
    yield* developerSections(this.#ledger, context);
    yield developerLinesSection(this.#ledger, context);
  }

  gaps(): Readonly<Record<string, number>> {
    return { burndown_late_commits: this.#ledger.lateCommitCount() };
  }

  #move(oldPathId: number, pathId: number): void {
    const source = this.#parts.get(oldPathId >>> partShift, 'write');
    if (!source.has(oldPathId & slotMask)) return;
    const target = this.#parts.get(pathId >>> partShift, 'write');
    source.moveTo(oldPathId & slotMask, target, pathId & slotMask);
  }

  #apply(changes: FileChanges, at: number): void {
    const kind = changes.kind(at);
    const newLines = changes.newLines(at);
    // Mode or name only: no line changed, and none was counted.
    if (newLines < 0) return;
    const pathId = changes.pathId(at);
    const part = this.#parts.get(pathId >>> partShift, 'write');
    const slot = pathId & slotMask;
    if (kind === changeKind.deleted) {
      if (part.has(slot)) part.remove(slot, this.#ledger);
    } else if (kind === changeKind.added || !part.has(slot)) {
      part.create(slot, newLines, this.#ledger.band, this.#ledger.personId);
      this.#ledger.added(newLines);
    } else {
      this.#change(part, slot, changes, at);
    }
  }

  #change(part: LineRuns, slot: number, changes: FileChanges, at: number): void {
    const edit = this.#edit;
    edit.hunks = changes.hunks;
    edit.hunkStart = changes.hunkStart(at);
    edit.hunkCount = changes.hunkCount(at);
    edit.oldLines = changes.oldLines(at);
    // A line's age is told to the band, so that fewer runs differ.
    edit.tick = this.#ledger.band;
    edit.personId = this.#ledger.personId;
    part.edit(slot, edit, this.#ledger);
    this.#ledger.added(newLinesOf(edit));
  }
}

function newLinesOf(edit: LineEdit): number {
  let lines = 0;
  const end = edit.hunkStart + edit.hunkCount * 4;
  for (let hunk = edit.hunkStart; hunk < end; hunk += 4) lines += edit.hunks[hunk + 3]!;
  return lines;
}

function textFileCount({ files }: ReportContext): number {
  let count = 0;
  for (let rank = 0; rank < files.count; rank += 1) if (!files.isBinary(rank)) count += 1;
  return count;
}

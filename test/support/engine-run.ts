import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseAnalyzers } from '../../analysis/choose-analyzers.ts';
import { type AnalysisHost, type FoldedAnalysis, runAnalysis } from '../../analysis/internal.ts';
import { registry } from '../../analyzers/index.ts';
import {
  type AnalysisRules,
  blobBytesMaxUsual,
  type CheckpointFields,
  type CheckpointStore,
  type ChunkPolicy,
  findReportFormat,
  type FoldedRun,
  freezeRules,
  type History,
  type HistoryRequest,
  MiB,
  nullChunkLog,
  openHistory,
  plainPaint,
  type RunPlan,
  type RunReportContext,
  type SelectedAnalyzer,
  SpillCleanupGuard,
} from '../../engine/index.ts';

export interface EngineRunOptions {
  readonly repository: string;
  readonly request?: Partial<HistoryRequest>;
  /** Names of folders; default all of the registry. */
  readonly analyzers?: readonly string[];
  readonly rules?: Partial<AnalysisRules>;
  readonly isPerCommit?: boolean;
  readonly workerCount?: number;
  /** Batches and slabs that a worker may be ahead; default 2. */
  readonly bufferingFactor?: number;
  /** Commits a chunk; default all in one. */
  readonly chunkCommits?: number;
  readonly batchCommits?: number;
  /** Bytes for fact tables and for parts; small ones spill. */
  readonly factBytes?: number;
  readonly partBytes?: number;
  /** Cuts chunks short and puts everything on disk, as a full process does. */
  readonly isUnderPressure?: boolean;
  /** Is opened and closed by the caller. */
  readonly checkpoints?: CheckpointStore;
  readonly checkpointFields?: CheckpointFields;
  readonly mustResume?: boolean;
  /** Looks at a walk that is folded to its end, before it is reported. */
  readonly onFolded?: (folded: FoldedWalk) => void;
  /** Hears of each commit that is folded, before the next. */
  readonly onCommit?: (place: number) => void;
  /** Asks for a stop when so many commits have been folded in this run. */
  readonly stopAfter?: number;
}

/** A walk that is folded to its end, while its state is there. */
export interface FoldedWalk {
  readonly run: FoldedRun;
  readonly history: History;
  readonly context: RunReportContext;
}

export interface EngineRun {
  readonly report: ReportDocument;
  readonly digest: string;
  readonly history: History;
  readonly notes: readonly string[];
  /** Places in the order in which they were folded. */
  readonly places: readonly number[];
  /** Ends of the chunks. */
  readonly chunkEnds: readonly number[];
  readonly events: readonly { readonly name: string; readonly fields: Readonly<Record<string, unknown>> }[];
}

type Row = Readonly<Record<string, unknown>>;

/** The document as a reader of its JSON sees it; one row for a record, a list of rows for a table. */
export interface ReportDocument {
  readonly options: Readonly<Record<string, unknown>>;
  readonly history: Readonly<Record<string, number | string | null>>;
  readonly completeness: Readonly<Record<string, number | boolean>>;
  readonly analyzers: Readonly<Record<string, Readonly<Record<string, readonly Row[]>>>>;
  readonly digest: string;
}

export const usualRequest: Omit<HistoryRequest, 'repository'> = {
  revision: 'HEAD',
  excludedRevision: undefined,
  firstParentOnly: false,
  identities: 'mailmap',
  anonymize: false,
  tickSeconds: 86_400,
  sinceSeconds: undefined,
  untilSeconds: undefined,
  commitCountMax: undefined,
  allowIncomplete: false,
  ignoreRevs: [],
  replaceObjects: true,
};

/** Rules that nothing is said of, without analyzers. */
export const usualRules: AnalysisRules = {
  ...usualRequest,
  renames: 'exact',
  moves: 'off',
  paths: { include: [], exclude: [] },
  blobBytesMax: blobBytesMaxUsual,
  isPerCommit: false,
  analyzers: [],
};

export function historyOf(repository: string, request: Partial<HistoryRequest> = {}): History {
  return openHistory({ ...usualRequest, repository, ...request }, () => {});
}

/**
 * A whole run with a hand-made plan, from the survey to the report. Spill files are removed, also when it
 * fails, and a run that leaves some behind is an error.
 */
export async function runEngine(options: EngineRunOptions): Promise<EngineRun> {
  const spillRoot = mkdtempSync(join(tmpdir(), 'codefang-run-'));
  const outcome = await settle(runIn(options, spillRoot));
  const left = readdirSync(spillRoot);
  rmSync(spillRoot, { recursive: true, force: true });
  if (left.length > 0) throw new Error(`A run left ${left.join(', ')}`);
  if ('failure' in outcome) throw outcome.failure;
  return outcome.value;
}

async function settle<Value>(work: Promise<Value>): Promise<{ readonly value: Value } | { readonly failure: unknown }> {
  try {
    return { value: await work };
  } catch (failure) {
    return { failure };
  }
}

async function runIn(options: EngineRunOptions, spillRoot: string): Promise<EngineRun> {
  const notes: string[] = [];
  const places: number[] = [];
  const chunkEnds: number[] = [];
  const events: EngineRun['events'][number][] = [];
  const { repository, request } = options;
  const analyzers = selectAnalyzers(options.analyzers);
  const isPerCommit = options.isPerCommit ?? false;
  const rules = freezeRules({ ...usualRules, ...request, isPerCommit, analyzers, ...options.rules });
  const host: AnalysisHost = {
    version: '0.0.0',
    memory: { rssBytes: risingReadings(), peakBytes: () => 0, heapUsedBytes: () => 0 },
    childBytes: 0,
    guard: new SpillCleanupGuard(),
    log: nullChunkLog,
    stopRequested: () => (places.length === options.stopAfter ? 'SIGINT' : undefined),
    onProgress() {},
    onEvent: ({ event: name, ...fields }) => void events.push({ name, fields }),
    onNote: (sentence) => void notes.push(sentence),
    onGuard() {},
    onAccounts() {},
    onClosed() {},
    profileDirectory: undefined,
    instead: {
      plan: () => planOf(options),
      makePolicy: ({ history }, startPlace) => policyOf(options, startPlace, history.order.length),
      ...(options.checkpoints !== undefined && { checkpoints: options.checkpoints }),
      checkpointFields: options.checkpointFields ?? {},
      garbage: { look() {}, collect() {} },
      onCommit: (place) => {
        places.push(place);
        options.onCommit?.(place);
      },
      onChunk: (_, end) => void chunkEnds.push(end),
      now: () => 0,
    },
  };
  const analysis = await runAnalysis({ repository, rules, means: meansOf(options, spillRoot) }, host);
  try {
    const { run, history, context } = analysis.source;
    options.onFolded?.({ run, history, context });
    const report = await writeJson(analysis);
    return { report, digest: report.digest, history, notes, places, chunkEnds, events };
  } finally {
    await analysis.close();
  }
}

function meansOf(options: EngineRunOptions, spillDirectory: string): Parameters<typeof runAnalysis>[0]['means'] {
  return {
    verify: 'packs',
    memoryBudget: '0',
    workers: options.workerCount ?? 0,
    spillDirectory,
    stateDirectory: undefined,
    resume: options.mustResume === true ? 'require' : 'auto',
    incremental: true,
    clearCheckpoint: false,
    checkpointEverySeconds: 60,
    stateBytesMax: Number.POSITIVE_INFINITY,
    diskBytesMax: undefined,
  };
}

function selectAnalyzers(folders: readonly string[] | undefined): SelectedAnalyzer[] {
  return chooseAnalyzers(registry, { anonymize: false }, folders ?? ['history/*', 'compat/*']);
}

/** Each reading is higher than the last by more than what makes a full process cut another chunk. */
function risingReadings(): () => number {
  let readingBytes = 0;
  return () => (readingBytes += hugeBudgetBytes / 32);
}

/** Far above what the readings of a test add up to. */
const hugeBudgetBytes = 2 ** 50;

function planOf(options: EngineRunOptions): RunPlan {
  return {
    // Anything but 0: then state is put on disk at the end of each chunk.
    budgetBytes: options.isUnderPressure === true || options.factBytes !== undefined ? hugeBudgetBytes : 0,
    workerCount: options.workerCount ?? 0,
    isThrifty: false,
    storeLimits: {
      windowBytes: 32 * 1024,
      windowCountMax: 16,
      deltaBaseBytes: MiB,
    },
    indexBytesMax: 16 * MiB,
    workerHeapMiB: 64,
    workerYoungHeapMiB: 8,
    regions: {
      pipelineBytes: 0,
      workingStateBytes: options.partBytes ?? 8 * MiB,
      aggregateStateBytes: options.factBytes ?? 8 * MiB,
      inFlightBytes: 0,
      slackBytes: 0,
    },
    accounts: [],
    bufferingFactor: options.bufferingFactor ?? 2,
    factBytes: (options.factBytes ?? 8 * MiB) * 0.7,
    reportBytes: 0,
    partBytesMin: MiB,
    chunkCommitsMin: 50,
    criticalShare: 0.9,
    batchCommits: options.batchCommits ?? 64,
  };
}

function policyOf(options: EngineRunOptions, startPlace: number, placeCount: number): ChunkPolicy {
  const commits = options.chunkCommits ?? Math.max(1, placeCount);
  return {
    chunkCount: Math.ceil((placeCount - startPlace) / commits),
    chunkEnd: (start) => Math.min(start + commits, placeCount),
    observe: () => undefined,
    smoothedGrowthBytes: 0,
    pressure: () => (options.isUnderPressure === true ? 'critical' : 'none'),
  };
}

async function writeJson(analysis: FoldedAnalysis): Promise<ReportDocument> {
  const pieces: Buffer[] = [];
  const output = {
    kind: 'stream' as const,
    write: (bytes: Uint8Array, start?: number, end?: number) => void pieces.push(Buffer.from(bytes.slice(start, end))),
    commit() {},
    abandon() {},
  };
  await analysis.writeTo(findReportFormat('json'), output, { widthMax: 80, paint: plainPaint, table: undefined });
  return JSON.parse(Buffer.concat(pieces).toString('utf8')) as ReportDocument;
}

import { formatBytes } from '../../engine/index.ts';
import type {
  ChunkColumn,
  EventView,
  RunStage,
  RunView,
  RunViewStatus,
  SampleColumn,
  SpanView,
} from './dashboard-view.ts';
import { LoggedFields, shortened } from './logged-fields.ts';
import { SpanModel } from './span-model.ts';
import { StageModel } from './stage-model.ts';
import { type JoinRule, ThinnedRows } from './thinned-rows.ts';
import { TimeLeft } from './time-left.ts';

const chunkPointCountMax = 240;
const samplePointCountMax = 480;
const eventCountMax = 80;

const chunkRules: Readonly<Record<ChunkColumn, JoinRule>> = {
  elapsedMs: 'last',
  index: 'last',
  end: 'last',
  commits: 'sum',
  durationMs: 'sum',
  plannedCommits: 'sum',
  rssBytes: 'max',
  rssPeakBytes: 'max',
  heapBytes: 'max',
  modelBytes: 'max',
  grownBytes: 'sum',
  emaBytes: 'last',
  replans: 'sum',
  pressure: 'max',
  cacheHits: 'sum',
  cacheMisses: 'sum',
  hibernatedBytes: 'sum',
  spilledBytes: 'sum',
  checkpointBytes: 'sum',
  checkpointMs: 'sum',
};

const sampleRules: Readonly<Record<SampleColumn, JoinRule>> = {
  elapsedMs: 'last',
  commits: 'last',
  stepCommits: 'sum',
  stepMs: 'sum',
  rssBytes: 'max',
  heapBytes: 'max',
  leftMs: 'last',
};

const pressures: readonly string[] = ['none', 'warning', 'critical'];
const statuses: readonly RunViewStatus[] = ['done', 'stopped', 'interrupted', 'failed'];

/**
 * One run from its log, record by record, thinned as it grows.
 * BOUNDED BY: 240 points of chunks, 480 of samples, 80 events, and what `SpanModel` keeps; about
 * 200 KiB, however long the log is.
 */
export class RunModel {
  readonly id: string;
  /** Grows with each record that changed something. */
  revision = 0;
  lastAt = 0;
  readonly #chunks = new ThinnedRows(chunkRules, chunkPointCountMax);
  readonly #samples = new ThinnedRows(sampleRules, samplePointCountMax);
  readonly #spans = new SpanModel();
  readonly #stages = new StageModel();
  readonly #timeLeft = new TimeLeft();
  readonly #events: EventView[] = [];
  #droppedEventCount = 0;
  #startedAt = 0;
  #hasStarted = false;
  #status: RunViewStatus = 'open';
  #durationMs = 0;
  #fields: Readonly<Record<'repository' | 'head' | 'digest', string>> = {
    repository: '',
    head: '',
    digest: '',
  };
  #regions: Readonly<Record<string, number>> = {};
  readonly #counts = {
    budgetBytes: 0,
    workers: 0,
    commits: 0,
    commitsDone: 0,
    chunksPlanned: 0,
    chunksDone: 0,
    replanCount: 0,
    rssBytes: 0,
    rssPeakBytes: 0,
    heapBytes: 0,
    cacheHits: 0,
    cacheMisses: 0,
    hibernatedBytes: 0,
    spilledBytes: 0,
    spillRuns: 0,
    warningCount: 0,
    criticalCount: 0,
    checkpointCount: 0,
    checkpointBytes: 0,
    checkpointMs: 0,
  };
  #resumedChunk: number | null = null;
  #newestChunk = -1;
  #hasBatches = false;
  #batchesDone = 0;
  #emaBytes = 0;
  #aggregateBytes = 0;
  #loggedHits = 0;
  #loggedMisses = 0;

  constructor(id: string) {
    this.id = shortened(id);
  }

  /** Whether a `run_started` would be the second one: the log was rewritten. */
  get hasStarted(): boolean {
    return this.#hasStarted;
  }

  /** One record that is no span. */
  add(event: string, at: number, fields: LoggedFields): void {
    this.#touch(at);
    if (event === 'run_started') this.#start(fields);
    else if (event === 'chunk_finished') this.#endChunk(at, fields);
    else if (event === 'replanned') this.#replan(at, fields);
    else if (event === 'memory_pressure') this.#press(at, fields);
    else if (event === 'checkpoint_saved') this.#save(at, fields);
    else if (event === 'checkpoint_resumed') this.#resume(at, fields);
    else if (event === 'run_finished') this.#finish(at, fields);
  }

  /** @param record asked for only when the span is kept or is a batch */
  addSpan(name: string, at: number, durationMs: number, isRoot: boolean, record: () => LoggedFields): void {
    this.#touch(at - (this.#startedAt === 0 ? durationMs : 0));
    this.lastAt = Math.max(this.lastAt, at);
    this.#spans.add(shortened(name), durationMs, isRoot, () => this.#spanView(name, record()));
    if (isRoot) this.#stages.addPhase(name, durationMs);
    if (name === 'batch') this.#endBatch(at, durationMs, record().fields('attributes'));
  }

  view(): RunView {
    const { commits, commitsDone } = this.#counts;
    const isOpen = this.#status === 'open';
    const isKnown = isOpen && commits > 0;
    return {
      id: this.id,
      status: this.#status,
      stage: this.#stage(),
      ...this.#fields,
      startedAt: this.#startedAt,
      lastAt: this.lastAt,
      durationMs: isOpen ? this.lastAt - this.#startedAt : this.#durationMs,
      ...this.#counts,
      regions: this.#regions,
      commitsPerSecond: this.#timeLeft.commitsPerSecond(),
      leftMs: isKnown ? this.#timeLeft.leftMs(commits - commitsDone) : null,
      leftError: this.#timeLeft.error(),
      resumedChunk: this.#resumedChunk,
      chunksPerPoint: this.#chunks.rowsPerPoint,
      chunks: this.#chunks.columns(),
      samplesPerPoint: this.#samples.rowsPerPoint,
      samples: this.#samples.columns(),
      stages: this.#stages.stages(),
      phases: this.#spans.phases,
      spanNames: this.#spans.byName(),
      slowCommits: this.#spans.slowCommits,
      slowFiles: this.#spans.slowFiles,
      slowOthers: this.#spans.slowOthers,
      events: this.#events,
      droppedEventCount: this.#droppedEventCount,
    };
  }

  #stage(): RunStage {
    const hasEnded = (name: string): boolean => this.#spans.phases.some((phase) => phase.name === name);
    if (hasEnded('walk')) return 'report';
    return this.#hasStarted || hasEnded('survey') ? 'walk' : 'survey';
  }

  #touch(at: number): void {
    if (this.#startedAt === 0 || at < this.#startedAt) this.#startedAt = at;
    this.lastAt = Math.max(this.lastAt, at);
    this.revision += 1;
  }

  #start(fields: LoggedFields): void {
    this.#hasStarted = true;
    this.#fields = { repository: fields.text('repository'), head: fields.text('head'), digest: '' };
    for (const [name, field] of startedCounts) this.#counts[name] = fields.number(field);
    const regions = fields.fields('regions');
    this.#regions = Object.fromEntries(regionNames.map((name) => [name, regions.number(name)]));
  }

  #endChunk(at: number, fields: LoggedFields): void {
    const index = fields.number('chunk_index');
    // The same chunk again: a copy of the log, or a second one of the same run.
    if (index <= this.#newestChunk) return;
    this.#newestChunk = index;
    const counts = this.#counts;
    const commits = fields.number('commits');
    const plannedCommits = this.#plannedCommits(index);
    const cache = this.#cacheOf(fields.fields('cache'));
    this.#chunks.add({
      elapsedMs: at - this.#startedAt,
      index,
      end: fields.number('end'),
      commits,
      durationMs: fields.number('duration_ms'),
      plannedCommits,
      rssBytes: fields.number('rss_bytes'),
      rssPeakBytes: fields.number('rss_peak_bytes'),
      heapBytes: fields.number('heap_after_bytes'),
      modelBytes: fields.number('ledger_bytes') || this.#modelBytes(commits),
      grownBytes: fields.number('growth_per_commit_bytes') * commits,
      emaBytes: fields.number('ema_growth_bytes'),
      replans: 0,
      pressure: Math.max(0, pressures.indexOf(fields.text('pressure'))),
      cacheHits: cache.hits,
      cacheMisses: cache.misses,
      hibernatedBytes: fields.number('hibernated_bytes'),
      spilledBytes: fields.number('spilled_bytes'),
      checkpointBytes: 0,
      checkpointMs: 0,
    });
    counts.chunksDone = Math.max(counts.chunksDone, index + 1);
    counts.cacheHits += cache.hits;
    counts.cacheMisses += cache.misses;
    counts.hibernatedBytes += fields.number('hibernated_bytes');
    counts.spilledBytes += fields.number('spilled_bytes');
    counts.spillRuns = fields.number('spill_runs');
    this.#emaBytes = fields.number('ema_growth_bytes');
    this.#aggregateBytes += fields.number('aggregate_growth_bytes') * commits;
    // The batches of a chunk contain its time.
    const stepCommits = this.#hasBatches ? 0 : commits;
    this.#sample(at, {
      commits: Math.max(counts.commitsDone, fields.number('end')),
      stepCommits,
      stepMs: stepCommits > 0 ? fields.number('duration_ms') : 0,
      rssBytes: fields.number('rss_bytes'),
      heapBytes: fields.number('heap_after_bytes'),
    });
    counts.rssPeakBytes = Math.max(counts.rssPeakBytes, fields.number('rss_peak_bytes'));
  }

  #endBatch(at: number, durationMs: number, attributes: LoggedFields): void {
    const done = attributes.number('commits_done');
    // A batch again, as a copy of the log has it.
    if (done <= this.#batchesDone) return;
    this.#batchesDone = done;
    this.#hasBatches = true;
    this.#stages.addBatch(attributes, durationMs);
    this.#sample(at, {
      commits: Math.max(this.#counts.commitsDone, done),
      stepCommits: attributes.number('commits'),
      stepMs: durationMs,
      rssBytes: attributes.number('rss_bytes'),
      heapBytes: attributes.number('heap_bytes'),
    });
  }

  #sample(at: number, sample: Omit<Readonly<Record<SampleColumn, number>>, 'elapsedMs' | 'leftMs'>): void {
    const counts = this.#counts;
    const { commits, rssBytes, heapBytes } = sample;
    this.#timeLeft.add(sample.stepCommits, sample.stepMs);
    counts.commitsDone = commits;
    counts.rssBytes = rssBytes;
    counts.heapBytes = heapBytes;
    counts.rssPeakBytes = Math.max(counts.rssPeakBytes, rssBytes);
    const leftMs = this.#timeLeft.leftMs(counts.commits - commits) ?? -1;
    this.#samples.add({ ...sample, elapsedMs: at - this.#startedAt, leftMs });
  }

  /** What the plan that held before this chunk would have given it: the rest in equal parts. */
  #plannedCommits(index: number): number {
    const { commits, chunksPlanned } = this.#counts;
    const before = this.#chunks.newest('end');
    const left = commits - before;
    return Math.max(0, left / Math.max(1, chunksPlanned - index));
  }

  /** Of logs without a ledger: pipeline, tables so far, and this chunk at the growth foretold before it. */
  #modelBytes(commits: number): number {
    const pipeline = this.#regions['pipeline'] ?? 0;
    return pipeline + this.#aggregateBytes + this.#emaBytes * commits;
  }

  /** The counters of a run only grow; smaller values mean a restart. */
  #cacheOf(cache: LoggedFields): { readonly hits: number; readonly misses: number } {
    const hits = cache.number('hits');
    const misses = cache.number('misses');
    const isAnew = hits < this.#loggedHits || misses < this.#loggedMisses;
    const grown = {
      hits: isAnew ? hits : hits - this.#loggedHits,
      misses: isAnew ? misses : misses - this.#loggedMisses,
    };
    this.#loggedHits = hits;
    this.#loggedMisses = misses;
    return grown;
  }

  #replan(at: number, fields: LoggedFields): void {
    this.#counts.replanCount += 1;
    this.#counts.chunksPlanned = fields.number('chunks_after');
    this.#chunks.addToNewest('replans', 1);
    const before = fields.number('chunks_before');
    const size = (name: string): string => formatBytes(Math.max(0, fields.number(name)));
    this.#tell(
      at,
      'replan',
      `${fields.text('metric')}: ${size('observed')} per commit, ${size('predicted')} predicted; ` +
        `${before} chunks became ${fields.number('chunks_after')}`,
    );
  }

  #press(at: number, fields: LoggedFields): void {
    const kind = fields.text('level') === 'critical' ? 'critical' : 'warning';
    this.#counts[kind === 'critical' ? 'criticalCount' : 'warningCount'] += 1;
    const size = formatBytes(Math.max(0, fields.number('rss_bytes')));
    this.#tell(at, kind, `${size} resident: ${fields.text('action')}`);
  }

  #save(at: number, fields: LoggedFields): void {
    const bytes = fields.number('bytes');
    const durationMs = fields.number('duration_ms');
    this.#counts.checkpointCount += 1;
    this.#counts.checkpointBytes += bytes;
    this.#counts.checkpointMs += durationMs;
    this.#chunks.addToNewest('checkpointBytes', bytes);
    this.#chunks.addToNewest('checkpointMs', durationMs);
    const commit = fields.text('commit').slice(0, 12);
    const size = formatBytes(Math.max(0, bytes));
    this.#tell(at, 'checkpoint', `${size} in ${Math.round(durationMs)} ms at commit ${commit}`);
  }

  #resume(at: number, fields: LoggedFields): void {
    const chunk = fields.number('chunk_index');
    this.#resumedChunk = chunk;
    this.#newestChunk = Math.max(this.#newestChunk, chunk - 1);
    this.#tell(at, 'resume', `at chunk ${chunk}, commit ${fields.text('commit').slice(0, 12)}`);
  }

  #finish(at: number, fields: LoggedFields): void {
    const said = fields.text('status');
    this.#status = statuses.find((known) => known === said) ?? 'failed';
    this.#durationMs = fields.number('duration_ms');
    this.#counts.rssPeakBytes = Math.max(this.#counts.rssPeakBytes, fields.number('rss_peak_bytes'));
    if (this.#status === 'done') this.#counts.commitsDone = fields.number('commits');
    this.#fields = { ...this.#fields, digest: fields.text('digest') };
    this.#tell(at, 'end', this.#status);
  }

  #tell(at: number, kind: EventView['kind'], text: string): void {
    if (this.#events.length === eventCountMax) {
      this.#events.shift();
      this.#droppedEventCount += 1;
    }
    this.#events.push({ atMs: at - this.#startedAt, kind, text: shortened(text) });
  }

  #spanView(name: string, record: LoggedFields): SpanView {
    return {
      name: shortened(name),
      startMs: Math.max(0, record.number('start_ms') - this.#startedAt),
      durationMs: record.number('duration_ms'),
      attributes: record.fields('attributes').shown(),
    };
  }
}

const regionNames = ['pipeline', 'working_state', 'aggregate_state', 'in_flight', 'slack'] as const;

const startedCounts = [
  ['budgetBytes', 'budget_bytes'],
  ['workers', 'workers'],
  ['commits', 'commits'],
  ['chunksPlanned', 'chunks_planned'],
] as const;

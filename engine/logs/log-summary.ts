import { ByteInterner } from '../base/index.ts';
import { logField, type LogReader } from './log-reader.ts';
import { NamedStats, type NamedStat } from './named-stats.ts';
import { valueKind } from './record-scanner.ts';
import { type LoggedReplan, type MissedChunk, RunFindings, RunSummary } from './run-summary.ts';
import { SpanForest, type SpanTree } from './span-forest.ts';

export type SummaryGroup = 'name' | 'run' | 'chunk';

/** Distinct names of spans, and of events; further ones share a line. */
const nameCountMax = 16_384;
/** Runs that are reported separately; further ones share one. */
const runCountMax = 4096;

/** What was read of one log. */
export interface ReadLog {
  readonly name: string;
  readonly recordCount: number;
  readonly damagedCount: number;
  readonly foreignCount: number;
  readonly oversizeCount: number;
  readonly isTorn: boolean;
  readonly version: number;
}

/**
 * What any number of logs say, in one pass and bounded memory: nothing is kept of a record but its
 * share in a statistic, unless it is among the slowest.
 *
 *   record ─┬─ durations by name, run or chunk                        NamedStats
 *           ├─ span: the slowest roots with their partial trees       SpanForest
 *           └─ event of a run: growth, cache, checkpoints, re-plans   RunSummary
 *
 * BOUNDED BY: 18 MiB of spans; 4.5 KiB a name, 16,384 names of spans and as many of events, and
 * again as many of groups; 3 KiB a run, 4,096 runs.
 */
export class LogSummary {
  readonly #groupBy: SummaryGroup;
  readonly #spanStats: NamedStats = new NamedStats(nameCountMax);
  readonly #eventStats: NamedStats = new NamedStats(nameCountMax);
  /** Of lines by run or chunk, when that is asked for. */
  readonly #groupStats: NamedStats = new NamedStats(nameCountMax);
  readonly #runIds = new ByteInterner();
  readonly #runs: RunSummary[] = [];
  readonly #findings: RunFindings;
  readonly #forest: SpanForest;
  readonly #logs: ReadLog[] = [];
  /** The run of the last record, as lines of one stand together. */
  #lastRunId: Buffer = Buffer.alloc(0);
  #lastRunIndex = -1;
  /** The group of the last record. */
  #group = { runIndex: -1, chunk: -1, id: -1 };
  #startTime: number = Number.POSITIVE_INFINITY;
  #endTime: number = Number.NEGATIVE_INFINITY;

  /** @param topCount number of slowest roots and worst chunks to report */
  constructor(topCount: number, groupBy: SummaryGroup) {
    this.#groupBy = groupBy;
    this.#findings = new RunFindings(topCount);
    this.#forest = new SpanForest(topCount);
  }

  get logs(): readonly ReadLog[] {
    return this.#logs;
  }

  get runs(): readonly RunSummary[] {
    return this.#runs;
  }

  /** Times of the first and last record; undefined without any. */
  get range(): { readonly startTime: number; readonly endTime: number } | undefined {
    if (this.#startTime > this.#endTime) return undefined;
    return { startTime: this.#startTime, endTime: this.#endTime };
  }

  /** Spans that no tree could take: without room, of unusual ids, or logged twice. */
  get droppedSpanCount(): number {
    return this.#forest.droppedCount;
  }

  /** Statistics of spans by name, longest in all first. */
  spans(): NamedStat[] {
    return this.#spanStats.sorted();
  }

  /** Statistics of the other events by name. */
  events(): NamedStat[] {
    return this.#eventStats.sorted();
  }

  /** Statistics of all records by run or chunk; none when grouped by name. */
  groups(): NamedStat[] {
    return this.#groupStats.sorted();
  }

  slowest(): SpanTree[] {
    return this.#forest.slowest();
  }

  spanName(tree: SpanTree): string {
    return this.#spanStats.nameOf(tree.nameId);
  }

  runId(tree: SpanTree): string {
    return this.#runs[tree.runIndex]!.runId;
  }

  /** Chunks whose growth differed most from the model's, worst first. */
  missedChunks(): MissedChunk[] {
    return this.#findings.missedChunks.sorted();
  }

  /** Re-plans of the largest divergence. */
  replans(): LoggedReplan[] {
    return this.#findings.replans.sorted();
  }

  /** Reads a log to its end. @throws {CodefangError} */
  addLog(reader: LogReader): void {
    while (reader.next()) this.#add(reader);
    const { name, recordCount, damagedCount, foreignCount, oversizeCount, isTorn, version } = reader;
    this.#logs.push({ name, recordCount, damagedCount, foreignCount, oversizeCount, isTorn, version });
  }

  #add(reader: LogReader): void {
    const { time, scanner, bytes } = reader;
    if (time < this.#startTime) this.#startTime = time;
    if (time > this.#endTime) this.#endTime = time;
    const runIndex = this.#runIndexOf(bytes, scanner.start(logField.runId), scanner.end(logField.runId));
    const durationMs = scanner.number(logField.durationMs);
    if (this.#groupBy !== 'name') this.#addToGroup(runIndex, reader, durationMs);
    if (scanner.isText(logField.event, spanEvent)) {
      this.#addSpan(reader, runIndex, durationMs);
      return;
    }
    const start = scanner.start(logField.event);
    const eventId = this.#eventStats.idOf(bytes, start, scanner.end(logField.event));
    this.#eventStats.add(eventId, durationMs);
    this.#addEvent(reader, this.#runs[runIndex]!);
  }

  #addSpan({ scanner, bytes }: LogReader, runIndex: number, durationMs: number): void {
    const { name, spanId, parentId, startMs, attributes } = logField;
    const hasName = scanner.kind(name) === valueKind.text;
    const nameId = this.#spanStats.idOf(bytes, hasName ? scanner.start(name) : 0, hasName ? scanner.end(name) : 0);
    this.#spanStats.add(nameId, durationMs);
    if (durationMs !== durationMs) return;
    const hasAttributes = scanner.has(attributes);
    this.#forest.add({
      nameId,
      runIndex,
      spanId: scanner.number(spanId),
      parentId: scanner.number(parentId),
      startMs: scanner.number(startMs),
      durationMs,
      bytes,
      attributesStart: hasAttributes ? scanner.start(attributes) : 0,
      attributesEnd: hasAttributes ? scanner.end(attributes) : 0,
    });
  }

  #addEvent(reader: LogReader, run: RunSummary): void {
    const { missedChunks, replans } = this.#findings;
    switch (reader.scanner.text(logField.event)) {
      case 'run_started':
        run.started(reader.record());
        return;
      case 'chunk_finished': {
        const missed = run.chunkFinished(reader.record());
        if (missed !== undefined) missedChunks.offer(missed, Math.abs(missed.error));
        return;
      }
      case 'replanned': {
        const replan = run.replanned(reader.record());
        replans.offer(replan, replan.divergence);
        return;
      }
      case 'memory_pressure':
        run.pressed(reader.record());
        return;
      case 'checkpoint_saved':
        run.checkpointSaved(reader.record());
        return;
      case 'checkpoint_resumed':
        run.checkpointResumed(reader.record());
        return;
      case 'run_finished':
        run.finished(reader.record());
        return;
      default:
        // Events of a later version have their statistics by name.
        return;
    }
  }

  /** A record without a chunk of its own belongs to the chunk under way. */
  #addToGroup(runIndex: number, { scanner }: LogReader, durationMs: number): void {
    const run = this.#runs[runIndex]!;
    const named = scanner.number(logField.chunkIndex);
    const chunk = named === named ? named : run.currentChunk;
    const isChunk = this.#groupBy === 'chunk';
    const group = this.#group;
    if (group.runIndex !== runIndex || (isChunk && group.chunk !== chunk)) {
      const bytes = Buffer.from(isChunk ? `${run.runId} chunk ${chunk}` : run.runId);
      this.#group = { runIndex, chunk, id: this.#groupStats.idOf(bytes, 0, bytes.length) };
    }
    this.#groupStats.add(this.#group.id, durationMs);
  }

  #runIndexOf(bytes: Buffer, start: number, end: number): number {
    if (this.#lastRunIndex >= 0 && isSame(this.#lastRunId, bytes, start, end)) return this.#lastRunIndex;
    const isFull = this.#runs.length === runCountMax;
    const found = isFull ? this.#runIds.find(bytes, start, end) : this.#runIds.intern(bytes, start, end);
    const index = found < 0 ? runCountMax - 1 : found;
    if (index === this.#runs.length) this.#runs.push(new RunSummary(this.#runIds.textOf(index)));
    this.#lastRunId = Buffer.from(bytes.subarray(start, end));
    this.#lastRunIndex = index;
    return index;
  }
}

const spanEvent = Buffer.from('span');

function isSame(one: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (one.length !== end - start) return false;
  for (let i = one.length - 1; i >= 0; i -= 1) if (one[i] !== bytes[start + i]) return false;
  return true;
}

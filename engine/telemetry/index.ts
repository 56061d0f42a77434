export {
  type ChunkLog,
  type ChunkLogOptions,
  nullChunkLog,
  openChunkLog,
  type OpenSpan,
} from './chunk-log.ts';
export { type ChunkMemoryLog, logChunkMemory } from './chunk-memory-log.ts';
export { type ByteSource, openByteSource } from './byte-source.ts';
export { chunkLogSchema } from './chunk-log.schema.ts';
export {
  type CacheCounts,
  type CheckpointResumed,
  type CheckpointSaved,
  type ChunkEventName,
  type ChunkEvents,
  type ChunkFinished,
  chunkLogVersion,
  type ChunkRecord,
  type LoggedPressure,
  type LoggedRegions,
  type MemoryPressure,
  type Replanned,
  type RunFinished,
  type RunStarted,
  type RunStatus,
  type Span,
  type SpanAttribute,
} from './chunk-record.ts';
export { LineReader, lineBytesMax } from './line-reader.ts';
export { logField, LogReader, type LogReaderOptions } from './log-reader.ts';
export { LogTail } from './log-tail.ts';
export { LogWindow, type RecordFilter } from './log-window.ts';
export { LogMerge, type MergeOptions } from './log-merge.ts';
export { LogSummary, type ReadLog, type SummaryGroup } from './log-summary.ts';
export { MergedLines } from './merged-lines.ts';
export type { NamedStat } from './named-stats.ts';
export type { LoggedReplan, MissedChunk, RunSummary } from './run-summary.ts';
export type { SpanTree } from './span-forest.ts';
export { type Profiler, startProfiler } from './profiler.ts';
export { QuantileSketch } from './quantile-sketch.ts';
export { RecordScanner, valueKind } from './record-scanner.ts';
export { RunningStats } from './running-stats.ts';
export { TopN } from './top-n.ts';

export { type ChunkLog, type ChunkLogOptions, nullChunkLog, openChunkLog, type OpenSpan } from './chunk-log.ts';
export { type ChunkMemoryLog, logChunkMemory } from './chunk-memory-log.ts';
export { chunkLogEvents } from './chunk-log-events.ts';
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
export { type Profiler, startProfiler } from './profiler.ts';
export { TopN } from './top-n.ts';

export { addItem, type Batch, itemFlag, makeBatch } from './batch.ts';
export { type ExtractionRules } from './extractor.ts';
export type { BatchTiming } from './batch-timer.ts';
export { changeFlag, frameBytes, frameInts } from './frame-layout.ts';
export { FrameReader, type Slice, type SliceSink } from './frame-reader.ts';
export type { Frame, FrameSource } from './frame-source.ts';
export { InlineSource } from './inline-source.ts';
export type { RenamePolicy } from './rename-joiner.ts';
export { WorkerPool, type WorkerPoolOptions } from './worker-pool.ts';

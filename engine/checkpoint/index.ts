export { generationsIn, manifestPath } from './checkpoint-folder.ts';
export { type Checkpoint, type CheckpointAbout, type CheckpointFields, readCheckpoint } from './checkpoint-record.ts';
export { CheckpointStore } from './checkpoint-store.ts';
export { type KeptState, listState, removeState, verifyState } from './state-directory.ts';

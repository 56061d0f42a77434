export { AnalyzerSlot } from './analyzer-slot.ts';
export { FinalFilesBuilder } from './final-files.ts';
export { isWhole, LineSlot, linesOwner, type SavedLines } from './line-slot.ts';
export { OwnedState } from './owned-state.ts';
export { PathLog } from './path-log.ts';
export { PlaceLog } from './place-log.ts';
export { ownersOf, RunState, type RunStateOptions, type SelectedAnalyzer } from './run-state.ts';
export { TextCache } from './text-cache.ts';
export type { WalkGaps } from './walk-gaps.ts';

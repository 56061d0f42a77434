export { ColdStates } from './cold-states.ts';
export { FileVersions, filesPerPart } from './file-versions.ts';
export { LineHistories, lineParts } from './line-histories.ts';
export { eventSpec, keyShift, LineLedger, removalSpec } from './line-ledger.ts';
export { LineReader } from './line-reader.ts';
export { lineCountOfRuns, linesOf, originCountMax, originOf, type RunView } from './runs.ts';
export { VersionGraph, type Walk } from './version-graph.ts';

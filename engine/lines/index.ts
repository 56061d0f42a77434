export { FileVersions, filesPerPart } from './file-versions.ts';
export { LineHistories, linePartsName } from './line-histories.ts';
export { eventSpec, keyShift, LineLedger, removalSpec } from './line-ledger.ts';
export { LineReader } from './line-reader.ts';
export { Runs, runInts, specialOrigin } from './runs.ts';
export { decodeRuns } from './runs-codec.ts';
export { VersionGraph, type Walk } from './version-graph.ts';

export { type AnalysisRules, blobBytesMaxUsual, freezeRules } from './analysis-rules.ts';
export type { MemoryReadings, RunEvents } from './chunk-loop.ts';
export { reportOptions, stateKey } from './rule-texts.ts';
export { RunAccounts } from './run-accounts.ts';
export { type FoldedRun, runHistory, type RunOptions, type VerifyMode } from './run-history.ts';
export { abortReason, stoppedBy, timeoutReason } from './stopped-by.ts';

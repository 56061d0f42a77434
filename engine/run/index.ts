export { type AnalysisRules, blobBytesMaxUsual, freezeRules } from './analysis-rules.ts';
export { reportOptions, stateKey } from './rule-texts.ts';
export { RunAccounts } from './run-accounts.ts';
export { type FoldedRun, runHistory } from './run-history.ts';
export type { MemoryReadings, RunEvents, RunOptions, VerifyMode } from './run-options.ts';
export { abortReason, stoppedBy, timeoutReason } from './stopped-by.ts';

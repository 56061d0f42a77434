/** The door for the program, the tests and the benchmarks. It is not part of the package's promises. */
export type { AnalyseOptions, IdentitiesChoice, ResumeChoice } from './analyse-options.ts';
export type { AnalysisHost, AnalysisParts } from './analysis-host.ts';
export type { AnalysisMeans, AnalysisOrder } from './analysis-order.ts';
export type { AnalysisEvent, AnalysisProgress } from './analysis-progress.ts';
export type { FoldedAnalysis } from './folded-analysis.ts';
export { folderOf } from './folder-of.ts';
export { compatFormatOf, type CompatName, compatNames } from './compat-formats.ts';
export { findFormat, formats } from './formats.ts';
export { endingsOfFormats, formatOfEnding } from './format-of-ending.ts';
export { orderOf } from './order-of.ts';
export { type AuditOrder, auditRepository } from './audit-repository.ts';
export { dashboardAssets } from './page-assets.ts';
export { prepareAnalysis } from './prepare-analysis.ts';
export type { PreparedAnalysis } from './prepared-analysis.ts';
export { repositoryFace } from './repository-face.ts';
export { runAnalysis } from './run-analysis.ts';
export { selectAnalyzers } from './select-analyzers.ts';
export { usualOptions } from './usual-options.ts';

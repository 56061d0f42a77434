/** The package's door, `import { analyse } from 'codefang'`: everything that is promised to others. */
export { analyse } from './analyse.ts';
export type { AnalyseOptions, IdentitiesChoice, ResumeChoice } from './analyse-options.ts';
export type { AnalysisEvent, AnalysisProgress } from './analysis-progress.ts';
export { BudgetError } from './budget-error.ts';
export { type AnalyzerSummary, listAnalyzers } from './list-analyzers.ts';
export { type FormatSummary, listFormats } from './list-formats.ts';
export { openReport } from './open-report.ts';
export type { Analysis, Report, ReportRow, WriteOptions } from './report.ts';
export type { ReportFormatName } from './report-format-name.ts';
export { chunkLogSchema, CodefangError, type FailureCode, parseByteSize } from '../engine/index.ts';
export type { Cell, CellRecord, MovesPolicy, OptionValues, RenamePolicy } from '../engine/index.ts';
export type { ReportHead, WrittenReport } from '../engine/index.ts';

/** The engine's door: everything the other houses may use. */
export { CodefangError, type FailureCode, formatBytes, formatDuration, messageChain } from './base/index.ts';
export { GiB, KiB, MiB, parseByteSize } from './base/index.ts';
export { filesPerPart, type LineEdit, LineRuns, type RemovalSink } from './history/index.ts';
export {
  type AnalyzerCost,
  type AnalyzerDefinition,
  type AnalyzerOption,
  type AnalyzerRun,
  type AnalyzerSetup,
  type Cell,
  type CellRecord,
  changeKind,
  type Column,
  type ColumnType,
  type CommitView,
  type FactCursor,
  type Facts,
  type FactSpec,
  type FileChanges,
  type FinalFiles,
  type Fold,
  type HistorySummary,
  type OptionValues,
  type Parts,
  type PartShape,
  type ReportContext,
  type Section,
} from './contract.ts';

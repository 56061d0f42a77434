/** The engine's door: everything the other houses may use. */
export { CodefangError, type FailureCode, formatBytes, formatDuration, messageChain } from './base/index.ts';
export { GiB, KiB, MiB, parseByteSize } from './base/index.ts';
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
  type CommitColumn,
  type CommitText,
  type CommitView,
  type Fact,
  type FactGroup,
  type Facts,
  type FactSpec,
  type FileChanges,
  type FinalFiles,
  type Fold,
  type HistorySummary,
  type Keep,
  type LineDeath,
  type LineEvent,
  type LineReport,
  type OptionValue,
  type OptionValues,
  type Parts,
  type PathClass,
  type PartShape,
  type Presentation,
  type ReportContext,
  type RuleFile,
  type ScratchFacts,
  type Section,
  type SubmoduleChanges,
} from './contract.ts';
export { collectGarbage, type Garbage, GarbageWatch } from './memory/index.ts';
export { type HeapSnapshot, takeHeapSnapshot } from './memory/index.ts';
export { compileInTurn, keepYoungSpaceSmall, MemoryMeter, preferSmallHeap, resolveBudget } from './memory/index.ts';
export { findReportFormat, openOutput, type Paint, type ReportFormat, reportFormats } from './report/index.ts';
export { parseTableName, plainPaint, pourReport, type ReportOutput, WritableSink } from './report/index.ts';
export { type ReportFace, type WriterOptions, type WrittenReport, writeReport } from './report/index.ts';
export { isoUtc, parseTick } from './history/index.ts';
export { findRepository, originUrl, packSizes, readingFailure, repositoryName, webAddressOf } from './git/index.ts';
export type { RepositoryLocation } from './git/index.ts';
export type { ExtractionRules, MovesPolicy, RenamePolicy } from './pipeline/index.ts';
export { DiskLimit, type Hibernatable } from './spill/index.ts';
export { SpillCleanupGuard, type SpillCleaner, sweepDeadSpills } from './spill/index.ts';
export type { AccountName, ChunkObservation, ChunkPolicy, PlannedAccount } from './plan.ts';
export type { PressureLevel, Regions, ReplanNote, RunPlan } from './plan.ts';
export { type History, type HistoryRequest, type Identities, openHistory } from './survey/index.ts';
export { type KeptSurvey, listSurveys, removeSurvey } from './survey/index.ts';
export { largestComparisonBytes, readRuleFile } from './survey/index.ts';
export { type CheckpointFields, CheckpointStore } from './checkpoint/index.ts';
export { type KeptState, listState, removeState, verifyState } from './checkpoint/index.ts';
export { AnalyzerSlot, LineSlot, OwnedState, ownersOf, type SelectedAnalyzer } from './state/index.ts';
export type { SpanSink } from './walk/index.ts';
export { type AnalysisRules, blobBytesMaxUsual, freezeRules, reportOptions, stateKey } from './run/index.ts';
export { type FoldedRun, runHistory, type RunOptions, type VerifyMode } from './run/index.ts';
export { type MemoryReadings, RunAccounts, type RunEvents } from './run/index.ts';
export { abortReason, stoppedBy, timeoutReason } from './run/index.ts';
export { commitSeries, describeReport, reportSections } from './results/index.ts';
export { describeTables, type ReportSource, RunReportContext, type TableDescription } from './results/index.ts';
export { unmatchedPaths } from './results/index.ts';
export { Blame, type BlamedRun, type BlameRequest, type CommitFacts, type TextLines } from './blame/index.ts';
export type { ChunkEventName, ChunkEvents, RunStatus } from './telemetry/index.ts';
export { chunkLogEvents, chunkLogSchema, type ChunkLog, nullChunkLog, openChunkLog } from './telemetry/index.ts';
export { type ChunkMemoryLog, logChunkMemory, startProfiler } from './telemetry/index.ts';
export { logField, LogMerge, LogReader, LogTail, openByteSource, type RecordFilter } from './logs/index.ts';
export type { MergedLines } from './logs/index.ts';
export { LogSummary, type NamedStat, type RunSummary, type SpanTree, type SummaryGroup } from './logs/index.ts';
export type { AnalyzerSections, ReportHead, ReportWriter } from './report/index.ts';
export { ClosedPipe, FdSink, type StreamOutput, type TextRole, visibleText } from './report/index.ts';
export { seriesTable, timeseriesDocumentSchema } from './report/index.ts';
export { shownAnalyzers, writeReportInTurns } from './report/index.ts';
export { type ByteSink, CsvTable, type OpenFile } from './report/index.ts';
export type { Evidence, Finding, FindingsSource } from './report/index.ts';
export { cutToWidth, displayWidth, layOutTable, padToWidth, type TextColumn } from './report/index.ts';
export { shownCell, shownName } from './report/index.ts';
export { emptyBecause, groupDigits, headMembers, isList } from './report/index.ts';
export { type ReportClock, reportClock, secondsOf } from './report/index.ts';
export { type JsonSchema, reportDocumentSchema, schemaDialect, tableSchema } from './report/index.ts';
export { openStoredReport, type StoredReport, trustingWriter } from './report/index.ts';

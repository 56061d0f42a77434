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
  type OptionValues,
  type Parts,
  type PartShape,
  type Presentation,
  type ReportContext,
  type Section,
} from './contract.ts';
export { collectGarbage, type Garbage, GarbageWatch } from './memory/index.ts';
export { type HeapSnapshot, takeHeapSnapshot } from './memory/index.ts';
export { keepYoungSpaceSmall, MemoryMeter, preferSmallHeap, resolveBudget } from './memory/index.ts';
export { findReportFormat, openOutput, type Paint, type ReportFormat, reportFormats } from './report/index.ts';
export { parseTableName, plainPaint, pourReport, type ReportOutput, WritableSink } from './report/index.ts';
export { type WriterOptions, type WrittenReport, writeReport, writeReportInTurns } from './report/index.ts';
export { isoUtc, parseTick } from './history/index.ts';
export { packSizes } from './git/index.ts';
export type { ExtractionRules, MovesPolicy, RenamePolicy } from './pipeline/index.ts';
export { DiskLimit, type Hibernatable } from './spill/index.ts';
export { SpillCleanupGuard, type SpillCleaner, sweepDeadSpills } from './spill/index.ts';
export { AnalyzerSlot } from './run/analyzer-slot.ts';
export { LineSlot } from './run/line-slot.ts';
export { Blame, type BlamedRun, type BlameRequest } from './run/blame.ts';
export type { CommitFacts } from './run/commit-facts.ts';
export type { TextLines } from './run/text-lines.ts';
export { OwnedState } from './run/owned-state.ts';
export { CheckpointStore } from './run/checkpoint-store.ts';
export type { CheckpointFields } from './run/checkpoint-record.ts';
export { type KeptSurvey, listSurveys, removeSurvey } from './run/kept-commits.ts';
export { type KeptState, listState, removeState, verifyState } from './run/state-directory.ts';
export type { MemoryReadings, RunEvents } from './run/chunk-loop.ts';
export { type AnalysisRules, blobBytesMaxUsual, freezeRules } from './run/analysis-rules.ts';
export { reportOptions, stateKey } from './run/rule-texts.ts';
export { readRuleFile, type RuleFile } from './run/rule-file.ts';
export { describeReport, reportSections } from './run/describe-report.ts';
export type { ReportSource } from './run/report-source.ts';
export { type History, type HistoryRequest, type Identities, openHistory } from './run/open-history.ts';
export { largestComparisonBytes } from './run/largest-comparison.ts';
export { RunReportContext } from './run/report-context.ts';
export { type FoldedRun, runHistory, type RunOptions, type VerifyMode } from './run/run-history.ts';
export { ownersOf, type SelectedAnalyzer } from './run/run-state.ts';
export type { SpanSink } from './run/walk-spans.ts';
export { RunAccounts } from './run/run-accounts.ts';
export type { AccountName, ChunkObservation, ChunkPolicy, PlannedAccount } from './run/run-plan.ts';
export type { PressureLevel, Regions, ReplanNote, RunPlan } from './run/run-plan.ts';
export type { ChunkEventName, ChunkEvents } from './telemetry/index.ts';
export { chunkLogSchema, type ChunkLog, nullChunkLog, openChunkLog, type RunStatus } from './telemetry/index.ts';
export { type ChunkMemoryLog, logChunkMemory, startProfiler } from './telemetry/index.ts';
export { logField, LogMerge, LogReader, LogTail, openByteSource, type RecordFilter } from './telemetry/index.ts';
export type { MergedLines } from './telemetry/index.ts';
export { LogSummary, type NamedStat, type RunSummary, type SpanTree, type SummaryGroup } from './telemetry/index.ts';
export { abortReason, stoppedBy, timeoutReason } from './run/stopped-by.ts';
export type { AnalyzerSections, ReportHead, ReportWriter } from './report/index.ts';
export { ClosedPipe, FdSink, visibleText } from './report/index.ts';
export { commitSeries } from './run/commit-series.ts';
export { seriesTable, timeseriesDocumentSchema } from './report/index.ts';
export { shownAnalyzers } from './report/index.ts';
export { type ByteSink, CsvTable, type OpenFile } from './report/index.ts';
export { emptyBecause, groupDigits, headMembers, isList } from './report/index.ts';
export { type ReportClock, reportClock, secondsOf } from './report/index.ts';
export { describeTables, type TableDescription } from './run/describe-tables.ts';
export { type JsonSchema, reportDocumentSchema, schemaDialect, tableSchema } from './report/index.ts';
export { openStoredReport, type StoredReport, trustingWriter } from './report/index.ts';

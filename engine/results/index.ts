export { commitSeries } from './commit-series.ts';
export { describeReport, reportSections } from './describe-report.ts';
export { describeTables, type TableDescription } from './describe-tables.ts';
export { RunReportContext } from './report-context.ts';
export type { ReportSource } from './report-source.ts';
export { unmatchedPaths } from './unmatched-paths.ts';

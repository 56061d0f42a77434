/** A format of reports, as `codefang list` describes them. */
export type ReportFormatName =
  | 'json'
  | 'ndjson'
  | 'csv'
  | 'yaml'
  | 'bin'
  | 'parquet'
  | 'timeseries'
  | 'compact'
  | 'tables'
  | 'text'
  | 'markdown'
  | 'html';

/**
 * How a series is measured, and so how its noise behaves: `events` are counts, `lines` are sums of sizes that differ by
 * orders of magnitude, `net` may be negative.
 */
export type SeriesKind = 'events' | 'lines' | 'net';

export type SeriesName =
  | 'commits'
  | 'added'
  | 'removed'
  | 'net'
  | 'files'
  | 'authors'
  | 'languages'
  | 'new_authors'
  | 'deleted_files'
  | 'merges'
  | 'rework'
  | 'old_deaths';

/** All series in the order of the report. */
export const seriesKinds: Readonly<Record<SeriesName, SeriesKind>> = {
  commits: 'events',
  added: 'lines',
  removed: 'lines',
  net: 'net',
  files: 'events',
  authors: 'events',
  languages: 'events',
  new_authors: 'events',
  deleted_files: 'events',
  merges: 'events',
  rework: 'lines',
  old_deaths: 'lines',
};

export const seriesNames: readonly SeriesName[] = Object.keys(seriesKinds) as SeriesName[];

/**
 * Limits of size, and what is above them today. An entry may only shrink: lower it with the file, and
 * take it out when nothing is above the limit any more. New ones are not added.
 */
export const fileLinesMax = 500;
export const functionLinesMax = 70;
export const columnsMax = 120;
export const doorLinesMax = 60;

/** Doors of a whole house say more than those of a room. */
export const widerDoors: Readonly<Record<string, number>> = { 'engine/index.ts': 90 };

/** Lines of files above `fileLinesMax`. */
export const longFiles: Readonly<Record<string, number>> = {};

/** Lines of functions above `functionLinesMax`, by `<file> <first line of the header>`. */
export const longFunctions: Readonly<Record<string, number>> = {};

/** How many lines of a file are wider than `columnsMax`. */
export const wideFiles: Readonly<Record<string, number>> = {
  'cmd/commands/log-report-text.ts': 2,
  'cmd/commands/plot.ts': 3,
  'test/analyzers/page/story-report.ts': 3,
  'test/engine/report/read/stored-report.test.ts': 5,
};

/** Imports, of types alone, that close a ring of files. */
export const ringImports: readonly string[] = [
  'cmd/config/placed-path.ts imports cmd/config/config-file.ts',
  'cmd/plain-progress.ts imports cmd/progress.ts',
  'cmd/status-line.ts imports cmd/progress.ts',
  'engine/logs/gzip-source.ts imports engine/logs/byte-source.ts',
];

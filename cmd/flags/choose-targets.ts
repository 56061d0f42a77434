import { statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import {
  compatFormatOf,
  type CompatName,
  endingsOfFormats,
  findFormat,
  formatOfEnding,
} from '../../analysis/internal.ts';
import { CodefangError } from '../../engine/index.ts';
import { didYouMean } from '../nearest-name.ts';

/** One of the places that a report is written to, and how. */
export interface ReportTarget {
  /** As `codefang list` names it. */
  readonly format: string;
  /** File or directory; undefined is the standard output. */
  readonly path: string | undefined;
  /** `analyzer:section`, for a format that can write one table alone. */
  readonly table: string | undefined;
  /** Whose tables are written instead of ours. */
  readonly compat: CompatName | undefined;
  /** Whether text is coloured. */
  readonly color: boolean;
}

export interface TargetWishes {
  /** As often as -o was given; `-` is the standard output. */
  readonly paths: readonly string[];
  readonly format: string | undefined;
  readonly table: string | undefined;
  readonly compat: CompatName | undefined;
  /** Whether the standard output is a terminal. */
  readonly isTerminal: boolean;
  readonly wantsColor: (isOnTerminal: boolean) => boolean;
}

/**
 * What each -o asks for. A format that is named decides where there is one -o; where there are several, their endings
 * decide, and the named one is for those without.
 *
 * @throws {CodefangError} USAGE for an ending that no format has, and for a format or a table that no -o takes
 */
export function chooseTargets(wishes: TargetWishes): readonly ReportTarget[] {
  const paths = wishes.paths.length === 0 ? ['-'] : wishes.paths;
  checkDistinct(paths);
  const formats = paths.map((path) => formatFor(path, wishes, paths.length > 1));
  checkFormatIsUsed(wishes, paths, formats);
  const compat = wishes.compat === undefined ? undefined : compatFormatOf(wishes.compat);
  const takesCompat = (format: string): boolean => format === compat?.format.name;
  return paths.map((path, at) => ({
    format: formats[at]!,
    path: path === '-' ? undefined : path,
    table: forThoseWhoTakeIt(wishes.table, makesFiles, formats, at),
    color: wishes.wantsColor(path === '-' && wishes.isTerminal),
    compat: forThoseWhoTakeIt(wishes.compat, takesCompat, formats, at),
  }));
}

/** What only some formats take goes to those; if there are none, to all, and is refused with the reason. */
function forThoseWhoTakeIt<Value>(
  value: Value | undefined,
  takes: (format: string) => boolean,
  formats: readonly string[],
  at: number,
): Value | undefined {
  return takes(formats[at]!) || !formats.some(takes) ? value : undefined;
}

function checkDistinct(paths: readonly string[]): void {
  const places = paths.map((path) => (path === '-' ? path : resolve(path)));
  const again = places.findIndex((place, at) => places.indexOf(place) < at);
  if (again < 0) return;
  const state = 'it is given twice, expected another name for each format';
  throw new CodefangError('USAGE', `Cannot use -o ${paths[again]}: ${state}`);
}

/** A name without an ending, such as `v1.2`, is a place for JSON, whatever reads the standard output. */
function formatFor(path: string, { format, compat, isTerminal }: TargetWishes, isOneOfSeveral: boolean): string {
  if (format !== undefined && !isOneOfSeveral) return format;
  if (format === undefined && compat !== undefined && isPlaceFor(compat, path))
    return compatFormatOf(compat).format.name;
  if (path === '-') return format ?? (isTerminal ? 'text' : 'json');
  const named = formatOfEnding(path);
  if (named !== undefined) return named;
  if (isDirectory(path)) return format !== undefined && makesFiles(format) ? format : 'csv';
  if (format !== undefined) return format;
  if (/[a-z]/i.test(extname(path))) throw unknownEnding(path);
  return 'json';
}

/** Whether a format writes a directory of files. */
function makesFiles(format: string): boolean {
  return findFormat(format, undefined).needs === 'directory';
}

/** What another tool reads may be a directory that is not there yet, and its name may have a dot, as of `mktemp -u`. */
function isPlaceFor(compat: CompatName, path: string): boolean {
  if (path === '-' || extname(path) === '') return true;
  return compatFormatOf(compat).format.needs === 'directory' && formatOfEnding(path) === undefined;
}

function isDirectory(path: string): boolean {
  return path.endsWith('/') || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function checkFormatIsUsed({ format }: TargetWishes, paths: readonly string[], formats: readonly string[]): void {
  if (format === undefined || formats.includes(format)) return;
  const places = paths.map((path) => `-o ${path}`).join(' ');
  const state = 'each of these names asks for another format, expected one without an ending, or only one -o';
  throw new CodefangError('USAGE', `Cannot use --format ${format} with ${places}: ${state}`);
}

function unknownEnding(path: string): CodefangError {
  const ending = extname(path);
  // Two words of three letters are always near each other.
  const hint = ending.length > '.csv'.length ? didYouMean(ending, endingsOfFormats) : '';
  const known = `known endings are ${endingsOfFormats.join(', ')}, and --format takes precedence${hint}`;
  return new CodefangError(
    'USAGE',
    `Cannot choose a format for "${path}": no format has the ending ${ending}, ${known}`,
  );
}

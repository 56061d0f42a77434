import type { PathClass } from '../../engine/index.ts';

export const relations = ['hidden', 'twins', 'followers', 'routine'] as const;

/**
 * What explains that two files change together:
 *
 *   hidden     both are code, and their names have nothing in common
 *   twins      their names say that they belong together: a source and its header, its test, its page of the manual
 *   followers  a test, document, configuration or data changes with something
 *   routine    one of them is bookkeeping, generated or vendored
 */
export type Relation = (typeof relations)[number];

export interface FileOfPair {
  readonly path: string;
  readonly class: PathClass;
}

const routine: ReadonlySet<PathClass> = new Set(['bookkeeping', 'generated', 'vendored']);

export function relationOf(one: FileOfPair, other: FileOfPair): Relation {
  if (routine.has(one.class) || routine.has(other.class)) return 'routine';
  if (haveSameStem(one.path, other.path)) return 'twins';
  return one.class === 'code' && other.class === 'code' ? 'hidden' : 'followers';
}

/** A file and its test. */
export function isTestPair(one: FileOfPair, other: FileOfPair): boolean {
  return (one.class === 'test') !== (other.class === 'test') && haveSameStem(one.path, other.path);
}

/** How far two folders are from each other: the same, one step or two, or farther. */
export function distanceOf(one: string, other: string): 'same-folder' | 'sibling' | 'distant' {
  const [folders, others] = [one.split('/').slice(0, -1), other.split('/').slice(0, -1)];
  const differs = folders.findIndex((name, at) => name !== others[at]);
  const shared = differs < 0 ? folders.length : differs;
  const steps = folders.length + others.length - 2 * shared;
  if (steps === 0) return 'same-folder';
  return steps <= 2 ? 'sibling' : 'distant';
}

/** Files of these names belong together only in one folder. */
const commonNames: ReadonlySet<string> = new Set([
  'index',
  '__init__',
  'mod',
  'main',
  'lib',
  'readme',
  'types',
  'config',
  'package',
  'makefile',
  'setup',
  'common',
]);

/** A source, and the folder of its parts, have the same as well. */
function haveSameStem(one: string, other: string): boolean {
  const [folder, otherFolder] = [folderOf(one), folderOf(other)];
  const stem = stemOf(one);
  const isTelling = stem !== '' && (folder === otherFolder || !commonNames.has(stem));
  if (isTelling && stem === stemOf(other)) return true;
  return withoutEnding(one) === otherFolder || withoutEnding(other) === folder;
}

/**
 * The bare name of a file, the same for a source, its header, its test and its page of the manual.
 *
 * @example stemOf('t/t0021-convert.sh') === 'convert'
 */
function stemOf(path: string): string {
  return withoutEnding(path.slice(path.lastIndexOf('/') + 1).toLowerCase())
    .replace(/^(t\d+|git|tests?)[-_]/, '')
    .replace(/[-_.]?(tests?|spec|impl)$|\.(d|min)$/, '');
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function withoutEnding(path: string): string {
  return path.replace(/(?<=[^/])\.[^./]*$/, '');
}

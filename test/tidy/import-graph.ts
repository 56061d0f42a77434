import { posix } from 'node:path';
import type { SourceFile } from './source-files.ts';

export interface ImportLine {
  readonly from: string;
  /** A path of the project, or the name of a package or of a module of Node. */
  readonly to: string;
  readonly isOurs: boolean;
  /** Nothing of it is left when it runs. */
  readonly isTypeOnly: boolean;
  /** Loaded only when the line is reached. */
  readonly isLate: boolean;
}

const statement = /^(import|export)\s+(type\s+)?(?:([^'";]*?)\s+from\s+)?'([^']+)'/gm;
const call = /\bimport\(\s*'([^']+)'\s*\)/g;
const worker = /new Worker\(\s*new URL\(\s*'(\.[^']+)\.js'\s*,\s*import\.meta\.url\s*\)/g;

/** What a file imports, re-exports and starts as a worker. */
export function importsOf(file: SourceFile): ImportLine[] {
  const lines: ImportLine[] = [];
  for (const [, , typeWord, names, to] of file.code.matchAll(statement)) {
    lines.push({ ...importLine(file.path, to!), isTypeOnly: typeWord !== undefined || isAllTypes(names) });
  }
  for (const [, to] of file.code.matchAll(call)) lines.push({ ...importLine(file.path, to!), isLate: true });
  return lines;
}

/** Files that a file starts as worker threads. */
export function workersOf(file: SourceFile): string[] {
  return Array.from(file.code.matchAll(worker), ([, to]) => resolve(file.path, `${to}.ts`));
}

/** Every file that is loaded when `entry` starts. */
export function loadedBy(entry: string, files: ReadonlyMap<string, SourceFile>): Set<string> {
  const loaded = new Set([entry]);
  for (const path of loaded) {
    const file = files.get(path);
    if (file === undefined) throw new Error(`Cannot follow imports: ${path} is not there`);
    for (const line of importsOf(file)) {
      if (line.isOurs && !line.isTypeOnly && !line.isLate) loaded.add(line.to);
    }
  }
  return loaded;
}

/** A ring of files that import each other by the lines that count; undefined when there is none. */
export function findRing(
  files: ReadonlyMap<string, SourceFile>,
  counts: (line: ImportLine) => boolean,
): string[] | undefined {
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (path: string): string[] | undefined => {
    if (done.has(path)) return undefined;
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    trail.push(path);
    for (const line of importsOf(files.get(path)!)) {
      const ring = files.has(line.to) && counts(line) ? visit(line.to) : undefined;
      if (ring !== undefined) return ring;
    }
    trail.pop();
    done.add(path);
    return undefined;
  };
  for (const path of files.keys()) {
    const ring = visit(path);
    if (ring !== undefined) return ring;
  }
  return undefined;
}

function importLine(from: string, to: string): ImportLine {
  const isOurs = to.startsWith('.');
  return { from, to: isOurs ? resolve(from, to) : to, isOurs, isTypeOnly: false, isLate: false };
}

function resolve(from: string, to: string): string {
  return posix.join(posix.dirname(from), to);
}

function isAllTypes(names: string | undefined): boolean {
  const list = /^\{([^]*)\}$/.exec(names?.trim() ?? '')?.[1];
  if (list === undefined) return false;
  const all = list.split(',').map((name) => name.trim());
  return all.every((name) => name === '' || name.startsWith('type '));
}

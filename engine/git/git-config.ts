import { readFileSync, statSync } from 'node:fs';
import { CodefangError, MiB } from '../base/index.ts';

const configBytesMax = 4 * MiB;

/** One assignment; section and name are lower-case, the subsection keeps its case. */
export interface ConfigEntry {
  readonly section: string;
  readonly subsection: string;
  readonly name: string;
  readonly value: string;
}

/**
 * Reads a repository's own `config` (git-config, "Syntax"), in file order; no file gives no
 * entries.
 *
 * Includes are not followed and nothing is run: the file comes with a repository that may be
 * hostile. BOUNDED BY: 4 MiB of file.
 */
export function readGitConfig(path: string): ConfigEntry[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (!found.isFile() || found.size > configBytesMax) {
    throw new CodefangError('CORRUPT', `Cannot read "${path}": expected a file of at most 4 MiB`);
  }
  return parseGitConfig(readFileSync(path, 'utf8'), path);
}

/** The last value of a key, as git takes it; undefined when it is not set. */
export function configValue(entries: readonly ConfigEntry[], section: string, name: string): string | undefined {
  let value: string | undefined;
  for (const entry of entries) {
    if (entry.section !== section || entry.subsection !== '') continue;
    if (entry.name === name) value = entry.value;
  }
  return value;
}

/** Git's reading of a truth value; a name without a value is true. */
export function isTrue(value: string | undefined): boolean {
  if (value === undefined) return false;
  const word = value.toLowerCase();
  return /^(true|yes|on|[+-]?0*[1-9][0-9]*[kmg]?)$/.test(word);
}

/** Parses config text; `path` names it in errors. */
export function parseGitConfig(text: string, path: string): ConfigEntry[] {
  const entries: ConfigEntry[] = [];
  const lines = joinContinuations(text.replace(/^\uFEFF/, ''));
  let section = '';
  let subsection = '';
  for (let i = 0; i < lines.length; i += 1) {
    let line = lines[i]!.trim();
    const head = /^\[\s*([A-Za-z0-9.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\]/.exec(line);
    if (head !== null) {
      // The old form [section.subsection] folds the case of both.
      const [first = '', ...rest] = head[1]!.toLowerCase().split('.');
      section = first;
      subsection = head[2]?.replace(/\\(.)/g, '$1') ?? rest.join('.');
      line = line.slice(head[0].length).trim();
    }
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    const found = /^([A-Za-z][A-Za-z0-9-]*)\s*(?:=\s*([^]*))?$/.exec(line);
    if (found === null || section === '') {
      throw new CodefangError('CORRUPT', `Cannot read "${path}": line ${i + 1} is no setting`);
    }
    const value = found[2] === undefined ? 'true' : readValue(found[2]);
    entries.push({ section, subsection, name: found[1]!.toLowerCase(), value });
  }
  return entries;
}

/** Each line is looked at once, however many make one value: a hostile file may be one value all through. */
function joinContinuations(text: string): string[] {
  const lines: string[] = [];
  let pieces: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    // What is open ends in an even number of backslashes, so that this line alone decides.
    const goesOn = trailingBackslashes(line) % 2 === 1;
    pieces.push(goesOn ? line.slice(0, -1) : line);
    if (goesOn) continue;
    lines.push(pieces.join(''));
    pieces = [];
  }
  if (pieces.length > 0) lines.push(pieces.join(''));
  return lines;
}

function trailingBackslashes(line: string): number {
  let start = line.length;
  while (start > 0 && line[start - 1] === '\\') start -= 1;
  return line.length - start;
}

/** Drops comments, quotes and escapes, and the blanks at the end that no quote protects. */
function readValue(text: string): string {
  let value = '';
  let keptLength = 0;
  let isQuoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i]!;
    if (char === '"') {
      isQuoted = !isQuoted;
      keptLength = value.length;
      continue;
    }
    if (!isQuoted && (char === '#' || char === ';')) break;
    if (char === '\\') {
      i += 1;
      const escaped = text[i] ?? '';
      value += escaped === 'n' ? '\n' : escaped === 't' ? '\t' : escaped === 'b' ? '\b' : escaped;
      keptLength = value.length;
      continue;
    }
    value += char;
    if (isQuoted || !/\s/.test(char)) keptLength = value.length;
  }
  return value.slice(0, keptLength);
}

import type { PathClass } from '../contract.ts';
import { PathPattern } from '../git/index.ts';

/** A pattern of a `.gitattributes` file, and what it says of the paths that match it. */
interface AttributeLine {
  /** Bytes of the folder of the file, its slash included; empty at the root. */
  readonly folder: Buffer;
  readonly pattern: PathPattern;
  readonly patternBytes: number;
  /** Undefined takes back what was said before. */
  readonly says: Said;
}

type Said = ReadonlyMap<PathClass, boolean | undefined>;

const classOfAttribute: ReadonlyMap<string, PathClass> = new Map([
  ['linguist-vendored', 'vendored'],
  ['linguist-generated', 'generated'],
  ['linguist-documentation', 'docs'],
]);

/**
 * What the `.gitattributes` files of a tree say about the classes of its files: `linguist-vendored`,
 * `linguist-generated` and `linguist-documentation`, each set, or unset by `-` or `=false`. The last line that matches
 * decides, and a file in a folder comes after those above it. Macros and patterns that git does not allow are passed
 * over.
 *
 * BOUNDED BY: `patternBytesMax` of patterns that say anything; lines after them are passed over. The time for a path
 * grows with them, and the repository may be a stranger's.
 *
 * Source: gitattributes(5).
 */
export class PathAttributes {
  readonly #lines: AttributeLine[] = [];
  #patternBytes = 0;

  /** Adds the lines of a file. REQUIRES: those of folders above it are there. */
  add(folder: string, text: string): void {
    const prefix = Buffer.from(folder);
    for (const line of text.split(/\r?\n/)) {
      const parsed = parseLine(line);
      if (parsed === undefined) continue;
      this.#patternBytes += parsed.patternBytes;
      if (this.#patternBytes > patternBytesMax) return;
      this.#lines.push({ folder: prefix, ...parsed });
    }
  }

  get isEmpty(): boolean {
    return this.#lines.length === 0;
  }

  /** Whether the lines say that a path is of a class, or that it is not; undefined where they say nothing. */
  says(path: Buffer, wanted: PathClass): boolean | undefined {
    for (let at = this.#lines.length - 1; at >= 0; at -= 1) {
      const { folder, pattern, says } = this.#lines[at]!;
      if (!says.has(wanted) || !path.subarray(0, folder.length).equals(folder)) continue;
      if (pattern.matches(path, folder.length, path.length)) return says.get(wanted);
    }
    return undefined;
  }
}

const patternBytesMax = 8192;

type ParsedLine = Pick<AttributeLine, 'pattern' | 'says' | 'patternBytes'>;

function parseLine(line: string): ParsedLine | undefined {
  const [text, ...attributes] = wordsOf(line);
  if (text === undefined || /^[#!]|^\[attr\]/.test(text) || text.endsWith('/')) return undefined;
  const says = new Map<PathClass, boolean | undefined>();
  for (const word of attributes) {
    const [, minus, name, value] = /^([-!]?)([^=]*)(?:=(.*))?$/.exec(word)!;
    const known = classOfAttribute.get(name!);
    if (known === undefined) continue;
    says.set(known, minus === '!' ? undefined : minus !== '-' && value !== 'false');
  }
  return says.size === 0 ? undefined : patternOf(text, says);
}

/** The pattern comes first, in quotes when it has blanks; C escapes in quotes are undone. */
function wordsOf(line: string): string[] {
  const quoted = /^\s*"((?:[^"\\]|\\.)*)"(.*)$/.exec(line);
  if (quoted === null) return line.split(/[ \t]+/).filter((word) => word !== '');
  const name = quoted[1]!.replaceAll(/\\(["\\])/g, '$1');
  return [name, ...quoted[2]!.split(/[ \t]+/).filter((word) => word !== '')];
}

/** A pattern without a slash names files in every folder; none takes what is below a folder that it names. */
function patternOf(text: string, says: Said): ParsedLine | undefined {
  const anywhere = text.includes('/') ? text : `**/${text}`;
  try {
    return {
      pattern: new PathPattern(anywhere, 'a pattern of .gitattributes', 'files'),
      says,
      patternBytes: text.length,
    };
  } catch {
    return undefined;
  }
}

import { readFileSync, statSync } from 'node:fs';
import type { LineCounter as LineCounterType, Node, Pair } from 'yaml';
import { CodefangError, KiB } from '../../engine/index.ts';

/** The part of YAML that options need: no anchors, no tags, one level of sections. */
export type YamlValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly texts: readonly string[] }
  | { readonly kind: 'map'; readonly entries: readonly YamlEntry[] };

export interface YamlEntry {
  readonly key: string;
  readonly line: number;
  readonly value: YamlValue;
}

/** A file may come from a stranger: larger ones are not read. */
const fileBytesMax = 64 * KiB;

type Yaml = typeof import('yaml');

/**
 * The entries of a file of options, in their order. Values are the texts as written, so that
 * `1e3`, `0x10` or `on` mean the same as on the command line.
 *
 * @throws {CodefangError} USAGE naming file and line
 */
export async function readYaml(path: string): Promise<readonly YamlEntry[]> {
  const text = readSmallFile(path);
  const yaml = await import('yaml');
  return new EntryReader(yaml, path, text).entries();
}

function readSmallFile(path: string): string {
  try {
    const found = statSync(path);
    if (found.isFile() && found.size <= fileBytesMax) return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new CodefangError('USAGE', `Cannot read the configuration "${path}"`, { cause });
  }
  const expected = `expected a file of at most ${fileBytesMax / KiB} KiB`;
  throw new CodefangError('USAGE', `Cannot read the configuration "${path}": ${expected}`);
}

class EntryReader {
  readonly #yaml: Yaml;
  readonly #path: string;
  readonly #text: string;
  readonly #lines: LineCounterType;

  constructor(yaml: Yaml, path: string, text: string) {
    this.#yaml = yaml;
    this.#path = path;
    this.#text = text;
    this.#lines = new yaml.LineCounter();
  }

  entries(): readonly YamlEntry[] {
    const top = this.#parse();
    if (top === null) return [];
    if (!this.#yaml.isMap(top)) throw this.#refusal(top, 'expected lines such as "limit: 100"');
    return top.items.map((pair) => this.#entry(pair as Pair<Node, Node | null>));
  }

  #parse(): Node | null {
    const options = { lineCounter: this.#lines, prettyErrors: false, logLevel: 'silent' } as const;
    const document = this.#parsed(() => this.#yaml.parseDocument(this.#text, options));
    const fault = document.errors[0] ?? document.warnings[0];
    if (fault === undefined) return document.contents;
    const { line } = this.#lines.linePos(fault.pos[0]);
    const state = `${fault.message}, expected YAML`;
    throw new CodefangError('USAGE', `Cannot read ${this.#path}:${line}: ${state}`);
  }

  /** Deep nesting exhausts the stack of the parser; that is the file's fault, not ours. */
  #parsed<Result>(parse: () => Result): Result {
    try {
      return parse();
    } catch (cause) {
      throw new CodefangError('USAGE', `Cannot read ${this.#path}: expected YAML`, { cause });
    }
  }

  #entry({ key, value }: Pair<Node, Node | null>): YamlEntry {
    const { isMap, isScalar } = this.#yaml;
    if (!isScalar(key)) throw this.#refusal(key, 'expected the name of an option');
    const line = this.#lineOf(key);
    const name = this.#textOf(key);
    if (!isMap(value)) return { key: name, line, value: this.#plainValue(value ?? key) };
    const entries = value.items.map((pair) => this.#innerEntry(pair as Pair<Node, Node | null>));
    return { key: name, line, value: { kind: 'map', entries } };
  }

  #innerEntry({ key, value }: Pair<Node, Node | null>): YamlEntry {
    if (!this.#yaml.isScalar(key)) throw this.#refusal(key, 'expected the name of an option');
    const plain = this.#plainValue(value ?? key);
    return { key: this.#textOf(key), line: this.#lineOf(key), value: plain };
  }

  #plainValue(node: Node): YamlValue {
    if (!this.#yaml.isSeq(node)) return { kind: 'text', text: this.#textOf(node) };
    return { kind: 'list', texts: node.items.map((item) => this.#textOf(item as Node)) };
  }

  #textOf(node: Node): string {
    if (!this.#yaml.isScalar(node)) throw this.#refusal(node, 'expected a single value');
    if (node.value === null) throw this.#refusal(node, 'the value is missing');
    if (typeof node.value === 'string') return node.value;
    return node.source ?? String(node.value);
  }

  #lineOf(node: Node): number {
    return this.#lines.linePos(node.range?.[0] ?? 0).line;
  }

  #refusal(node: Node, state: string): CodefangError {
    const place = `${this.#path}:${this.#lineOf(node)}`;
    return new CodefangError('USAGE', `Cannot read ${place}: ${state}`);
  }
}

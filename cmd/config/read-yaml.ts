import { readFileSync, statSync } from 'node:fs';
import type { CST, LineCounter, Node, Pair } from 'yaml';
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

/** A section within a document is 5 deep. */
const nestingMax = 16;

type Yaml = typeof import('yaml');
type Token = CST.Token;

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
  readonly #lines: LineCounter;

  constructor(yaml: Yaml, path: string, text: string) {
    this.#yaml = yaml;
    this.#path = path;
    this.#text = text;
    this.#lines = new yaml.LineCounter();
  }

  entries(): readonly YamlEntry[] {
    const top = this.#parse();
    if (top === null || (this.#yaml.isScalar(top) && top.value === null)) return [];
    if (!this.#yaml.isMap(top)) throw this.#refusal(top, 'expected lines such as "limit: 100"');
    return top.items.map((pair) => this.#entry(pair as Pair<Node, Node | null>));
  }

  /** In two steps, because the second one is recursive: with a full stack it ends the process. */
  #parse(): Node | null {
    const parser = new this.#yaml.Parser(this.#lines.addNewLine);
    const tokens = [...parser.parse(this.#text)];
    if (isDeeperThan(tokens, nestingMax)) {
      const state = `it is nested more than ${nestingMax} deep, expected options and sections`;
      throw new CodefangError('USAGE', `Cannot read ${this.#path}: ${state}`);
    }
    const composer = new this.#yaml.Composer({ prettyErrors: false });
    const [document, second] = composer.compose(tokens, true, this.#text.length);
    if (second !== undefined) throw this.#fault('a second document begins', second.range[0]);
    const fault = document?.errors[0] ?? document?.warnings[0];
    if (fault !== undefined) throw this.#fault(fault.message, fault.pos[0]);
    return document?.contents ?? null;
  }

  #fault(state: string, offset: number): CodefangError {
    const place = `${this.#path}:${this.#lines.linePos(offset).line}`;
    return new CodefangError('USAGE', `Cannot read ${place}: ${state}, expected YAML`);
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
    if (node.tag !== undefined) throw this.#refusal(node, 'expected a value without a tag');
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

/** Level by level, so that the depth costs no stack. */
function isDeeperThan(tokens: readonly Token[], depthMax: number): boolean {
  let level = tokens;
  for (let depth = 0; depth < depthMax && level.length > 0; depth += 1) {
    level = level.flatMap(innerTokens);
  }
  return level.length > 0;
}

function innerTokens(token: Token): Token[] {
  if (token.type === 'document') return token.value === undefined ? [] : [token.value];
  if (!('items' in token)) return [];
  return token.items.flatMap(({ key, value }) => [key ?? [], value ?? []].flat());
}

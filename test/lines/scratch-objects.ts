import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gitRun } from './git-run.ts';

export interface ScratchEntry {
  readonly mode: string;
  readonly name: string;
  readonly oid: string;
}

/** Trees beside a repository, which itself stays as it is. OWNS a temporary directory: `dispose()`. */
export class ScratchObjects implements Disposable {
  readonly #repository: string;
  readonly #folder: string = mkdtempSync(join(tmpdir(), 'codefang-objects-'));
  readonly #env: Readonly<Record<string, string>>;

  constructor(repository: string) {
    this.#repository = repository;
    const objects = gitRun(repository, ['rev-parse', '--git-path', 'objects']).toString().trim();
    this.#env = {
      GIT_OBJECT_DIRECTORY: this.#folder,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: resolve(repository, objects),
    };
  }

  /** Ids of trees of such entries; names as latin1. */
  makeTrees(trees: readonly (readonly ScratchEntry[])[]): string[] {
    const texts = trees.map((entries) => `${entries.map(entryText).join('')}\0`);
    const different = Array.from(new Set(texts));
    if (different.length === 0) return [];
    const input = Buffer.from(different.join(''), 'latin1');
    const words = ['-c', 'core.looseCompression=0', 'mktree', '-z', '--missing', '--batch'];
    const output = gitRun(this.#repository, words, { input, env: this.#env }).toString('latin1');
    const made = output.trimEnd().split('\n');
    const byText = new Map(different.map((text, at) => [text, made[at]!]));
    return texts.map((text) => byText.get(text)!);
  }

  /** What `git diff-tree` says of pairs of trees, one text a pair. */
  diffTrees(pairs: readonly (readonly [string, string])[], words: readonly string[]): string[] {
    if (pairs.length === 0) return [];
    const input = pairs.map((pair) => `${pair.join(' ')}\n`).join('');
    const command = ['diff-tree', '--stdin', ...words];
    const output = gitRun(this.#repository, command, { input, env: this.#env }).toString('latin1');
    const heads = pairs.map((pair) => `${pair.join(' ')}\n`);
    const starts: number[] = [];
    for (const head of heads) {
      const at = output.indexOf(head, starts.at(-1) ?? 0);
      if (at < 0) throw new Error(`Cannot compare trees ${head.trim()}: git does not tell of them`);
      starts.push(at + head.length);
    }
    return starts.map((start, at) => {
      const next = starts[at + 1];
      return output.slice(start, next === undefined ? output.length : next - heads[at + 1]!.length);
    });
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}

function entryText({ mode, name, oid }: ScratchEntry): string {
  const type = mode === '40000' ? 'tree' : mode === '160000' ? 'commit' : 'blob';
  return `${mode.padStart(6, '0')} ${type} ${oid}\t${name}\0`;
}

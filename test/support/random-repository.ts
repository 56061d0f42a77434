import { GitFixture } from './git-fixture.ts';
import { randomFrom } from './random.ts';

export interface RandomRepositoryOptions {
  readonly seed: number;
  readonly commitCount: number;
  /** Packs everything anew, with deltas as git makes them; default false: as `fast-import` wrote it. */
  readonly isRepacked?: boolean;
  /** Leaves out what has no numbers in git's own words: submodules. */
  readonly withoutGitlinks?: boolean;
}

interface Entry {
  readonly mode: '100644' | '100755' | '120000' | '160000';
  /** Bytes as latin1, or a commit id for a gitlink. */
  readonly content: string;
}

type Tree = Map<string, Entry>;

interface Branch {
  readonly name: string;
  tree: Tree;
  tip: number;
}

/** Paths as latin1: what git quotes, what is not UTF-8, what sorts unlike its directory. */
const plainPaths = ['README', 'src/main.c', 'src/list.c', 'src/deep/er/one.h', 'src.c', 'src-x/a.py', 'doc/guide.txt'];
const oddPaths = [
  'with space/a file.txt',
  'quo"te/back\\slash.js',
  'line\nbreak.md',
  'tab\there.rs',
  'umlaut/\xc3\xa4\xc3\xb6.go',
  'not\xff\xfeutf8/\x80.bin',
  'a/b/c/d/e/f/g',
  '-dash',
  'CaSe',
  'case',
  'emoji/\xf0\x9f\xa6\x8a.ts',
];
const people = [
  'Ada Lovelace <ada@example.org>',
  'ada <ADA@Example.org>',
  'Ada L. <lovelace@old.example>',
  'Grace Hopper <grace@example.org>',
  'Linus <linus@example.org>',
  'Zo\xc3\xab <zoe@example.org>',
  'broken \xff name <latin@example.org>',
  ' <nameless@example.org>',
];
const mailmap = 'Ada Lovelace <ada@example.org> <lovelace@old.example>\nGrace B. Hopper <grace@example.org>\n';

/**
 * A repository of random history, made by one `git fast-import`: branches, merges of two and three
 * parents, several roots, renames, deletes and re-adds, modes, symlinks, submodules, binaries, CRLF, missing
 * last line ends, empty files and commits, odd paths, files that become directories, a mailmap. The same
 * seed gives the same object ids.
 */
export function makeRandomRepository(options: RandomRepositoryOptions): GitFixture {
  const fixture = GitFixture.init({ bare: true });
  const input = new RepositoryStream(options).write();
  fixture.gitBytes(['fast-import', '--quiet', '--date-format=raw'], { input });
  if (options.isRepacked === true) fixture.git('repack', '-adfq', '--depth=20', '--window=10');
  return fixture;
}

class RepositoryStream {
  readonly #random: () => number;
  readonly #options: RandomRepositoryOptions;
  readonly #out: string[] = [];
  readonly #branches: Branch[] = [];
  #mark = 0;
  #seconds = 1_500_000_000;

  constructor(options: RandomRepositoryOptions) {
    this.#options = options;
    this.#random = randomFrom(options.seed);
  }

  write(): Buffer {
    this.#branches.push({ name: 'main', tree: new Map(), tip: 0 });
    while (this.#mark < this.#options.commitCount - 1) this.#step();
    this.#mergeAll();
    return Buffer.from(this.#out.join(''), 'latin1');
  }

  #step(): void {
    const branch = this.#pick(this.#branches);
    const turn = this.#random();
    if (turn < 0.07 && this.#branches.length < 5 && branch.tip > 0) this.#fork(branch);
    else if (turn < 0.085 && this.#branches.length < 5) this.#addRoot();
    else if (turn < 0.2 && this.#branches.length > 1) this.#merge(branch, this.#below(4) === 0 ? 2 : 1);
    else this.#commit(branch, [], this.#edit(branch.tree));
  }

  #fork(branch: Branch): void {
    const name = `side-${this.#mark}-${this.#branches.length}`;
    this.#branches.push({ name, tree: new Map(branch.tree), tip: branch.tip });
  }

  #addRoot(): void {
    const branch: Branch = { name: `root-${this.#mark}`, tree: new Map(), tip: 0 };
    this.#branches.push(branch);
    this.#commit(branch, [], this.#edit(branch.tree));
  }

  #merge(branch: Branch, otherCount: number): void {
    const others = this.#branches.filter(({ name, tip }) => name !== branch.name && name !== 'main' && tip > 0);
    const merged = others.slice(0, otherCount);
    if (merged.length === 0 || branch.tip === 0) return;
    const tree = new Map(branch.tree);
    for (const other of merged) {
      for (const [path, entry] of other.tree) {
        if (this.#random() < 0.7 && fits(tree, path)) tree.set(path, entry);
      }
    }
    // Some merges have an edit of their own.
    this.#commit(branch, merged, this.#below(3) === 0 ? this.#edit(tree) : tree);
    for (const other of merged) if (this.#below(2) === 0) this.#branches.splice(this.#branches.indexOf(other), 1);
  }

  /** In the end everything is reachable from the first branch. */
  #mergeAll(): void {
    const [main] = this.#branches;
    const others = this.#branches.filter(({ name, tip }) => name !== 'main' && tip > 0);
    this.#commit(main!, others, main!.tree);
  }

  #commit(branch: Branch, merged: readonly Branch[], tree: Tree): void {
    this.#mark += 1;
    tree.set('.mailmap', { mode: '100644', content: mailmap });
    // Mostly forward, at times the same second again, at times a clock that runs behind.
    this.#seconds += [0, 60, 3600, 90_000, -7200, 400_000][this.#below(6)]!;
    const author = this.#pick(people);
    const out = this.#out;
    out.push(`commit refs/heads/${branch.name}\nmark :${this.#mark}\n`);
    out.push(`author ${author} ${this.#seconds} +0100\ncommitter ${this.#pick(people)} ${this.#seconds} -0330\n`);
    out.push(data(`change ${this.#mark}`));
    if (branch.tip > 0) out.push(`from :${branch.tip}\n`);
    for (const { tip } of merged) out.push(`merge :${tip}\n`);
    this.#writeTree(tree);
    out.push('\n');
    branch.tip = this.#mark;
    branch.tree = tree;
  }

  /** The whole tree each time, in any order of files: what was there before is of no matter. */
  #writeTree(tree: Tree): void {
    this.#out.push('deleteall\n');
    for (const [path, { mode, content }] of tree) {
      if (mode === '160000') this.#out.push(`M 160000 ${content} ${quoted(path)}\n`);
      else this.#out.push(`M ${mode} inline ${quoted(path)}\n${data(content)}`);
    }
  }

  /** A copy of the tree with up to five changes; at times none. */
  #edit(before: Tree): Tree {
    const tree = new Map(before);
    const count = this.#below(8) === 0 ? 0 : 1 + this.#below(5);
    for (let i = 0; i < count; i += 1) this.#editOnce(tree);
    return tree;
  }

  #editOnce(tree: Tree): void {
    const paths = Array.from(tree.keys()).filter((path) => path !== '.mailmap');
    const turn = this.#random();
    if (paths.length < 3 || turn < 0.25) this.#add(tree);
    else if (turn < 0.6) this.#modify(tree, this.#pick(paths));
    else if (turn < 0.72) tree.delete(this.#pick(paths));
    else if (turn < 0.87) this.#rename(tree, this.#pick(paths));
    else if (turn < 0.93) this.#changeMode(tree, this.#pick(paths));
    else this.#replace(tree, this.#pick(paths));
  }

  #add(tree: Tree): void {
    const path = this.#newPath();
    if (!tree.has(path) && fits(tree, path)) tree.set(path, this.#newEntry());
  }

  #modify(tree: Tree, path: string): void {
    const { mode, content } = tree.get(path)!;
    if (mode === '160000') return this.#replace(tree, path);
    tree.set(path, { mode, content: mode === '120000' ? `${content}x` : this.#editText(content) });
  }

  /** As it is, or with an edit; a directory at times goes with all its files. */
  #rename(tree: Tree, path: string): void {
    const directory = path.slice(0, path.indexOf('/') + 1);
    const isWhole = directory !== '' && this.#below(3) === 0;
    const moved = isWhole ? Array.from(tree.keys()).filter((one) => one.startsWith(directory)) : [path];
    const target = `moved-${this.#below(4)}/`;
    for (const one of moved) {
      const entry = tree.get(one)!;
      tree.delete(one);
      const to = isWhole ? target + one : this.#newPath();
      if (!fits(tree, to)) continue;
      tree.set(to, entry);
      if (this.#below(3) === 0) this.#modify(tree, to);
    }
  }

  #changeMode(tree: Tree, path: string): void {
    const { mode, content } = tree.get(path)!;
    if (mode === '100644') tree.set(path, { mode: '100755', content });
    else if (mode === '100755') tree.set(path, { mode: '100644', content });
  }

  /** Another file of another kind under the same name, or a directory of that name. */
  #replace(tree: Tree, path: string): void {
    tree.delete(path);
    const isDirectory = this.#below(4) === 0 && !path.endsWith('/inner');
    tree.set(isDirectory ? `${path}/inner` : path, this.#newEntry());
  }

  #newPath(): string {
    const turn = this.#random();
    if (turn < 0.4) return this.#pick(plainPaths);
    if (turn < 0.7) return this.#pick(oddPaths);
    return `gen/${this.#below(4)}/file-${this.#below(40)}.${this.#pick(['c', 'py', 'txt', 'rb'])}`;
  }

  #newEntry(): Entry {
    const turn = this.#random();
    if (turn < 0.06) return { mode: '120000', content: `../target-${this.#below(9)}` };
    if (turn < 0.12 && this.#options.withoutGitlinks !== true) return { mode: '160000', content: this.#oid() };
    if (turn < 0.2) return { mode: '100644', content: `\x89BIN\0${this.#text(5)}` };
    if (turn < 0.24) return { mode: '100644', content: '' };
    return { mode: turn < 0.3 ? '100755' : '100644', content: this.#text(1 + this.#below(60)) };
  }

  #oid(): string {
    return Array.from({ length: 40 }, () => '123456789abcdef'[this.#below(15)]!).join('');
  }

  #text(lineCount: number): string {
    const end = this.#below(6) === 0 ? '\r\n' : '\n';
    const lines = Array.from({ length: lineCount }, () => this.#line());
    return lines.join(end) + (this.#below(5) === 0 ? '' : end);
  }

  /** Few kinds of line, so that diffs have a choice. */
  #line(): string {
    return ['}', '', '{', `call(${this.#below(200)});`, `let x${this.#below(20)} = 1;`][this.#below(5)]!;
  }

  #editText(text: string): string {
    const lines = text.split('\n');
    for (let edits = 1 + this.#below(4); edits > 0; edits -= 1) {
      const at = this.#below(lines.length + 1);
      const added = Array.from({ length: this.#below(4) }, () => this.#line());
      lines.splice(at, this.#below(4), ...added);
    }
    return lines.join('\n');
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #pick<Value>(values: readonly Value[]): Value {
    return values[this.#below(values.length)]!;
  }
}

/** Whether the path is neither below a file nor a directory of the tree. */
function fits(tree: Tree, path: string): boolean {
  for (const other of tree.keys()) {
    if (other.startsWith(`${path}/`) || path.startsWith(`${other}/`)) return false;
  }
  return true;
}

/** Strings hold bytes as latin1, so their length is that of the bytes. */
function data(content: string): string {
  return `data ${content.length}\n${content}\n`;
}

function quoted(path: string): string {
  const escaped = path.replaceAll(/["\\]/g, String.raw`\$&`).replaceAll('\n', String.raw`\n`);
  return `"${escaped}"`;
}

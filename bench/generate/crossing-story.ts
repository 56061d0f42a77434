/**
 * Everything that a graph of commits can do to the lines of a file, again and again: merges of up to eight
 * parents, criss-cross merges, merges of the mainline into branches, of unrelated roots, of branches that renamed
 * what the other side edited, merges that take one side whole, that have an edit of their own or could have been
 * fast-forwards; reverts, files that come again, a mainline that goes on from a branch, clocks that run behind.
 */
import { type Tree, TreeEditor } from './crossing-tree.ts';
import type { ImportWriter, Story } from './import-writer.ts';
import { seededBelow } from './seeded.ts';
import { lineText } from './line-text.ts';

export interface CrossingShape {
  readonly commits: number;
  /** A tree has so many at the most. */
  readonly files: number;
  readonly people: number;
  readonly seed: number;
}

interface Branch {
  readonly name: string;
  tree: Tree;
  /** Trees before, the last one last. */
  readonly past: Tree[];
}

const openMax = 9;
const pastKept = 6;
const octopusParentsMax = 8;

export function crossingStory(shape: CrossingShape): Story {
  return (out) => new CrossingWriter(shape, out).write();
}

class CrossingWriter {
  readonly #shape: CrossingShape;
  readonly #out: ImportWriter;
  readonly #below: (bound: number) => number;
  readonly #editor: TreeEditor;
  readonly #main: Branch = { name: 'main', tree: new Map(), past: [] };
  readonly #open: Branch[] = [];
  /** The tree in which two branches met last, by their names. */
  readonly #met = new Map<string, Tree>();
  #commitCount = 0;
  #branchCount = 0;
  #seconds = 1_000_000_000;

  constructor(shape: CrossingShape, out: ImportWriter) {
    this.#shape = shape;
    this.#out = out;
    this.#below = seededBelow(shape.seed);
    this.#editor = new TreeEditor(shape.files, this.#below);
  }

  *write(): Generator<void> {
    let first: Tree = new Map();
    while (first.size < Math.min(10, this.#shape.files)) first = this.#editor.edit(first);
    this.#commit(this.#main, first, 'First');
    // What is open in the end is merged by one commit for each seven, some steps make two or three commits.
    while (this.#commitCount < this.#shape.commits - 4) {
      this.#step();
      yield;
    }
    while (this.#open.length > 0) this.#octopus(this.#main, octopusParentsMax);
    while (this.#commitCount < this.#shape.commits) this.#change(this.#main);
  }

  #step(): void {
    const turn = this.#below(100);
    const branch = this.#open[this.#below(this.#open.length)];
    if (branch !== undefined && this.#below(400) === 0) return this.#goOnFrom(branch);
    if (branch === undefined || turn < 8) return this.#fork();
    if (turn < 10) return this.#addRoot();
    if (turn < 24) return this.#mergeOne(this.#main, branch);
    if (turn < 28) return this.#octopus(this.#main, 3 + this.#below(octopusParentsMax - 2));
    if (turn < 36) return this.#mergeOne(branch, this.#main);
    if (turn < 39) return this.#mergeOne(branch, this.#open[this.#below(this.#open.length)]!);
    if (turn < 43) return this.#cross(branch);
    if (turn < 46) return this.#forward(branch);
    this.#change(turn < 64 ? this.#main : branch);
  }

  #fork(): void {
    if (this.#open.length >= openMax) return this.#change(this.#main);
    const from = this.#below(4) === 0 && this.#open.length > 0 ? this.#open[0]! : this.#main;
    const branch = this.#newBranch(from.tree);
    this.#out.reset(branch.name, `refs/heads/${from.name}`);
    this.#meet(branch, from, from.tree);
    this.#change(branch);
  }

  #addRoot(): void {
    if (this.#open.length >= openMax) return this.#change(this.#main);
    const branch = this.#newBranch(new Map());
    this.#commit(branch, this.#editor.edit(this.#editor.edit(this.#editor.edit(new Map()))), 'Another root');
  }

  #newBranch(tree: Tree): Branch {
    const branch = { name: `side-${this.#branchCount}`, tree, past: [] };
    this.#branchCount += 1;
    this.#open.push(branch);
    return branch;
  }

  /** An edit, or a return to how a few commits ago it was. */
  #change(branch: Branch): void {
    const past = this.#below(15) === 0 ? branch.past.at(-1 - this.#below(3)) : undefined;
    if (past === undefined) this.#commit(branch, this.#editor.edit(branch.tree), 'Change');
    else this.#commit(branch, past, 'Revert');
  }

  #mergeOne(into: Branch, from: Branch): void {
    if (into === from) return this.#change(into);
    const how = this.#below(20);
    const tree = this.#merged(into, from);
    if (how < 2) this.#commit(into, into.tree, 'Merge, ours', [from]);
    else if (how < 3) this.#commit(into, from.tree, 'Merge, theirs', [from]);
    else if (how < 9) this.#commit(into, this.#editor.edit(tree), 'Merge with an edit', [from]);
    else this.#commit(into, tree, 'Merge', [from]);
    this.#meet(into, from, from.tree);
    if (into === this.#main && this.#below(2) === 0) this.#close(from);
  }

  #octopus(into: Branch, parents: number): void {
    const others = this.#open.filter((branch) => branch !== into).slice(0, parents - 1);
    let { tree } = into;
    for (const other of others) tree = this.#editor.merge(this.#baseOf(into, other), tree, other.tree);
    const isEdited = this.#below(3) === 0;
    this.#commit(into, isEdited ? this.#editor.edit(tree) : tree, 'Merge several', others);
    for (const other of others) {
      this.#meet(into, other, other.tree);
      if (this.#below(3) > 0 || parents === octopusParentsMax) this.#close(other);
    }
  }

  /** Both take the other as it was. */
  #cross(branch: Branch): void {
    const other = this.#below(2) === 0 ? this.#main : this.#open.find((one) => one !== branch);
    if (other === undefined || other === branch) return this.#change(branch);
    const before: Branch = { name: `before-${this.#branchCount}`, tree: branch.tree, past: [] };
    this.#branchCount += 1;
    this.#out.reset(before.name, `refs/heads/${branch.name}`);
    const [one, two] = [this.#merged(branch, other), this.#merged(other, branch)];
    this.#commit(branch, one, 'Merge across', [other]);
    this.#commit(other, this.#below(3) === 0 ? this.#editor.edit(two) : two, 'Merge across', [before]);
    this.#meet(branch, other, branch.tree);
  }

  /** A merge of what forked from the tip. */
  #forward(branch: Branch): void {
    if (this.#open.length >= openMax) return this.#change(branch);
    const next = this.#newBranch(this.#main.tree);
    this.#out.reset(next.name, 'refs/heads/main');
    this.#change(next);
    this.#commit(this.#main, next.tree, 'Merge what could be forwarded', [next]);
    this.#close(next);
  }

  /** The mainline is from here on what a branch that merged it made of it. */
  #goOnFrom(branch: Branch): void {
    this.#mergeOne(branch, this.#main);
    this.#out.reset('main', `refs/heads/${branch.name}`);
    this.#main.tree = branch.tree;
    this.#meet(this.#main, branch, branch.tree);
    if (this.#below(2) === 0) this.#close(branch);
  }

  #close(branch: Branch): void {
    this.#open.splice(this.#open.indexOf(branch), 1);
  }

  #merged(into: Branch, from: Branch): Tree {
    return this.#editor.merge(this.#baseOf(into, from), into.tree, from.tree);
  }

  #baseOf(one: Branch, other: Branch): Tree {
    return this.#met.get(pairOf(one, other)) ?? new Map();
  }

  #meet(one: Branch, other: Branch, tree: Tree): void {
    this.#met.set(pairOf(one, other), tree);
  }

  #commit(branch: Branch, tree: Tree, message: string, merged: readonly Branch[] = []): void {
    const who = this.#below(this.#shape.people);
    this.#seconds += [60, 3600, 86_400, 0, -7200][this.#below(5)]!;
    this.#out.commit({
      branch: branch.name,
      seconds: this.#seconds,
      person: `Person ${who} <person${who}@example.org>`,
      message: `${message} ${this.#commitCount}`,
      merge: merged.map(({ name }) => `refs/heads/${name}`),
    });
    this.#writeChanges(branch.tree, tree);
    branch.past.push(branch.tree);
    if (branch.past.length > pastKept) branch.past.shift();
    branch.tree = tree;
    this.#commitCount += 1;
  }

  #writeChanges(before: Tree, after: Tree): void {
    const old = new Map(Array.from(before.values(), (version) => [version.path, version]));
    const now = new Map(Array.from(after.values(), (version) => [version.path, version]));
    for (const path of old.keys()) if (!now.has(path)) this.#out.remove(path);
    for (const [path, version] of now) {
      if (old.get(path) === version) continue;
      const text = version.lines.map(lineText).join('');
      this.#out.file(path, version.isOpen ? text.slice(0, -1) : text);
    }
  }
}

function pairOf(one: Branch, other: Branch): string {
  return [one.name, other.name].sort().join('|');
}

/**
 * Many branches that are open at once: they fork from all over the first half of the mainline, live beside it
 * and are merged late, up to six at a time. Branches and mainline edit the same popular files, so many a merged
 * file is that of no parent: lines of both sides, at times with an edit of the merge's own.
 *
 * A text in memory is the numbers of its lines; versions are shared by all branches that see them.
 */
import { editLines } from './edit-lines.ts';
import type { ImportWriter, Story } from './import-writer.ts';
import { lineText } from './line-text.ts';
import { mergeLines } from './merge-lines.ts';
import { seededBelow, seededRank } from './seeded.ts';

export interface BranchesShape {
  /** So many are open at once at the most; each is merged in the end. */
  readonly branches: number;
  readonly commits: number;
  readonly files: number;
  readonly people: number;
  readonly seed: number;
}

type Text = readonly number[];

interface Branch {
  readonly name: string;
  /** The mainline's texts where it forked, or when it merged the mainline last. */
  base: readonly (Text | undefined)[];
  /** What differs from that. */
  readonly edits: Map<number, Text>;
}

const commitsPerBranchMin = 4;
const openedBy = 0.55;
const mergedFrom = 0.6;
const mergedAtOnceMax = 6;
const lineCountFirst = 60;
const secondsPerCommit = 600;

/** One import: what git keeps of 50,000 commits is little. */
export function branchesStory(shape: BranchesShape): Story {
  if (shape.commits < shape.branches * commitsPerBranchMin) {
    const wanted = shape.branches * commitsPerBranchMin;
    throw new Error(`Cannot open ${shape.branches} branches in ${shape.commits} commits: expected ${wanted} or more`);
  }
  return (out) => new BranchesWriter(shape, out).write();
}

class BranchesWriter {
  readonly #shape: BranchesShape;
  readonly #out: ImportWriter;
  readonly #below: (bound: number) => number;
  readonly #rank: (bound: number) => number;
  readonly #main: (Text | undefined)[] = [];
  readonly #open: Branch[] = [];
  #opened = 0;
  #fileCount = 0;
  #lineCount = 0;
  #seconds = 1_000_000_000;
  /** How many the next merge takes. */
  #takes = 1;

  constructor(shape: BranchesShape, out: ImportWriter) {
    this.#shape = shape;
    this.#out = out;
    this.#below = seededBelow(shape.seed);
    this.#rank = seededRank(this.#below);
  }

  *write(): Generator<void> {
    this.#begin();
    for (let at = 1; at < this.#shape.commits; at += 1) {
      this.#step(at);
      yield;
    }
  }

  #begin(): void {
    this.#commit('main', 'First');
    for (let file = 0; file < this.#shape.files; file += 1) this.#put(file, this.#newText());
  }

  #step(at: number): void {
    const { branches, commits } = this.#shape;
    const left = commits - 1 - at;
    const opened = Math.min(branches, Math.ceil((branches * at) / (commits * openedBy)));
    const stays = Math.floor((branches * left) / (commits * (1 - mergedFrom)));
    const due = this.#open.length - stays;
    if (this.#opened < opened) this.#openBranch();
    else if (due >= this.#takes || (left === 0 && due > 0)) this.#merge(left === 0 ? due : this.#takes);
    else if (this.#open.length > 0 && this.#below(5) < 3) this.#onBranch(this.#pick(this.#open));
    else this.#onMainline();
  }

  #openBranch(): void {
    const branch: Branch = { name: `topic-${this.#opened}`, base: [...this.#main], edits: new Map() };
    this.#opened += 1;
    this.#open.push(branch);
    this.#out.reset(branch.name, 'refs/heads/main');
    this.#onBranch(branch);
  }

  #onBranch(branch: Branch): void {
    if (this.#below(60) === 0) return this.#mergeMainline(branch);
    this.#commit(branch.name, `Change ${this.#below(1_000_000)}`);
    for (let edits = 1 + this.#below(3); edits > 0; edits -= 1) {
      const isNew = this.#below(40) === 0;
      const file = isNew ? this.#newFile() : this.#rank(this.#shape.files);
      const before = branch.edits.get(file) ?? branch.base[file];
      const text = before === undefined ? this.#newText() : this.#edited(before);
      branch.edits.set(file, text);
      this.#write(file, text);
    }
  }

  #onMainline(): void {
    this.#commit('main', `Change ${this.#below(1_000_000)}`);
    for (let edits = 1 + this.#below(3); edits > 0; edits -= 1) {
      const file = this.#below(40) === 0 ? this.#newFile() : this.#rank(this.#shape.files);
      const before = this.#main[file];
      this.#put(file, before === undefined ? this.#newText() : this.#edited(before));
    }
  }

  /** A branch takes what the mainline has by now. */
  #mergeMainline(branch: Branch): void {
    this.#commit(branch.name, 'Merge main', ['refs/heads/main']);
    for (const [file, text] of this.#main.entries()) {
      if (text === undefined || text === branch.base[file]) continue;
      const own = branch.edits.get(file);
      const merged = own === undefined ? text : this.#mergedText(branch.base[file], own, text);
      if (own !== undefined) branch.edits.set(file, merged);
      this.#write(file, merged);
    }
    branch.base = [...this.#main];
  }

  #merge(count: number): void {
    const branches = Array.from({ length: Math.min(count, this.#open.length) }, () => {
      return this.#open.splice(this.#below(this.#open.length), 1)[0]!;
    });
    const names = branches.map(({ name }) => `refs/heads/${name}`);
    this.#commit('main', `Merge ${names.join(' ')}`, names);
    const changed = new Set<number>();
    for (const { base, edits } of branches) {
      for (const [file, text] of edits) {
        const ours = this.#main[file];
        this.#main[file] = ours === base[file] ? text : this.#mergedText(base[file], ours!, text);
        changed.add(file);
      }
    }
    for (const file of changed) this.#write(file, this.#main[file]!);
    this.#takes = 1 + this.#below(mergedAtOnceMax);
  }

  /** Lines of both sides; at times one side's text as it is, at times with an edit. */
  #mergedText(base: Text | undefined, ours: Text, theirs: Text): Text {
    const how = this.#below(12);
    if (how === 0) return ours;
    if (how === 1) return theirs;
    const merged = mergeLines(base ?? [], ours, theirs);
    return how < 5 || merged.length === 0 ? this.#edited(merged) : merged;
  }

  #put(file: number, text: Text): void {
    this.#main[file] = text;
    this.#fileCount = Math.max(this.#fileCount, file + 1);
    this.#write(file, text);
  }

  #write(file: number, text: Text): void {
    const path = `part${file % 20}/area${Math.floor(file / 20) % 10}/file${file}.${endings[file % endings.length]}`;
    this.#out.file(path, text.map(lineText).join(''));
  }

  #commit(branch: string, message: string, merge: readonly string[] = []): void {
    const who = this.#rank(this.#shape.people);
    const person = `Person ${who} <person${who}@example.org>`;
    this.#seconds += 1 + this.#below(secondsPerCommit * 2);
    this.#out.commit({ branch, seconds: this.#seconds, person, message, merge });
  }

  #edited(text: Text): Text {
    return editLines(text, this.#below, () => this.#newLine());
  }

  #newText(): Text {
    return Array.from({ length: 1 + this.#below(lineCountFirst * 2) }, () => this.#newLine());
  }

  #newFile(): number {
    this.#fileCount += 1;
    return this.#fileCount - 1;
  }

  #newLine(): number {
    this.#lineCount += 1;
    return this.#lineCount;
  }

  #pick<Value>(values: readonly Value[]): Value {
    return values[this.#below(values.length)]!;
  }
}

const endings = ['c', 'ts', 'go', 'py', 'md'];

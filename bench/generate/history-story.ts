/**
 * An ordinary history of any length: small edits to files that are popular by Zipf's law, by people who are
 * as well; short branches that are merged; now and then a rename.
 *
 * A file in memory is the numbers of its lines, a line is a text made of its number. So 20,000 files take
 * 4 MB however long the history is. Files of an open branch are left alone by the mainline, so that merges have
 * no conflicts and a merged file is what its branch made of it.
 */
import type { ImportWriter, Story } from './import-writer.ts';
import { seededBelow, seededRank } from './seeded.ts';

export interface HistoryShape {
  readonly commits: number;
  readonly files: number;
  readonly people: number;
  readonly seed: number;
  /** Git's memory while it imports grows with what one import writes. */
  readonly commitsPerImport?: number;
}

const lineCountMax = 48;
const lineCountFirst = 24;
const commitsPerImportUsual = 25_000;
const topicCount = 4;
const topicCommitsMax = 8;
const secondsPerCommit = 400;
const firstSecond = 1_000_000_000;
const nobody = 255;

/** Stories that together make the history, one import each. */
export function* historyStories(shape: HistoryShape): Generator<Story> {
  const history = new HistoryWriter(shape);
  const { commitsPerImport = commitsPerImportUsual } = shape;
  for (let start = 0; start < shape.commits; start += commitsPerImport) {
    const end = Math.min(shape.commits, start + commitsPerImport);
    yield (out) => history.write(out, start, end);
  }
}

class HistoryWriter {
  readonly #shape: HistoryShape;
  readonly #below: (bound: number) => number;
  readonly #rank: (bound: number) => number;
  readonly #lines: Int32Array;
  readonly #lineCounts: Uint8Array;
  /** How often a file was renamed; part of its path. */
  readonly #names: Uint16Array;
  /** The topic that holds a file, or `nobody`. */
  readonly #holders: Uint8Array;
  readonly #topics: { files: number[]; commits: number }[];
  #fileCount = 0;
  #nextLine = 0;
  #nextSecond = firstSecond;

  constructor(shape: HistoryShape) {
    this.#shape = shape;
    this.#below = seededBelow(shape.seed);
    this.#rank = seededRank(this.#below);
    this.#lines = new Int32Array(shape.files * lineCountMax);
    this.#lineCounts = new Uint8Array(shape.files);
    this.#names = new Uint16Array(shape.files);
    this.#holders = new Uint8Array(shape.files).fill(nobody);
    this.#topics = Array.from({ length: topicCount }, () => ({ files: [], commits: 0 }));
  }

  /** Commits `[start, end)`; all topics are merged at the end. */
  *write(out: ImportWriter, start: number, end: number): Generator<void> {
    let from = start === 0 ? undefined : 'refs/heads/main^0';
    for (let commit = start; commit < end; commit += 1) {
      const left = end - commit;
      const topic = left <= topicCount ? this.#openTopic() : this.#below(topicCount * 4);
      const isEarly = from !== undefined || this.#fileCount < 100;
      if (isEarly || topic >= topicCount) this.#mainline(out, commit, from);
      else if (this.#wantsMerge(topic, left)) this.#merge(out, topic);
      else this.#onTopic(out, topic);
      from = undefined;
      yield;
    }
  }

  /** A topic that is to be merged yet, else a number that stands for the mainline. */
  #openTopic(): number {
    const topic = this.#topics.findIndex(({ commits }) => commits > 0);
    return topic < 0 ? topicCount : topic;
  }

  #wantsMerge(topic: number, left: number): boolean {
    const { commits } = this.#topics[topic]!;
    if (commits === 0) return false;
    return left <= topicCount || commits >= topicCommitsMax || this.#below(4) === 0;
  }

  #mainline(out: ImportWriter, commit: number, from: string | undefined): void {
    this.#open(out, 'main', from);
    // All files are there after the first half; each commit until then has its share of new ones.
    const due = Math.ceil((this.#shape.files * (commit + 1) * 2) / this.#shape.commits);
    while (this.#fileCount < Math.min(due, this.#shape.files)) this.#addFile(out);
    const edits = 1 + this.#rank(4);
    for (let edit = 0; edit < edits; edit += 1) this.#editOneOf(out, nobody);
    if (this.#below(200) === 0) this.#renameOne(out);
  }

  #onTopic(out: ImportWriter, topic: number): void {
    const branch = `topic-${topic}`;
    const state = this.#topics[topic]!;
    if (state.commits === 0) out.reset(branch, 'refs/heads/main');
    this.#open(out, branch, undefined);
    state.commits += 1;
    const file = this.#editOneOf(out, topic);
    if (file !== undefined && !state.files.includes(file)) state.files.push(file);
  }

  #merge(out: ImportWriter, topic: number): void {
    const state = this.#topics[topic]!;
    this.#open(out, 'main', undefined, `refs/heads/topic-${topic}`);
    for (const file of state.files) {
      out.file(this.#pathOf(file), this.#textOf(file));
      this.#holders[file] = nobody;
    }
    state.files = [];
    state.commits = 0;
  }

  #open(out: ImportWriter, branch: string, from?: string, merge?: string): void {
    const person = this.#rank(this.#shape.people);
    const message = merge === undefined ? `Change ${this.#below(1_000_000)}` : `Merge ${merge}`;
    out.commit({
      branch,
      seconds: this.#nextSecond,
      person: `Person ${person} <person${person}@example.org>`,
      message,
      ...(from === undefined ? {} : { from }),
      ...(merge === undefined ? {} : { merge }),
    });
    this.#nextSecond += 1 + this.#below(secondsPerCommit * 2);
  }

  #addFile(out: ImportWriter): void {
    const file = this.#fileCount;
    this.#fileCount += 1;
    const count = 1 + this.#below(lineCountFirst * 2 - 1);
    for (let line = 0; line < count; line += 1) this.#lines[file * lineCountMax + line] = this.#newLine();
    this.#lineCounts[file] = count;
    out.file(this.#pathOf(file), this.#textOf(file));
  }

  /** Edits a popular file that nobody else holds, for a topic or for nobody. */
  #editOneOf(out: ImportWriter, holder: number): number | undefined {
    const file = this.#rank(this.#fileCount);
    const held = this.#holders[file]!;
    if (held !== nobody && held !== holder) return undefined;
    this.#holders[file] = holder;
    const edits = 1 + this.#below(3);
    for (let edit = 0; edit < edits; edit += 1) this.#editLine(file);
    out.file(this.#pathOf(file), this.#textOf(file));
    return file;
  }

  #editLine(file: number): void {
    const start = file * lineCountMax;
    const count = this.#lineCounts[file]!;
    const at = start + this.#below(count);
    const how = this.#below(4);
    if (how === 0 && count < lineCountMax) {
      this.#lines.copyWithin(at + 1, at, start + count);
      this.#lineCounts[file] = count + 1;
    } else if (how === 1 && count > 1) {
      this.#lines.copyWithin(at, at + 1, start + count);
      this.#lineCounts[file] = count - 1;
      return;
    }
    this.#lines[at] = this.#newLine();
  }

  #renameOne(out: ImportWriter): void {
    const file = this.#below(this.#fileCount);
    if (this.#holders[file] !== nobody) return;
    const before = this.#pathOf(file);
    this.#names[file] = this.#names[file]! + 1;
    out.rename(before, this.#pathOf(file));
  }

  #newLine(): number {
    this.#nextLine = (this.#nextLine + 1) | 0;
    return this.#nextLine;
  }

  #pathOf(file: number): string {
    const name = this.#names[file]!;
    const end = name === 0 ? '' : `-${name}`;
    return `part${file % 20}/area${Math.floor(file / 20) % 25}/file${file}${end}.${endings[file % 5]}`;
  }

  #textOf(file: number): string {
    let text = '';
    const start = file * lineCountMax;
    const end = start + this.#lineCounts[file]!;
    for (let at = start; at < end; at += 1) text += lineText(this.#lines[at]!);
    return text;
  }
}

const endings = ['c', 'ts', 'go', 'py', 'md'];
const words = 'value item count name list tree node path line text edit mark hash pack page slot'.split(' ');

function lineText(line: number): string {
  const mixed = Math.imul(line, 0x9e3779b1) >>> 0;
  return `  ${words[mixed >>> 28]} = ${words[(mixed >>> 24) & 15]}(${line});\n`;
}

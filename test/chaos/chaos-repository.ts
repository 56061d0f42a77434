import { GitFixture } from '../support/git-fixture.ts';
import { randomFrom } from '../support/random.ts';

export interface Shape {
  readonly name: string;
  readonly commits: number;
  /** Files that are edited over and over. */
  readonly files: number;
  readonly linesPerFile: number;
  /** Share of commits that are on a side branch which is merged later. */
  readonly sideShare: number;
  /** Commits that add so many files at once, now and then. */
  readonly bulkFiles: number;
}

/** Long and thin, wide, branchy, of large files. */
export const shapes: readonly Shape[] = [
  { name: 'long', commits: 1500, files: 20, linesPerFile: 30, sideShare: 0, bulkFiles: 0 },
  { name: 'branchy', commits: 700, files: 60, linesPerFile: 40, sideShare: 0.5, bulkFiles: 0 },
  { name: 'wide', commits: 300, files: 400, linesPerFile: 20, sideShare: 0.1, bulkFiles: 300 },
  { name: 'large files', commits: 250, files: 6, linesPerFile: 4000, sideShare: 0.2, bulkFiles: 0 },
];

/** Makes a repository of a shape by one `git fast-import`; the same seed gives the same object ids. */
export function makeChaosRepository(shape: Shape, seed: number): GitFixture {
  const fixture = GitFixture.init({ bare: true });
  const input = new ShapeStream(shape, seed).write();
  fixture.gitBytes(['fast-import', '--quiet', '--date-format=raw'], { input });
  fixture.git('repack', '-adq');
  return fixture;
}

class ShapeStream {
  readonly #shape: Shape;
  readonly #random: () => number;
  readonly #out: string[] = [];
  readonly #texts = new Map<string, string[]>();
  #mark = 0;
  #main = 0;
  #side = 0;

  constructor(shape: Shape, seed: number) {
    this.#shape = shape;
    this.#random = randomFrom(seed);
  }

  write(): string {
    while (this.#mark < this.#shape.commits) this.#step();
    if (this.#side > 0) this.#commit('main', this.#main, this.#side, false);
    return this.#out.join('');
  }

  #step(): void {
    const { sideShare } = this.#shape;
    if (this.#main > 0 && this.#random() < sideShare) {
      this.#side = this.#commit('side', this.#side > 0 ? this.#side : this.#main, 0, true);
    } else if (this.#side > 0 && this.#random() < 0.2) {
      this.#main = this.#commit('main', this.#main, this.#side, false);
      this.#side = 0;
    } else {
      this.#main = this.#commit('main', this.#main, 0, true);
    }
  }

  #commit(branch: string, from: number, merged: number, hasEdits: boolean): number {
    this.#mark += 1;
    const who = `P${this.#below(9)} <p${this.#below(12)}@example.org> ${1_500_000_000 + this.#mark * 7200} +0000`;
    this.#out.push(`commit refs/heads/${branch}\nmark :${this.#mark}\nauthor ${who}\ncommitter ${who}\ndata 1\nx\n`);
    if (from > 0) this.#out.push(`from :${from}\n`);
    if (merged > 0) this.#out.push(`merge :${merged}\n`);
    if (hasEdits) this.#edit();
    this.#out.push('\n');
    return this.#mark;
  }

  #edit(): void {
    const { files, bulkFiles } = this.#shape;
    for (let count = 1 + this.#below(3); count > 0; count -= 1) {
      this.#write(`src/${this.#below(7)}/f${this.#below(files)}.c`);
    }
    if (bulkFiles === 0 || this.#mark % 50 !== 1) return;
    for (let at = 0; at < bulkFiles; at += 1) this.#write(`bulk/${this.#mark}/f${at}.c`);
  }

  #write(path: string): void {
    const lines = this.#texts.get(path) ?? Array.from({ length: this.#shape.linesPerFile }, () => this.#line());
    const at = this.#below(lines.length);
    lines.splice(at, this.#below(4), ...Array.from({ length: this.#below(5) }, () => this.#line()));
    if (lines.length === 0) lines.push(this.#line());
    this.#texts.set(path, lines);
    const text = `${lines.join('\n')}\n`;
    this.#out.push(`M 100644 inline ${path}\ndata ${text.length}\n${text}\n`);
  }

  #line(): string {
    return `call(${this.#below(1000)});`;
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }
}

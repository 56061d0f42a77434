import { execFileSync } from 'node:child_process';

const people = {
  ada: 'Ada Miller <ada@example.org>',
  ben: 'Ben Okafor <ben@example.org>',
  chloe: 'Chloe Dubois <chloe@example.org>',
} as const;

type Person = keyof typeof people;

const daySeconds = 86_400;
/** 2022-01-10 09:00 UTC. */
const startedAt = 1_641_805_200;

/** The history as it is written: files of now, and commits as `git fast-import` reads them. */
class Story {
  readonly #files = new Map<string, string[]>();
  readonly #stream: string[] = [];
  readonly #branches = new Set<string>(['main']);
  #changed = new Set<string>();
  #lineCount = 0;
  #day = 0;

  /** New lines at the end of a file. */
  add(path: string, count: number): this {
    const lines = this.#files.get(path) ?? [];
    const word = path.replace(/^.*\//, '').replace(/\..*$/, '');
    for (let at = 0; at < count; at += 1) lines.push(`${word}.step(${(this.#lineCount += 1)});`);
    this.#files.set(path, lines);
    this.#changed.add(path);
    return this;
  }

  /** Other lines in the place of the first ones of a file. */
  rewrite(path: string, count: number): this {
    const lines = this.#files.get(path)!;
    for (let at = 0; at < Math.min(count, lines.length); at += 1) lines[at] = `rewritten(${(this.#lineCount += 1)});`;
    this.#changed.add(path);
    return this;
  }

  /** The files as they are, for a merge: `git fast-import` starts from its first parent. */
  touch(...paths: readonly string[]): this {
    for (const path of paths) this.#changed.add(path);
    return this;
  }

  commit(who: Person, message: string, daysLater: number, branch = 'main', merge?: string): this {
    this.#day += daysLater;
    const time = `${people[who]} ${startedAt + this.#day * daySeconds} +0000`;
    this.#stream.push(`commit refs/heads/${branch}\nauthor ${time}\ncommitter ${time}\n${dataOf(message)}`);
    if (!this.#branches.has(branch)) this.#stream.push('from refs/heads/main');
    this.#branches.add(branch);
    if (merge !== undefined) this.#stream.push(`merge refs/heads/${merge}`);
    for (const path of this.#changed) {
      this.#stream.push(`M 100644 inline ${path}\n${dataOf(`${this.#files.get(path)!.join('\n')}\n`)}`);
    }
    this.#changed = new Set();
    return this;
  }

  text(): string {
    return `${this.#stream.join('\n')}\ndone\n`;
  }
}

/** A web shop of three people in two years: Ada writes the core and leaves, Ben takes over, Chloe adds the shop. */
function orchard(): string {
  const story = new Story();
  story.add('README.md', 12).add('src/app.js', 40).add('src/stock.js', 60).commit('ada', 'Start the orchard', 0);
  for (let week = 0; week < 24; week += 1) {
    story.add('src/stock.js', 6).add('src/prices.js', 5);
    if (week % 3 === 0) story.rewrite('src/app.js', 4);
    if (week % 2 === 0) story.add('test/stock.test.js', 4);
    story.commit('ada', `Count fruit, part ${week + 1}`, 7);
  }
  for (let week = 0; week < 20; week += 1) {
    story.add('src/app.js', 5).rewrite('src/prices.js', 3);
    if (week % 2 === 0) story.rewrite('src/stock.js', 8);
    if (week % 4 === 0) story.add('docs/guide.md', 10);
    story.commit('ben', `Sell fruit, part ${week + 1}`, 9);
  }
  for (let week = 0; week < 12; week += 1) {
    story.add('src/shop/cart.js', 9).add('src/shop/checkout.js', 7);
    if (week % 3 === 0) story.add('test/cart.test.js', 6);
    story.commit('chloe', `Add the shop, part ${week + 1}`, 6, 'shop');
  }
  story.touch('src/shop/cart.js', 'src/shop/checkout.js', 'test/cart.test.js');
  story.commit('ben', "Merge branch 'shop'", 3, 'main', 'shop');
  for (let week = 0; week < 10; week += 1) {
    story.rewrite('src/shop/cart.js', 5).add('src/prices.js', 3);
    if (week % 2 === 0) story.rewrite('src/shop/checkout.js', 4);
    story.commit(week % 3 === 0 ? 'chloe' : 'ben', `Tidy up, part ${week + 1}`, 14);
  }
  return story.text();
}

/** Makes the repository of the tour, the same to the last byte each time. REQUIRES: git, and no repository at `path`. */
export function makeTourRepository(path: string): void {
  execFileSync('git', ['init', '--quiet', '--initial-branch=main', path]);
  execFileSync('git', ['-C', path, 'fast-import', '--quiet', '--done'], { input: orchard() });
  execFileSync('git', ['-C', path, 'reset', '--quiet', '--hard', 'main']);
}

function dataOf(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}

/** Writes text to the stream that `git fast-import` reads. */
export type Line = (text: string) => void;

export interface WorstCase {
  readonly name: string;
  /** Longest delta chain that the import makes. */
  readonly depth: number;
  readonly write: (line: Line) => void;
}

const author = 'committer A U Thor <author@example.org>';

/** Each story has one thing in it that a careless reader would pay for. */
export const worstCases: readonly WorstCase[] = [
  { name: 'commit-of-50000-files', depth: 50, write: commitOfManyFiles },
  { name: 'unrelated-50000-lines', depth: 50, write: unrelatedTexts },
  { name: 'file-of-10-million-lines', depth: 50, write: hugeFile },
  { name: 'tree-of-100000-entries', depth: 50, write: wideTree },
  { name: 'delta-chain-of-4095', depth: 4095, write: longChain },
  { name: 'million-small-commits', depth: 50, write: millionCommits },
];

function commitOfManyFiles(line: Line): void {
  for (let version = 0; version < 2; version += 1) {
    openCommit(line, version);
    for (let file = 0; file < 50_000; file += 1) {
      inline(line, `d${file % 500}/f${file}.c`, `a ${file}\nb ${version}\nc\n`);
    }
  }
}

/** Lines out of two alphabets that share every tenth line: nothing to trim and much to try. */
function unrelatedTexts(line: Line): void {
  const next = randomBelow(1);
  for (let version = 0; version < 2; version += 1) {
    openCommit(line, version);
    let text = '';
    for (let at = 0; at < 50_000; at += 1) {
      const isShared = next(10) === 0;
      text += `${isShared ? 'shared' : `side${version}`} ${next(20_000)}\n`;
    }
    inline(line, 'file.txt', text);
  }
}

function hugeFile(line: Line): void {
  for (let version = 0; version < 2; version += 1) {
    openCommit(line, version);
    // Empty lines but one: a text above 16 MiB would count as binary.
    const text = Buffer.alloc(10_000_000, 0x0a);
    text[5_000_000 + version] = 0x61;
    inline(line, 'file.txt', text.toString('latin1'));
  }
}

function wideTree(line: Line): void {
  openCommit(line, 0);
  for (let file = 0; file < 100_000; file += 1) inline(line, `f${file}.txt`, `${file}\n`);
  for (let version = 1; version < 200; version += 1) {
    openCommit(line, version);
    inline(line, `f${(version * 7919) % 100_000}.txt`, `changed ${version}\n`);
  }
}

function longChain(line: Line): void {
  const rows = Array.from({ length: 500 }, (_, at) => `row ${at}`);
  for (let version = 0; version < 4096; version += 1) {
    openCommit(line, version);
    rows[(version * 31) % 500] = `row of version ${version}`;
    inline(line, 'file.txt', `${rows.join('\n')}\n`);
  }
}

function millionCommits(line: Line): void {
  const next = randomBelow(2);
  for (let version = 0; version < 1_000_000; version += 1) {
    openCommit(line, version);
    inline(line, `d${next(40)}/f${next(50)}.c`, `line ${next(1000)}\nline ${next(1000)}\n`);
  }
}

function openCommit(line: Line, version: number): void {
  line(`commit refs/heads/main\n${author} ${1_000_000_000 + version * 60} +0000\ndata 2\nm\n`);
}

function inline(line: Line, path: string, text: string): void {
  line(`M 100644 inline ${path}\ndata ${text.length}\n${text}\n`);
}

/** Seeded, so that everyone measures the same history (Numerical Recipes' LCG). */
function randomBelow(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

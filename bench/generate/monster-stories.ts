/**
 * Histories with one thing in them that a careless reader would pay for. Each begins with a small ordinary
 * commit and ends with one, so that a report has something to tell whatever becomes of the monster.
 */
import type { MakeOptions } from './make-repository.ts';
import type { ImportWriter, Story } from './import-writer.ts';
import { seededBelow } from './seeded.ts';

export interface Monster {
  readonly name: string;
  readonly story: Story;
  readonly options?: MakeOptions;
  /** Counts of `completeness` that must not be 0. */
  readonly named?: readonly string[];
}

/** How large: 1 is the whole monster. Rules of the engine that depend on sizes want their full size. */
export function monsters(scale = 1): readonly Monster[] {
  const share = (count: number): number => Math.max(1, Math.round(count * scale));
  return [
    { name: 'commit-of-50000-files', story: manyFiles(share(50_000)), named: ['couples_skipped_commits'] },
    { name: 'text-of-200-mb', story: largeText(share(200_000_000)), named: ['oversize_changes'] },
    { name: 'file-of-10-million-lines', story: manyLines(share(10_000_000)) },
    { name: 'tree-of-100000-entries', story: wideTree(share(100_000)) },
    { name: 'unrelated-50000-lines', story: unrelatedTexts(share(50_000)) },
    { name: 'other-lines-1000000', story: otherTexts(share(1_000_000)), named: ['coarse_diffs'] },
    { name: 'delta-chain-of-4095', story: longChain(share(4096)), options: { depth: 4095 } },
    { name: 'path-of-4-kb', story: longPath(longNames(16, 250)) },
    { name: 'depth-of-1000', story: longPath(longNames(share(1000), 1)) },
    { name: 'message-of-10-mb', story: longMessage(share(10_000_000)) },
    { name: 'line-of-50-mb', story: longLine(share(50_000_000)), named: ['oversize_changes'] },
    { name: 'line-of-15-mb', story: longLine(share(15_000_000)) },
    { name: 'author-of-1-mb', story: longAuthor(share(1_000_000)) },
    { name: 'forty-texts-of-15-mb', story: largeTexts(share(40), 15_000_000) },
    { name: 'paths-of-500000', story: manyPaths(share(500), (commit) => commit) },
    { name: 'renames-of-500000', story: manyPaths(share(500), () => 0) },
    { name: 'people-of-100000', story: manyPeople(share(100_000)) },
  ];
}

const author = 'A U Thor <author@example.org>';
const small = 'one\ntwo\nthree\n';

/** Opens a commit of one main line; `at` is its number. */
function open(out: ImportWriter, at: number, message = `Commit ${at}`, person = author): void {
  out.commit({ branch: 'main', seconds: 1_000_000_000 + at * 3600, person, message });
}

function first(out: ImportWriter): void {
  open(out, 0, 'First');
  out.file('small.txt', small);
}

function last(out: ImportWriter, at: number): void {
  open(out, at, 'Last');
  out.file('small.txt', `${small}four\n`);
}

function manyFiles(count: number): Story {
  return function* (out) {
    first(out);
    for (let version = 1; version <= 2; version += 1) {
      open(out, version);
      for (let file = 0; file < count; file += 1) {
        out.file(`d${file % 500}/f${file}.c`, `a ${file}\nb ${version}\nc\n`);
        yield;
      }
    }
    last(out, 3);
  };
}

const rowBytes = 64;

function largeText(bytes: number): Story {
  const rows = Math.ceil(bytes / rowBytes);
  return function* (out) {
    first(out);
    for (let version = 1; version <= 2; version += 1) {
      open(out, version);
      yield* writeRows(out, 'large.txt', rows, (row) => (row === rows >> 1 ? version : 0));
    }
    last(out, 3);
  };
}

/** Many texts in one commit, each a little below the size from which texts count as binary. */
function largeTexts(files: number, bytes: number): Story {
  const rows = Math.ceil(bytes / rowBytes);
  return function* (out) {
    first(out);
    for (let version = 1; version <= 2; version += 1) {
      open(out, version);
      for (let file = 0; file < files; file += 1) {
        const changed = (rows * file) / files;
        yield* writeRows(out, `large${file}.txt`, rows, (row) => (row === Math.floor(changed) ? version : file));
      }
    }
    last(out, 3);
  };
}

function* writeRows(out: ImportWriter, path: string, rows: number, salt: (row: number) => number): Generator<void> {
  out.fileOf(path, rows * rowBytes);
  for (let row = 0; row < rows; row += 1) {
    const mixed = Math.imul(row + 1, 0x9e3779b1) >>> 0;
    const text = `row ${row} of a long text, ${mixed % 1000}, ${salt(row)}`;
    out.text(`${text.padEnd(rowBytes - 1)}\n`);
    if ((row & 1023) === 0) yield;
  }
  out.text('\n');
}

/** Every other line is empty, so that ten million lines make 15 MB, which still counts as text. */
function manyLines(lines: number): Story {
  const pairs = lines >> 1;
  return function* (out) {
    first(out);
    for (let version = 1; version <= 2; version += 1) {
      open(out, version);
      out.fileOf('lines.txt', pairs * 3);
      for (let pair = 0; pair < pairs; pair += 1) {
        const isChanged = version === 2 && pair === pairs >> 1;
        out.text(isChanged ? 'X\n\n' : `${pair % 10}\n\n`);
        if ((pair & 4095) === 0) yield;
      }
      out.text('\n');
    }
    last(out, 3);
  };
}

function wideTree(entries: number): Story {
  return function* (out) {
    first(out);
    open(out, 1);
    for (let file = 0; file < entries; file += 1) {
      out.file(`f${file}.txt`, `${file}\n`);
      yield;
    }
    for (let version = 2; version < 200; version += 1) {
      open(out, version);
      out.file(`f${(version * 7919) % entries}.txt`, `changed ${version}\n`);
      yield;
    }
    last(out, 200);
  };
}

/** Lines out of two alphabets that share every tenth line: nothing to trim and much to try. */
function unrelatedTexts(lines: number): Story {
  return function* (out) {
    const below = seededBelow(1);
    first(out);
    for (let version = 1; version <= 4; version += 1) {
      open(out, version);
      let text = '';
      for (let line = 0; line < lines; line += 1) {
        const word = below(10) === 0 ? 'shared' : `side${version & 1}`;
        text += `${word} ${below(20_000)}\n`;
      }
      out.file('unrelated.txt', text);
      yield;
    }
    last(out, 5);
  };
}

/** Every third line is another one: as many hunks as a text of 14 MB can have. */
function otherTexts(lines: number): Story {
  return function* (out) {
    first(out);
    for (let version = 1; version <= 2; version += 1) {
      open(out, version);
      out.fileOf('other.txt', lines * 14);
      for (let line = 0; line < lines; line += 1) {
        const change = line % 3 === 0 ? version : 0;
        out.text(`${String(line).padEnd(11)}${change} \n`);
        if ((line & 4095) === 0) yield;
      }
      out.text('\n');
    }
    last(out, 3);
  };
}

function longChain(versions: number): Story {
  return function* (out) {
    const rows = Array.from({ length: 500 }, (_, at) => `row ${at}`);
    for (let version = 0; version < versions; version += 1) {
      open(out, version);
      rows[(version * 31) % 500] = `row of version ${version}`;
      out.file('file.txt', `${rows.join('\n')}\n`);
      yield;
    }
  };
}

function longNames(count: number, length: number): string {
  return Array.from({ length: count }, () => 'd'.repeat(length)).join('/');
}

function longPath(path: string): Story {
  return function* (out) {
    first(out);
    for (let version = 1; version <= 10; version += 1) {
      open(out, version);
      out.file(`${path}/file.txt`, `${small}version ${version}\n`);
      yield;
    }
    last(out, 11);
  };
}

function longMessage(bytes: number): Story {
  return function* (out) {
    first(out);
    open(out, 1, 'A line of a long message.\n'.repeat(Math.ceil(bytes / 26)));
    out.file('file.txt', small);
    yield;
    last(out, 2);
  };
}

function longLine(bytes: number): Story {
  return function* (out) {
    first(out);
    for (let version = 1; version <= 2; version += 1) {
      open(out, version);
      out.fileOf('line.js', bytes);
      for (let at = 0; at < bytes; at += 10) {
        const word = `${version === 2 && at === 50 ? 'b' : 'a'}${String(at % 1e8).padStart(8, '0')};`;
        out.text(word.slice(0, bytes - at));
        if (at % 100_000 === 0) yield;
      }
      out.text('\n');
    }
    last(out, 3);
  };
}

function longAuthor(bytes: number): Story {
  return function* (out) {
    first(out);
    open(out, 1, 'By somebody', `${'Name '.repeat(Math.ceil(bytes / 5))}<long@example.org>`);
    out.file('file.txt', small);
    yield;
    last(out, 2);
  };
}

/**
 * A thousand files that come and go in each commit: what is known of paths only grows. With the same mark in
 * all commits they are renamed.
 */
function manyPaths(commits: number, markOf: (commit: number) => number): Story {
  return function* (out) {
    first(out);
    for (let commit = 1; commit <= commits; commit += 1) {
      open(out, commit);
      if (commit > 1) out.remove(`generation${commit - 1}`);
      for (let file = 0; file < 1000; file += 1) {
        out.file(`generation${commit}/of/a/table/file-${file}.txt`, `${file} ${markOf(commit)}\n`);
      }
      yield;
    }
    last(out, commits + 1);
  };
}

function manyPeople(people: number): Story {
  return function* (out) {
    first(out);
    for (let person = 1; person <= people; person += 1) {
      open(out, person, 'Mine', `Person Number ${person} <person.number.${person}@example.org>`);
      out.file(`d${person % 100}/file${person % 10_000}.txt`, `${small}${person}\n`);
      yield;
    }
    last(out, people + 1);
  };
}

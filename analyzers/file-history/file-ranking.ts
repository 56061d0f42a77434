import type { FactCursor, Facts, FinalFiles, ReportContext } from '../../engine/index.ts';

/** Files alive at the end, sorted outside of memory by churn score, and their sums. */
export interface FileRanking {
  readonly ranked: Facts;
  readonly sums: FileSums;
}

export interface FileSums {
  commits: number;
  /** People per file, summed over files. */
  contributors: number;
  /** Different people. */
  people: number;
  highChurnFiles: number;
}

/** One file of the ranking. */
export interface RankedFile {
  readonly rank: number;
  readonly commits: number;
  readonly contributors: number;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  /** commits + (added + removed + changed) / 100 */
  readonly churnScore: number;
}

/** Files with this many commits count as high churn. */
export const highChurnMin = 15;

/** Largest score, times 100, that sorts exactly. */
const scoreMax = Number.MAX_SAFE_INTEGER;
const keyBase = 2 ** 32;

/**
 * Sorts the files alive at the end by churn score, highest first, then by path. The score times
 * 100 is an integer of up to 53 bits, which makes two keys; files that no commit changed have 0.
 * BOUNDED BY: 1 byte an alive file and a person; files stream through a scratch table.
 */
export function rankFiles(work: Facts, context: ReportContext): FileRanking {
  const { files } = context;
  const ranked = context.scratch({
    name: 'file_history_ranked',
    keyCount: 3,
    columns: [
      { name: 'commits', fold: 'sum' },
      { name: 'contributors', fold: 'sum' },
      { name: 'added', fold: 'sum' },
      { name: 'removed', fold: 'sum' },
    ],
  });
  const sums: FileSums = { commits: 0, contributors: 0, people: 0, highChurnFiles: 0 };
  const isPerson = new Uint8Array(context.personCount);
  const isRanked = new Uint8Array(files.count);
  const totals = new FileTotals(files, (rank, { commits, contributors, added, removed, score }) => {
    const key = scoreMax - score;
    ranked.add(
      Math.floor(key / keyBase),
      key % keyBase,
      rank,
      commits,
      contributors,
      added,
      removed,
    );
    isRanked[rank] = 1;
    sums.commits += commits;
    sums.contributors += contributors;
    if (commits >= highChurnMin) sums.highChurnFiles += 1;
  });
  totals.sumUp(work, isPerson);
  sums.people = isPerson.reduce((count, mark) => count + mark, 0);
  for (let rank = 0; rank < files.count; rank += 1) {
    if (isRanked[rank] === 0)
      ranked.add(Math.floor(scoreMax / keyBase), scoreMax % keyBase, rank, 0, 0, 0, 0);
  }
  return { ranked, sums };
}

/** The files of a ranking, highest score first. */
export function* rankedFiles(ranked: Facts): Generator<RankedFile> {
  const cursor = ranked.scan();
  try {
    while (cursor.next()) yield rankedFile(cursor);
  } finally {
    cursor.close();
  }
}

function rankedFile(cursor: FactCursor): RankedFile {
  const score = scoreMax - (cursor.a * keyBase + cursor.b);
  const commits = cursor.value(0);
  const added = cursor.value(2);
  const removed = cursor.value(3);
  return {
    rank: cursor.c,
    commits,
    contributors: cursor.value(1),
    added,
    removed,
    changed: score - commits * 100 - added - removed,
    churnScore: score / 100,
  };
}

/**
 * Sums the facts (file, person) up by file and hands on each file that is alive, once for each
 * path.
 */
class FileTotals {
  commits = 0;
  contributors = 0;
  added = 0;
  removed = 0;
  /** Churn score times 100. */
  score = 0;
  readonly #files: FinalFiles;
  readonly #visit: (rank: number) => void;

  constructor(files: FinalFiles, visit: (rank: number, totals: FileTotals) => void) {
    this.#files = files;
    this.#visit = (rank) => visit(rank, this);
  }

  /** Marks the people of alive files. */
  sumUp(work: Facts, isPerson: Uint8Array): void {
    let isAlive = false;
    const noteAlive = (): void => void (isAlive = true);
    const cursor = work.scan();
    try {
      let hasMore = cursor.next();
      while (hasMore) {
        const fileId = cursor.a;
        isAlive = false;
        this.#files.eachRankOfFile(fileId, noteAlive);
        this.#clear();
        for (; hasMore && cursor.a === fileId; hasMore = cursor.next()) {
          this.#add(cursor);
          if (isAlive) isPerson[cursor.b] = 1;
        }
        this.#files.eachRankOfFile(fileId, this.#visit);
      }
    } finally {
      cursor.close();
    }
  }

  #clear(): void {
    this.commits = 0;
    this.contributors = 0;
    this.added = 0;
    this.removed = 0;
    this.score = 0;
  }

  #add(cursor: FactCursor): void {
    this.commits += cursor.value(0);
    this.contributors += 1;
    this.added += cursor.value(1);
    this.removed += cursor.value(2);
    const lines = cursor.value(1) + cursor.value(2) + cursor.value(3);
    this.score += cursor.value(0) * 100 + lines;
  }
}

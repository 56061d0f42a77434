import type { Facts, FinalFiles, ReportContext } from '../../engine/index.ts';
import type { FileWork } from './file-work.ts';

/** Files alive at the end, sorted outside of memory by churn score, and their sums. */
export interface FileRanking {
  readonly ranked: RankedFacts;
  readonly sums: FileSums;
}

/** The score is 100 times the churn score, an integer of up to 53 bits. */
export type RankedFacts = Facts<'score' | 'rank' | 'commits' | 'contributors' | 'added' | 'removed'>;

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

/**
 * Sorts the files alive at the end by churn score, highest first, then by path; files that no commit changed have 0.
 * BOUNDED BY: 1 byte an alive file and a person; files stream through a scratch table.
 */
export function rankFiles(work: FileWork, context: ReportContext): FileRanking {
  const { files } = context;
  const ranked = context.scratch({
    name: 'file_history_ranked',
    keys: ['score', 'rank'],
    columns: { commits: 'sum', contributors: 'sum', added: 'sum', removed: 'sum' },
    order: 'descending',
    isWide: true,
  });
  const sums: FileSums = { commits: 0, contributors: 0, people: 0, highChurnFiles: 0 };
  const isPerson = new Uint8Array(context.personCount);
  const isRanked = new Uint8Array(files.count);
  const totals = new FileTotals(files, (rank, { commits, contributors, added, removed, score }) => {
    ranked.add(score, rank, 0, commits, contributors, added, removed);
    isRanked[rank] = 1;
    sums.commits += commits;
    sums.contributors += contributors;
    if (commits >= highChurnMin) sums.highChurnFiles += 1;
  });
  totals.sumUp(work, isPerson);
  sums.people = isPerson.reduce((count, mark) => count + mark, 0);
  for (let rank = 0; rank < files.count; rank += 1) {
    if (isRanked[rank] === 0) ranked.add(0, rank, 0, 0, 0, 0, 0);
  }
  return { ranked, sums };
}

/** The files of a ranking, highest score first. */
export function* rankedFiles(ranked: RankedFacts): Generator<RankedFile> {
  for (const { score, rank, commits, contributors, added, removed } of ranked) {
    const changed = score - commits * 100 - added - removed;
    yield { rank, commits, contributors, added, removed, changed, churnScore: score / 100 };
  }
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
  sumUp(work: FileWork, isPerson: Uint8Array): void {
    let isAlive = false;
    const noteAlive = (): void => void (isAlive = true);
    for (const file of work.groups()) {
      isAlive = false;
      this.#files.eachRankOfFile(file.key, noteAlive);
      if (!isAlive) continue;
      this.#clear();
      for (const { person, commits, added, removed, changed } of file) {
        isPerson[person] = 1;
        this.commits += commits;
        this.contributors += 1;
        this.added += added;
        this.removed += removed;
        this.score += commits * 100 + added + removed + changed;
      }
      this.#files.eachRankOfFile(file.key, this.#visit);
    }
  }

  #clear(): void {
    this.commits = 0;
    this.contributors = 0;
    this.added = 0;
    this.removed = 0;
    this.score = 0;
  }
}

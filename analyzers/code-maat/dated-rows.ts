import type { ReportContext, ScratchFacts } from '../../engine/index.ts';
import { dayAt } from './calendar.ts';
import type { MaatRow, MaatRows } from './maat-rows.ts';

/** Days are kept as keys that are not negative: earlier ones are none that Git can print. */
export const dayKeyMin = -800_000;

/** A row with what its commit says of itself. Valid until the next. */
export interface DatedRow extends MaatRow {
  /** The day of the commit where its author was, from `dayKeyMin`. */
  readonly dayKey: number;
  /** Whether the subject has what is looked for. */
  readonly isMatch: boolean;
}

/** Rows of the log with the day of their commits, of which each is read once for the report. */
export class DatedRows {
  readonly #rows: MaatRows;
  readonly #context: ReportContext;
  readonly #expression: RegExp | undefined;
  #commits: ScratchFacts<'place' | 'day' | 'match'> | undefined;

  constructor(rows: MaatRows, context: ReportContext, expression: RegExp | undefined) {
    this.#rows = rows;
    this.#context = context;
    this.#expression = expression;
  }

  /** In walk order. */
  *[Symbol.iterator](): Generator<DatedRow> {
    const commits = (this.#commits ??= this.#read())[Symbol.iterator]();
    let [dayKey, isMatch] = [0, false];
    try {
      for (const one of this.#rows.rows()) {
        if (one.isFirst) {
          let commit = commits.next();
          while (commit.value?.place !== one.place) commit = commits.next();
          dayKey = commit.value.day;
          isMatch = commit.value.match > 0;
        }
        yield { ...one, dayKey, isMatch };
      }
    } finally {
      commits.return?.();
    }
  }

  #read(): ScratchFacts<'place' | 'day' | 'match'> {
    const commits = this.#context.scratch({ name: 'commits', keys: ['place'], columns: { day: 'max', match: 'max' } });
    const expression = this.#expression;
    this.#context.eachCommit((commit) => {
      const day = dayAt(commit.authorSeconds, commit.authorZoneMinutes);
      const isMatch = expression?.test(commit.subject) === true;
      commits.add(commit.place, 0, 0, Math.max(0, day - dayKeyMin), Number(isMatch));
    });
    return commits;
  }
}

/** One measured figure of an account. */
export interface CostRow {
  /** Name of the account, or what else was measured. */
  readonly account: string;
  /** What the figure is of, in a few words. */
  readonly what: string;
  readonly value: number;
  /** Bytes unless it says otherwise. */
  readonly unit?: string;
}

/** The repository that a program measures: its first argument, else the project's own. */
export function repositoryArgument(): string {
  return process.argv[2] ?? new URL('../../../', import.meta.url).pathname;
}

/** Prints figures as one JSON object per line, for `all.js` and for people. */
export function printCosts(rows: readonly CostRow[]): void {
  for (const row of rows) process.stdout.write(`${JSON.stringify(row)}\n`);
}

/** The weaker come first; a stronger source replaces what a weaker one said. */
export const sourceRank = { config: 1, environment: 2, commandLine: 3 } as const;

/** What one source says of one flag, unchecked. */
export interface SaidValue {
  /** Each time it was said; only a list keeps more than the last. */
  readonly texts: readonly string[];
  /** As errors name it: `--limit`, `CODEFANG_LIMIT`, `"limit" in .codefang.yaml:3`. */
  readonly source: string;
  readonly rank: (typeof sourceRank)[keyof typeof sourceRank];
}

/** By the flag's name. */
export type SaidValues = ReadonlyMap<string, SaidValue>;

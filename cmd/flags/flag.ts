import type { RunDraft } from './run-draft.ts';

/** Headings of the help, in their order. */
export const flagCategories = ['history', 'memory', 'analyzers', 'output', 'logging'] as const;

export type FlagCategory = (typeof flagCategories)[number];

/** `path` values are taken from the directory of the file that says them. */
export type FlagKind = 'switch' | 'count' | 'text' | 'path';

/**
 * One option of a run. The command line, the help, the environment and the keys of configuration
 * files are all read off these objects, so an option exists everywhere or nowhere.
 */
export interface Flag {
  /** `limit` is `--limit`, `CODEFANG_LIMIT` and the key `limit`. */
  readonly name: string;
  /** One letter. */
  readonly short?: string;
  readonly category: FlagCategory;
  readonly kind: FlagKind;
  /** What help calls the value; a switch has none. */
  readonly placeholder?: string;
  /** All values, or for a path those that are words and not paths. */
  readonly choices?: readonly string[];
  /** May be said more than once; each time adds to the list. */
  readonly isList?: boolean;
  /** A text that `--no-<name>` turns off, which then says `false`. */
  readonly isNegatable?: boolean;
  /** What holds when nobody says anything; empty for nothing. */
  readonly initial: string;
  readonly help: string;
  /**
   * Whose configuration files may say it. What names a place to write is not for the analysed
   * repository to decide.
   */
  readonly configuredBy: 'repository' | 'user' | 'nobody';
  /** Whether a value takes more than the default, or ends a run; the analysed repository may not say such a one. */
  readonly exceeds?: (text: string) => boolean;
  /** Checks one value and puts it in. @throws {CodefangError} USAGE, without naming the flag */
  apply(text: string, draft: RunDraft): RunDraft;
}

/** The variable of the environment that says the same as a flag. */
export function environmentName(flagName: string): string {
  return `CODEFANG_${flagName.toUpperCase().replaceAll('-', '_')}`;
}

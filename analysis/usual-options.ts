import { GiB } from '../engine/index.ts';
import type { AnalyseOptions, MeansOptions, RuleOptions } from './analyse-options.ts';

/** These depend on more than a constant. */
type Decided = 'stateDirectory' | 'spillDirectory' | 'analyzers' | 'analyzerOptions';
type UsualName = Exclude<keyof (RuleOptions & MeansOptions), Decided>;
/** These are limits, and usually there are none. */
type Limit = 'since' | 'until' | 'limit' | 'diskBytesMax';

type Usual = {
  readonly [Name in UsualName]: Name extends Limit ? undefined : Exclude<AnalyseOptions[Name], undefined>;
} & { readonly memoryBudget: string };

/** What holds when nobody says anything; the flags' `initial` texts say the same in words. */
export const usualOptions: Usual = {
  revision: 'HEAD',
  firstParent: false,
  since: undefined,
  until: undefined,
  limit: undefined,
  paths: [],
  excludes: [],
  renames: 'exact',
  moves: 'off',
  identities: 'mailmap',
  anonymize: false,
  ignoreRevsFiles: [],
  tickSeconds: 86_400,
  allowIncomplete: false,
  replaceObjects: true,
  perCommit: false,
  memoryBudget: 'auto',
  workers: -1,
  verify: 'packs',
  resume: 'auto',
  incremental: true,
  clearCheckpoint: false,
  checkpointEverySeconds: 30,
  stateBytesMax: 2 * GiB,
  diskBytesMax: undefined,
};

/** Options with every default filled in. */
export type CompleteOptions = Omit<AnalyseOptions, UsualName> & {
  readonly [Name in UsualName]: Name extends Limit ? AnalyseOptions[Name] : Exclude<AnalyseOptions[Name], undefined>;
};

/** Left out and `undefined` are the same. */
export function completeOptions(options: AnalyseOptions): CompleteOptions {
  const said = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...usualOptions, ...(Object.fromEntries(said) as unknown as AnalyseOptions) } as CompleteOptions;
}

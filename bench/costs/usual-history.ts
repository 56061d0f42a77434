import type { HistoryRequest } from '../../engine/index.ts';

/** A survey of everything, with nothing left out. */
export const usualHistory: Omit<HistoryRequest, 'repository'> = {
  revision: 'HEAD',
  excludedRevision: undefined,
  firstParentOnly: false,
  identities: 'mailmap',
  anonymize: false,
  tickSeconds: 86_400,
  sinceSeconds: undefined,
  untilSeconds: undefined,
  commitCountMax: undefined,
  allowIncomplete: true,
  ignoreRevs: [],
  replaceObjects: true,
};

import { CodefangError } from '../engine/index.ts';
import type { CompleteOptions } from './usual-options.ts';

/** What a value must be, in words, or undefined when it is that. */
type Check = (value: unknown) => string | undefined;

const aText: Check = (value) => (typeof value === 'string' && value !== '' ? undefined : 'a text');
const texts: Check = (value) => {
  return Array.isArray(value) && value.every((text) => typeof text === 'string') ? undefined : 'an array of texts';
};
const aSwitch: Check = (value) => (typeof value === 'boolean' ? undefined : 'true or false');
const countFrom = (min: number): Check => {
  return (value) => (Number.isSafeInteger(value) && Number(value) >= min ? undefined : `a whole number from ${min}`);
};
const seconds: Check = (value) => (Number.isFinite(value) && Number(value) >= 0 ? undefined : 'a number from 0');
const oneOf = (...words: readonly string[]): Check => {
  return (value) => (words.includes(value as string) ? undefined : words.map((word) => `"${word}"`).join(', '));
};
const maybe = (check: Check): Check => {
  return (value) => (value === undefined ? undefined : check(value));
};
const aTime: Check = (value) => {
  const seconds = value instanceof Date ? value.getTime() / 1000 : value;
  return Number.isFinite(seconds) ? undefined : 'a date or seconds since 1970';
};
const renames: Check = (value) => {
  if (value === 'off' || value === 'exact') return undefined;
  const percent = (value as { readonly similarPercent?: unknown } | null)?.similarPercent;
  const isShare = Number.isInteger(percent) && Number(percent) >= 1 && Number(percent) <= 100;
  return isShare ? undefined : '"off", "exact" or { similarPercent } from 1 to 100';
};
const identities: Check = (value) => {
  if (value === 'mailmap' || value === 'exact') return undefined;
  const file = (value as { readonly file?: unknown } | null)?.file;
  return aText(file) === undefined ? undefined : '"mailmap", "exact" or { file }';
};
const aBudget: Check = (value) => {
  if (typeof value === 'string') return undefined;
  return countFrom(0)(value) === undefined ? undefined : 'a size such as "512MiB" or a number of bytes';
};
const aFunction: Check = (value) => (typeof value === 'function' ? undefined : 'a function');
const aRecord: Check = (value) => (typeof value === 'object' && value !== null ? undefined : 'an object');

const checks = {
  repository: aText,
  revision: aText,
  firstParent: aSwitch,
  since: maybe(aTime),
  until: maybe(aTime),
  limit: maybe(countFrom(1)),
  paths: texts,
  excludes: texts,
  renames,
  moves: oneOf('off', 'file', 'commit'),
  identities,
  ignoreRevsFiles: texts,
  tickSeconds: countFrom(1),
  allowIncomplete: aSwitch,
  replaceObjects: aSwitch,
  perCommit: aSwitch,
  anonymize: aSwitch,
  verify: oneOf('full', 'packs', 'off'),
  analyzers: maybe(texts),
  analyzerOptions: maybe(aRecord),
  memoryBudget: aBudget,
  workers: countFrom(-1),
  stateDirectory: maybe(aText),
  spillDirectory: maybe(aText),
  resume: oneOf('require', 'auto', 'never'),
  incremental: aSwitch,
  clearCheckpoint: aSwitch,
  checkpointEverySeconds: seconds,
  stateBytesMax: countFrom(0),
  diskBytesMax: maybe(countFrom(0)),
  signal: maybe(aRecord),
  onProgress: maybe(aFunction),
  onEvent: maybe(aFunction),
  onNote: maybe(aFunction),
} satisfies Record<keyof CompleteOptions, Check>;

/** Programs without types may say anything. @throws {CodefangError} USAGE naming the first option that is wrong */
export function checkOptions(options: CompleteOptions): void {
  for (const [name, check] of Object.entries(checks)) {
    const value: unknown = options[name as keyof CompleteOptions];
    const expected = check(value);
    if (expected !== undefined) throw refusal(name, value, `expected ${expected}`);
  }
  const { since, until } = options;
  if (since === undefined || until === undefined || Number(since) <= Number(until)) return;
  if (since instanceof Date === until instanceof Date) throw refusal('since', since, 'it is after "until"');
}

/** @throws {CodefangError} USAGE for a name that is no option */
export function checkNames(options: object): void {
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(checks, name));
  if (unknown === undefined) return;
  const known = Object.keys(checks).join(', ');
  throw new CodefangError('USAGE', `Cannot use option "${unknown}": there is none of that name, known are ${known}`);
}

function refusal(name: string, value: unknown, state: string): CodefangError {
  const shown = typeof value === 'string' ? `"${value}"` : String(value);
  return new CodefangError('USAGE', `Cannot use option "${name}" with ${shown.slice(0, 100)}: ${state}`);
}

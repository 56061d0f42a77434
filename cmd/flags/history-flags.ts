import type { IdentitiesChoice } from '../../analysis/internal.ts';
import { CodefangError, parseTick, type RenamePolicy } from '../../engine/index.ts';
import { didYouMean, nearestName } from '../nearest-name.ts';
import type { Flag } from './flag.ts';
import { parseChoice } from './parse-choice.ts';
import { parseCount } from './parse-count.ts';
import { parsePath } from './parse-path.ts';
import { parseSwitch } from './parse-switch.ts';
import { parseTime } from './parse-time.ts';
import { relativeTime } from './relative-time.ts';
import type { RunDraft } from './run-draft.ts';

const common = { category: 'history', configuredBy: 'repository' } as const;

/** Which commits and files are analysed, and how they are read. */
export const historyFlags: readonly Flag[] = [
  {
    ...common,
    name: 'rev',
    kind: 'text',
    placeholder: 'NAME',
    initial: 'HEAD',
    help: 'Start at this branch, tag or commit; A..B for what is reachable from B and not from A',
    apply: (text, draft) => ({ ...draft, revision: parseRevision(text) }),
  },
  {
    ...common,
    name: 'first-parent',
    kind: 'switch',
    initial: 'false',
    help: 'Walk the mainline only: merged changes and lines count for whoever merged them',
    apply: (text, draft) => ({ ...draft, firstParent: parseSwitch(text) }),
  },
  {
    ...common,
    name: 'since',
    kind: 'text',
    placeholder: 'TIME',
    initial: '',
    help: 'Leave out commits before 2024-01-31 (00:00 UTC), 2024-01-31T12:00:00Z, epoch seconds, or 2.weeks',
    apply: (text, draft) => ({ ...draft, ...resolvedTime('since', text, draft) }),
  },
  {
    ...common,
    name: 'until',
    kind: 'text',
    placeholder: 'TIME',
    initial: '',
    help: 'Leave out commits after this time; a date means 00:00 UTC of that day',
    apply: (text, draft) => ({ ...draft, ...resolvedTime('until', text, draft) }),
  },
  {
    ...common,
    name: 'limit',
    kind: 'count',
    placeholder: 'N',
    initial: '',
    help: 'Analyse the newest N commits only',
    apply: (text, draft) => ({ ...draft, limit: parseCount(text, 1) }),
  },
  {
    ...common,
    name: 'path',
    kind: 'text',
    isList: true,
    placeholder: 'GLOB',
    initial: '',
    help: 'Count only matching files, such as "src" or "*.ts"; may be repeated',
    apply: (text, draft) => ({ ...draft, paths: [...draft.paths, parsePattern(text)] }),
  },
  {
    ...common,
    name: 'exclude',
    kind: 'text',
    isList: true,
    placeholder: 'GLOB',
    initial: '',
    help: 'Leave out matching files; may be repeated',
    apply: (text, draft) => ({ ...draft, excludes: [...draft.excludes, parsePattern(text)] }),
  },
  {
    ...common,
    name: 'renames',
    kind: 'text',
    placeholder: 'HOW',
    choices: ['off', 'exact', 'similar', 'similar:N'],
    initial: 'exact',
    help: 'Follow renamed files: off, exact, similar or similar:N (N percent similar, 50)',
    apply: (text, draft) => ({ ...draft, renames: parseRenames(text) }),
  },
  {
    ...common,
    name: 'moves',
    kind: 'text',
    placeholder: 'HOW',
    choices: ['off', 'file', 'commit'],
    initial: 'off',
    help: 'Let lines that move keep the commit that wrote them: off, file (as git blame -M) or commit (as -C)',
    apply: (text, draft) => ({ ...draft, moves: parseChoice(text, ['off', 'file', 'commit']) }),
  },
  {
    ...common,
    name: 'ignore-revs-file',
    kind: 'path',
    isList: true,
    placeholder: 'FILE',
    initial: '',
    help: 'Commits that blame ignores, in addition to .git-blame-ignore-revs of the revision',
    apply: (text, draft) => ({ ...draft, ignoreRevsFiles: [...draft.ignoreRevsFiles, parsePath(text)] }),
  },
  {
    ...common,
    name: 'identities',
    kind: 'path',
    placeholder: 'WHO',
    choices: ['mailmap', 'exact'],
    initial: 'mailmap',
    help: 'How identities are joined into people: mailmap, exact, or a FILE with lines of name|alias|alias',
    apply: (text, draft) => ({ ...draft, identities: parseIdentities(text) }),
  },
  {
    ...common,
    name: 'anonymize',
    kind: 'switch',
    initial: 'false',
    help: 'Replace the names of people by numbers and leave out their e-mails; paths of files stay as they are',
    apply: (text, draft) => ({ ...draft, anonymize: parseSwitch(text) }),
  },
  {
    ...common,
    name: 'tick',
    kind: 'text',
    placeholder: 'LENGTH',
    initial: '24h',
    help: 'Length of one time step, such as 12h, 7d or 1w',
    apply: (text, draft) => ({ ...draft, tickSeconds: parseTick(text) }),
  },
  {
    ...common,
    name: 'allow-incomplete',
    kind: 'switch',
    initial: 'false',
    help: 'Analyse a shallow or partial clone as far as its history reaches',
    apply: (text, draft) => ({ ...draft, allowIncomplete: parseSwitch(text) }),
  },
  {
    ...common,
    name: 'replace-objects',
    kind: 'switch',
    initial: 'true',
    help: 'Honour refs/replace/ of the repository, as git does',
    apply: (text, draft) => ({ ...draft, replaceObjects: parseSwitch(text) }),
  },
  {
    category: 'history',
    configuredBy: 'user',
    name: 'verify',
    kind: 'text',
    placeholder: 'HOW',
    choices: ['full', 'packs', 'off'],
    initial: 'packs',
    help: 'Check objects against their ids: each one, by checksums of whole packs where that is faster, or not at all',
    apply: (text, draft) => ({ ...draft, verify: parseChoice(text, ['full', 'packs', 'off']) }),
  },
];

/** A time that the clock is part of is said again as a date: it is what the report states. */
function resolvedTime(name: 'since' | 'until', text: string, draft: RunDraft): Partial<RunDraft> {
  const seconds = parseTime(text, draft.nowSeconds);
  if (relativeTime(text, draft.nowSeconds) === undefined) return { [name]: seconds };
  const resolved = new Date(seconds * 1000).toISOString().replace('T00:00:00.000Z', '').replace('.000Z', 'Z');
  return { [name]: seconds, notes: [...draft.notes, `--${name} "${text}" means --${name} ${resolved}, in UTC`] };
}

function parseRevision(text: string): string {
  if (text !== '' && !text.startsWith('-')) return text;
  const state = 'expected a branch, tag or commit, or A..B';
  throw new CodefangError('USAGE', `Cannot read revision "${text}": ${state}`);
}

function parsePattern(text: string): string {
  if (text !== '') return text;
  const state = 'it is empty, expected a glob over paths';
  throw new CodefangError('USAGE', `Cannot read pattern "": ${state}`);
}

function parseRenames(text: string): RenamePolicy {
  if (text === 'off' || text === 'exact') return text;
  const similar = /^similar(?::(.*?)%?)?$/.exec(text);
  if (similar !== null) return { similarPercent: parseCount(similar[1] ?? '50', 1, 100) };
  const hint = didYouMean(text, ['off', 'exact', 'similar']);
  const state = `expected off, exact, similar or similar:N${hint}`;
  throw new CodefangError('USAGE', `Cannot read choice "${text}": ${state}`);
}

/** A bare word that is nearly one of the known ones is a typing error and not a file. */
function parseIdentities(text: string): IdentitiesChoice {
  if (text === 'mailmap' || text === 'exact') return text;
  const isWord = /^[a-z]+$/i.test(text);
  const nearest = isWord ? nearestName(text, ['mailmap', 'exact']) : undefined;
  if (text !== '' && nearest === undefined) return { file: text };
  const asFile = nearest === undefined ? '' : ` (as ./${text})`;
  const state = `expected mailmap, exact or a file${asFile}`;
  const hint = didYouMean(text, ['mailmap', 'exact']);
  throw new CodefangError('USAGE', `Cannot read choice "${text}": ${state}${hint}`);
}

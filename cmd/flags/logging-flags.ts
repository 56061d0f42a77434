import type { Flag } from './flag.ts';
import { parseChoice } from './parse-choice.ts';
import { parsePath } from './parse-path.ts';
import { parseSwitch } from './parse-switch.ts';
import type { RunDraft } from './run-draft.ts';

type Verbosity = RunDraft['verbosity'];

/** What is told about a run, and which file says all this. */
export const loggingFlags: readonly Flag[] = [
  {
    name: 'quiet',
    short: 'q',
    category: 'logging',
    kind: 'switch',
    initial: 'false',
    help: 'Print errors only',
    configuredBy: 'repository',
    apply: (text, draft) => withVerbosity(draft, 'quiet', parseSwitch(text)),
  },
  {
    name: 'verbose',
    short: 'v',
    category: 'logging',
    kind: 'switch',
    initial: 'false',
    help: 'Print each phase and each chunk',
    configuredBy: 'repository',
    apply: (text, draft) => withVerbosity(draft, 'verbose', parseSwitch(text)),
  },
  {
    name: 'log-file',
    category: 'logging',
    kind: 'path',
    placeholder: 'FILE',
    initial: '',
    help: 'Write the chunk log to this file, one JSON object per line',
    configuredBy: 'user',
    apply: (text, draft) => ({ ...draft, logFile: parsePath(text) }),
  },
  {
    name: 'log-format',
    category: 'logging',
    kind: 'text',
    placeholder: 'F',
    choices: ['none', 'json'],
    initial: 'none',
    help: 'Write the chunk log to stderr as well: none or json',
    configuredBy: 'repository',
    apply: (text, draft) => ({ ...draft, logFormat: parseChoice(text, ['none', 'json']) }),
  },
  {
    name: 'dashboard',
    category: 'logging',
    kind: 'switch',
    initial: 'false',
    help: 'Serve a page on this machine that shows the run live',
    configuredBy: 'user',
    apply: (text, draft) => ({ ...draft, dashboard: parseSwitch(text) }),
  },
  {
    name: 'profile',
    category: 'logging',
    kind: 'path',
    placeholder: 'DIR',
    initial: '',
    help: 'Write CPU and heap profiles of all threads to this directory',
    configuredBy: 'user',
    apply: (text, draft) => ({ ...draft, profileDirectory: parsePath(text) }),
  },
  {
    name: 'config',
    category: 'logging',
    kind: 'path',
    placeholder: 'FILE',
    initial: '.codefang.yaml or .codefang.yml of the work tree',
    help: 'Read options from this file',
    configuredBy: 'nobody',
    // It is read before all others, since it says where they are.
    apply: (_text, draft) => draft,
  },
];

/** `--no-quiet` takes back a `quiet: true`, and leaves a verbose run as it is. */
function withVerbosity(draft: RunDraft, level: Verbosity, isOn: boolean): RunDraft {
  if (isOn) return { ...draft, verbosity: level };
  return draft.verbosity === level ? { ...draft, verbosity: 'normal' } : draft;
}

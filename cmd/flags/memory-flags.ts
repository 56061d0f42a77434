import { availableParallelism } from 'node:os';
import { resolveBudget } from '../../engine/index.ts';
import type { ResumeChoice } from '../../analysis/internal.ts';
import type { Flag } from './flag.ts';
import { parseChoice } from './parse-choice.ts';
import { parseCount } from './parse-count.ts';
import { parseDuration } from './parse-duration.ts';
import { parsePath } from './parse-path.ts';
import { parseSize } from './parse-size.ts';
import { parseSwitch } from './parse-switch.ts';
import { refuseSmallBytes } from './refuse-small-bytes.ts';

/** Far above what the planner takes by itself, far below what breaks a machine. */
const workersMax = 256;

const resumeChoices = ['require', 'auto', 'never'] as const;

/** Memory, threads, and what is kept on disk. */
export const memoryFlags: readonly Flag[] = [
  {
    name: 'memory-budget',
    category: 'memory',
    kind: 'text',
    placeholder: 'SIZE',
    initial: 'auto',
    help: 'Limit of resident memory for the whole process: 512MiB, 2GB, 50%, auto, or 0 for unlimited',
    configuredBy: 'repository',
    exceeds: (text) => resolveBudget(text) === 0 || resolveBudget(text) > resolveBudget('auto'),
    apply: (text, draft) => ({ ...draft, memoryBudget: checkBudget(text) }),
  },
  {
    name: 'workers',
    category: 'memory',
    kind: 'count',
    placeholder: 'N',
    choices: ['auto'],
    initial: 'auto',
    help: 'Threads that read and compare files; 0 runs everything on the main thread',
    configuredBy: 'repository',
    exceeds: (text) => text !== 'auto' && parseCount(text, 0, workersMax) > availableParallelism(),
    apply: (text, draft) => ({
      ...draft,
      workers: text === 'auto' ? -1 : parseCount(text, 0, workersMax),
    }),
  },
  {
    name: 'memory-report',
    category: 'memory',
    kind: 'switch',
    initial: 'false',
    help: 'Print a table of memory use and its peak at the end',
    configuredBy: 'repository',
    apply: (text, draft) => ({ ...draft, memoryReport: parseSwitch(text) }),
  },
  {
    name: 'spill-dir',
    category: 'memory',
    kind: 'path',
    placeholder: 'DIR',
    initial: "the system's temporary directory",
    help: 'Directory for state that does not fit in memory; emptied at the end',
    configuredBy: 'user',
    apply: (text, draft) => ({ ...draft, spillDirectory: parsePath(text) }),
  },
  {
    name: 'state-dir',
    category: 'memory',
    kind: 'path',
    placeholder: 'DIR',
    initial: '$XDG_STATE_HOME/codefang',
    help: 'Directory for checkpoints',
    configuredBy: 'user',
    apply: (text, draft) => ({ ...draft, stateDirectory: parsePath(text) }),
  },
  {
    name: 'resume',
    category: 'memory',
    kind: 'text',
    isNegatable: true,
    placeholder: 'WHEN',
    choices: resumeChoices,
    initial: 'auto',
    help: 'Resume from a checkpoint: auto if one fits, require one, or never (and save none)',
    configuredBy: 'repository',
    exceeds: (text) => parseResume(text) === 'require',
    apply: (text, draft) => ({ ...draft, resume: parseResume(text) }),
  },
  {
    name: 'checkpoint-every',
    category: 'memory',
    kind: 'text',
    placeholder: 'TIME',
    initial: '30s',
    help: 'Save a checkpoint at least this often, such as 500ms, 30s or 5m, using at most 5% of the time',
    configuredBy: 'repository',
    apply: (text, draft) => ({ ...draft, checkpointEverySeconds: parseDuration(text) }),
  },
  {
    name: 'incremental',
    category: 'memory',
    kind: 'switch',
    initial: 'true',
    help: 'Save the final state, so that the next run reads only new commits',
    configuredBy: 'repository',
    apply: (text, draft) => ({ ...draft, incremental: parseSwitch(text) }),
  },
  {
    name: 'max-time',
    category: 'memory',
    kind: 'text',
    placeholder: 'TIME',
    initial: 'no limit',
    help: 'Stop after this time, such as 90s, 10m or 2h, with a checkpoint and exit code 75',
    configuredBy: 'repository',
    exceeds: () => true,
    apply: (text, draft) => ({ ...draft, maxTimeSeconds: parseDuration(text) }),
  },
  {
    name: 'max-disk',
    category: 'memory',
    kind: 'text',
    placeholder: 'SIZE',
    initial: 'no limit',
    help: 'Stop with exit code 3 before spilled and saved state exceed this size, such as 2GiB',
    configuredBy: 'repository',
    exceeds: () => true,
    apply: (text, draft) => ({ ...draft, diskBytesMax: parseSize(text) }),
  },
  {
    name: 'state-max',
    category: 'memory',
    kind: 'text',
    placeholder: 'SIZE',
    initial: '2GiB',
    help: 'Limit of saved state per repository; the two newest checkpoints are always kept',
    configuredBy: 'user',
    apply: (text, draft) => ({ ...draft, stateBytesMax: parseSize(text) }),
  },
  {
    name: 'clear-checkpoint',
    category: 'memory',
    kind: 'switch',
    initial: 'false',
    help: 'Remove the checkpoints of earlier runs first',
    configuredBy: 'user',
    apply: (text, draft) => ({ ...draft, clearCheckpoint: parseSwitch(text) }),
  },
];

/** The form only: shares of a machine's memory are worked out when the run is prepared. */
function checkBudget(text: string): string {
  refuseSmallBytes('memory budget', text);
  resolveBudget(text, () => Number.MAX_SAFE_INTEGER);
  return text;
}

/** The words, and what a switch of that name says. */
function parseResume(text: string): ResumeChoice {
  const meanings: Readonly<Record<string, ResumeChoice>> = { true: 'auto', false: 'never', off: 'never', on: 'auto' };
  return meanings[text.toLowerCase()] ?? parseChoice(text, resumeChoices);
}

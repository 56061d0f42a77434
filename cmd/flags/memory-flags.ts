import { resolveBudget } from '../../engine/index.ts';
import type { ResumeChoice } from '../../analysis/internal.ts';
import type { Flag } from './flag.ts';
import { parseChoice } from './parse-choice.ts';
import { parseCount } from './parse-count.ts';
import { parseDuration } from './parse-duration.ts';
import { parsePath } from './parse-path.ts';
import { parseSize } from './parse-size.ts';
import { parseSwitch } from './parse-switch.ts';

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
    help: 'Resident memory of the whole process: 512MiB, 2GB, 50%, auto, or 0 for unlimited',
    configuredBy: 'repository',
    apply: (text, draft) => ({ ...draft, memoryBudget: checkBudget(text) }),
  },
  {
    name: 'workers',
    category: 'memory',
    kind: 'count',
    placeholder: 'N',
    choices: ['auto'],
    initial: 'auto',
    help: 'Threads that read and compare files; 0 does it all in one',
    configuredBy: 'repository',
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
    help: 'Tell the peak of memory at the end',
    configuredBy: 'repository',
    apply: (text, draft) => ({ ...draft, memoryReport: parseSwitch(text) }),
  },
  {
    name: 'spill-dir',
    category: 'memory',
    kind: 'path',
    placeholder: 'DIR',
    initial: "the system's temporary directory",
    help: 'Where state goes that does not fit; removed at the end',
    configuredBy: 'user',
    apply: (text, draft) => ({ ...draft, spillDirectory: parsePath(text) }),
  },
  {
    name: 'state-dir',
    category: 'memory',
    kind: 'path',
    placeholder: 'DIR',
    initial: '$XDG_STATE_HOME/codefang',
    help: 'Where checkpoints are kept',
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
    help: 'Go on from a checkpoint: auto where one fits, require it, or never, and keep none',
    configuredBy: 'repository',
    apply: (text, draft) => ({ ...draft, resume: parseResume(text) }),
  },
  {
    name: 'checkpoint-every',
    category: 'memory',
    kind: 'text',
    placeholder: 'TIME',
    initial: '30s',
    help: 'Make a checkpoint at least so often, such as 500ms, 30s or 5m, in at most 5% of the time',
    configuredBy: 'repository',
    apply: (text, draft) => ({ ...draft, checkpointEverySeconds: parseDuration(text) }),
  },
  {
    name: 'incremental',
    category: 'memory',
    kind: 'switch',
    initial: 'true',
    help: 'Keep the state at the end, so that the next run reads new commits only',
    configuredBy: 'repository',
    apply: (text, draft) => ({ ...draft, incremental: parseSwitch(text) }),
  },
  {
    name: 'max-time',
    category: 'memory',
    kind: 'text',
    placeholder: 'TIME',
    initial: 'no limit',
    help: 'Stop in order after so long, such as 90s, 10m or 2h, with a checkpoint and exit 75',
    configuredBy: 'repository',
    apply: (text, draft) => ({ ...draft, maxTimeSeconds: parseDuration(text) }),
  },
  {
    name: 'max-disk',
    category: 'memory',
    kind: 'text',
    placeholder: 'SIZE',
    initial: 'no limit',
    help: 'Refuse to go on, with exit 3, when spill and state would take more, such as 2GiB',
    configuredBy: 'repository',
    apply: (text, draft) => ({ ...draft, diskBytesMax: parseSize(text) }),
  },
  {
    name: 'state-max',
    category: 'memory',
    kind: 'text',
    placeholder: 'SIZE',
    initial: '2GiB',
    help: 'Keep older states of a repository within this; the two newest are kept in any case',
    configuredBy: 'user',
    apply: (text, draft) => ({ ...draft, stateBytesMax: parseSize(text) }),
  },
  {
    name: 'clear-checkpoint',
    category: 'memory',
    kind: 'switch',
    initial: 'false',
    help: 'Remove the checkpoint of an earlier run first',
    configuredBy: 'user',
    apply: (text, draft) => ({ ...draft, clearCheckpoint: parseSwitch(text) }),
  },
];

/** The form only: shares of a machine's memory are worked out when the run is prepared. */
function checkBudget(text: string): string {
  resolveBudget(text, () => Number.MAX_SAFE_INTEGER);
  return text;
}

/** The words, and what a switch of that name says. */
function parseResume(text: string): ResumeChoice {
  const meanings: Readonly<Record<string, ResumeChoice>> = { true: 'auto', false: 'never', off: 'never', on: 'auto' };
  return meanings[text.toLowerCase()] ?? parseChoice(text, resumeChoices);
}

import { resolveBudget } from '../../engine/index.ts';
import type { Flag } from './flag.ts';
import { parseCount } from './parse-count.ts';
import { parseDuration } from './parse-duration.ts';
import { parsePath } from './parse-path.ts';
import { parseSwitch } from './parse-switch.ts';

/** Far above what the planner takes by itself, far below what breaks a machine. */
const workersMax = 256;

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
    kind: 'switch',
    initial: 'true',
    help: 'Go on from the last checkpoint, and keep one',
    configuredBy: 'repository',
    apply: (text, draft) => ({ ...draft, resume: parseSwitch(text) ? 'auto' : 'off' }),
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

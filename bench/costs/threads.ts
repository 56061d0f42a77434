/**
 * What threads take beyond what lies in caches, slabs and state: three runs, with no, one and two workers.
 *
 *   node dist/bench/costs/threads.js [REPO]
 */
import { engineCosts } from '../../planner/index.ts';
import { printCosts, repositoryArgument } from './cost-row.ts';
import { type MeasuredRun, measureRun } from './measured-run.ts';

const caches = ['pack indexes', 'pack windows', 'delta bases'];
const state = ['paths', 'parts', 'facts'];
const repository = repositoryArgument();
const [none, one, two] = [0, 1, 2].map((workers) =>
  measureRun(repository, ['--memory-budget', '512MiB', '--workers', String(workers)]),
) as [MeasuredRun, MeasuredRun, MeasuredRun];
const slabs = engineCosts.bufferingMax * engineCosts.slabBytes;

printCosts([
  {
    account: 'main thread',
    what: 'beyond process, history, caches and state, without workers; buffers for comparing among it',
    value: none.peakBytes - heldBy(none, ['process', 'history', 'line histories', 'slabs', ...caches, ...state]),
  },
  {
    account: 'worker threads',
    what: 'a second worker, without its slabs and caches; buffers for comparing among it',
    value: two.peakBytes - one.peakBytes - slabs - (heldBy(two, caches) - heldBy(one, caches)),
  },
  { account: 'slabs', what: 'slabs of a worker', value: slabs },
]);

function heldBy({ accounts }: MeasuredRun, names: readonly string[]): number {
  return names.reduce((sum, name) => sum + (accounts[name] ?? 0), 0);
}

/**
 * Processor time per commit on this machine, to judge `engineCosts.time` by.
 *
 *   node dist/bench/costs/time.js [REPO]
 */
import { engineCosts } from '../../planner/index.ts';
import { printCosts, repositoryArgument } from './cost-row.ts';
import { measureRun } from './measured-run.ts';

const { cpuSeconds, commits } = measureRun(repositoryArgument(), ['--memory-budget', '512MiB', '--workers', '0']);
printCosts([
  {
    account: 'time',
    what: `per commit, start, packs and report among it; the plan reckons with ${engineCosts.time.commitMicros} beside them`,
    value: Math.round((cpuSeconds * 1e6) / Math.max(1, commits)),
    unit: 'microseconds',
  },
]);

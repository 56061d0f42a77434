/**
 * What object stores hold: the sizes of the packs, the largest comparison, and a run with one worker.
 *
 *   node dist/bench/costs/stores.js [REPO]
 */
import { blobBytesMaxUsual, largestComparisonBytes, openHistory, packSizes } from '../../engine/index.ts';
import { engineCosts } from '../../planner/index.ts';
import { printCosts, repositoryArgument } from './cost-row.ts';
import { measureRun } from './measured-run.ts';
import { usualHistory } from './usual-history.ts';

const repository = repositoryArgument();
const history = openHistory({ ...usualHistory, repository }, () => {});
const { indexBytes, packBytes } = packSizes(history.location);
const { accounts } = measureRun(repository, ['--memory-budget', '512MiB', '--workers', '1']);
printCosts([
  { account: 'pack indexes', what: 'the files', value: indexBytes },
  { account: 'pack windows', what: `of one store, packs of ${packBytes} bytes`, value: accounts['pack windows'] ?? 0 },
  { account: 'delta bases', what: 'of one store', value: accounts['delta bases'] ?? 0 },
  {
    account: 'comparing',
    what: 'two versions of the largest text and their lines',
    value: largestComparisonBytes(history, blobBytesMaxUsual),
  },
  {
    account: 'large objects',
    what: 'of that, beyond the buffers of one store',
    value: Math.max(0, largestComparisonBytes(history, blobBytesMaxUsual) - engineCosts.scratchBytes),
  },
]);

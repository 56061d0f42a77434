/**
 * What a surveyed history holds, and what line histories hold of it beside parts and facts.
 *
 *   node dist/bench/costs/history.js [REPO]
 */
import { collectGarbage, LineSlot, openHistory } from '../../engine/index.ts';
import { VersionGraph } from '../../engine/lines/index.ts';
import { printCosts, repositoryArgument } from './cost-row.ts';
import { usualHistory } from './usual-history.ts';

const history = openHistory({ ...usualHistory, repository: repositoryArgument() }, () => {});
const commits = Math.max(1, history.order.length);
collectGarbage();
const before = process.memoryUsage().arrayBuffers;
const graph = new VersionGraph(history, 0);
collectGarbage();
const graphBytes = process.memoryUsage().arrayBuffers - before;
printCosts([
  { account: 'history', what: `${commits} commits, counted by the survey`, value: history.bytes },
  { account: 'history', what: 'per commit', value: Math.round(history.bytes / commits) },
  { account: 'line histories', what: 'the graph of versions', value: graphBytes },
  {
    account: 'line histories',
    what: 'what the graph says of itself',
    value: VersionGraph.bytesOf(history.order.length, history.table.count),
  },
  {
    account: 'line histories',
    what: 'with buffers and the report, as planned',
    value: LineSlot.bytesOf(history.order.length, history.table.count),
  },
]);
graph.activePlaces();

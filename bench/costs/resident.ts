/**
 * What the process holds before it has read anything: Node, and the code of the program.
 *
 *   node dist/bench/costs/resident.js
 */
import { MemoryMeter } from '../../engine/index.ts';
import { printCosts } from './cost-row.ts';

const meter = new MemoryMeter();
const bareBytes = meter.rssBytes();
await Promise.all([import('../../planner/index.ts'), import('../../analyzers/index.ts')]);
printCosts([
  { account: 'process', what: 'Node with the engine loaded', value: bareBytes },
  { account: 'process', what: 'with planner and analyzers', value: meter.rssBytes() },
]);
meter.close();

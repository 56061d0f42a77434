/**
 * What analyzers and line histories keep per commit, beside what they declare: one run for each analyzer, with memory
 * enough that nothing goes to disk.
 *
 *   node dist/bench/costs/state.js [REPO]
 */
import { registry } from '../../analyzers/index.ts';
import { LineSlot } from '../../engine/index.ts';
import { type CostRow, printCosts, repositoryArgument } from './cost-row.ts';
import { measureRun } from './measured-run.ts';

const repository = repositoryArgument();
const roomy = ['--memory-budget', '4GiB', '--workers', '0'];
const unit = 'bytes per commit';

for (const { id, needs, cost } of registry) {
  const run = measureRun(repository, [...roomy, '--analyzers', id]);
  const lines = needs.includes('lines') ? LineSlot.cost : undefined;
  const working = cost.workingStateBytesPerCommit + (lines?.workingStateBytesPerCommit ?? 0);
  const facts = cost.aggregateBytesPerCommit + (lines?.aggregateBytesPerCommit ?? 0);
  const perCommit = (name: string): number => Math.round((run.accounts[name] ?? 0) / Math.max(1, run.commits));
  const rows: CostRow[] = [
    { account: 'parts', what: `${id}, declares ${working}`, value: perCommit('parts'), unit },
    { account: 'facts', what: `${id}, declares ${facts}`, value: perCommit('facts'), unit },
  ];
  printCosts(rows);
}
const all = measureRun(repository, roomy);
printCosts([
  { account: 'in flight', what: 'payload through the slabs', value: all.payloadPerCommit, unit },
  { account: 'report', what: 'rise of the peak while it is written', value: all.reportBytes },
]);

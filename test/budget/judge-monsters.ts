/**
 * Each monster of a folder that `bench/generate/monsters.js` made, under a limit of exactly its budget: it
 * ends well, with `completeness` naming what was left out, or is refused clearly; never by the kernel.
 *
 *   node dist/test/budget/judge-monsters.js FOLDER [--budget 256MiB] [--workers 2] [--only NAME,…]
 *       [--raw FILE] [--timeout 300] [-- FLAGS OF RUN…]
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Monster, monsters } from '../../bench/generate/monster-stories.ts';
import { parseByteSize } from '../../engine/index.ts';
import { type CodefangRun, runCodefang } from './codefang-run.ts';
import { judgeMonster } from './judge-monster.ts';
import { SweepTable } from './sweep-table.ts';
import { Verdict } from './verdict.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    budget: { type: 'string', default: '256MiB' },
    workers: { type: 'string', default: '2' },
    only: { type: 'string' },
    raw: { type: 'string' },
    timeout: { type: 'string', default: '300' },
  },
});
const [folder, ...flags] = positionals;
if (folder === undefined) throw new Error('Cannot judge monsters: no folder was named');
const only = values.only?.split(',');
const verdict = new Verdict('monsters', values.raw);

for (const monster of monsters()) {
  if (only === undefined || only.includes(monster.name)) await judge(monster, join(folder, `${monster.name}.git`));
}
verdict.end();

async function judge(monster: Monster, repository: string): Promise<void> {
  if (!existsSync(repository)) throw new Error(`Cannot judge ${monster.name}: it was not made`);
  const run = await runCodefang({
    repository,
    rung: verdict.rung,
    budgetBytes: parseByteSize(values.budget),
    workers: Number(values.workers),
    flags,
    timeoutSeconds: Number(values.timeout),
  });
  const faults = judgeMonster(run, monster.named ?? []);
  verdict.add(run, faults, { repository: monster.name, flags });
  tell(monster.name, run, faults);
}

function tell(name: string, run: CodefangRun, faults: readonly string[]): void {
  const gaps = Object.entries(run.completeness ?? {}).filter(([, count]) => Number(count) > 0 && count !== true);
  const named = gaps.map(([gap, count]) => `${gap} ${count}`).join(', ');
  process.stdout.write(`${name.padEnd(26)} ${SweepTable.line(run, faults.length)} ${named}\n`);
}

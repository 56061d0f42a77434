/**
 * Every account with what the plan grants it, what it expects, and what is measured on the Node and machine at hand.
 *
 *   node dist/bench/costs/all.js [REPO] [BUDGET]
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { formatBytes } from '../../engine/index.ts';
import { accounts } from '../../planner/index.ts';
import { type CostRow, repositoryArgument } from './cost-row.ts';

const repository = repositoryArgument();
const budget = process.argv[3] ?? '512MiB';
const programs = [...new Set(accounts.map(({ measuredBy }) => measuredBy)), 'bench/costs/time.ts'];
const measured = programs.flatMap((program) => rowsOf(program));
const planned = plannedLines();

process.stdout.write(`Node ${process.version}, ${repository}, planned for ${budget}\n\n`);
process.stdout.write('| account | planned | measured | of | by |\n| --- | --- | --- | --- | --- |\n');
for (const { name, measuredBy } of accounts) printRows(name, planned.get(name) ?? 'not in this plan', measuredBy);
printRows('time', '', 'bench/costs/time.ts');

function printRows(name: string, plan: string, program: string): void {
  for (const { what, value, unit } of measured.filter(({ account }) => account === name)) {
    const figure = unit === undefined ? formatBytes(Math.round(value)) : `${value} ${unit}`;
    process.stdout.write(`| ${name} | ${plan} | ${figure} | ${what} | ${program} |\n`);
  }
}

function rowsOf(program: string): CostRow[] {
  const path = fileURLToPath(new URL(`../../${program.replace('.ts', '.js')}`, import.meta.url));
  const lines = outputOf([path, repository]).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as CostRow);
}

/** What `codefang plan` says of each account. */
function plannedLines(): Map<string, string> {
  const main = fileURLToPath(new URL('../../cmd/main.js', import.meta.url));
  const text = outputOf([main, 'plan', '--memory-budget', budget, repository]);
  const lines = text.split('\n').filter((line) => line.startsWith('  '));
  return new Map(lines.map((line) => line.trim().split(/ {2,}/, 2) as [string, string]));
}

/** @throws Error when the program fails */
function outputOf(words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`Cannot measure: ${words.join(' ')} ended with ${status}\n${stderr}`);
  return stdout;
}

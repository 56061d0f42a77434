import type { Command } from 'commander';
import type { Flag } from '../flags/flag.ts';
import { isPlanFlag } from '../flags/flag-table.ts';
import { parseCount } from '../flags/parse-count.ts';
import { readOption } from '../flags/read-option.ts';
import type { Shell } from '../shell.ts';
import { defineHistoryCommand } from './history-command.ts';

/** Under these git is not asked the same. */
const otherNumbers: ReadonlySet<string> = new Set([
  ...['first-parent', 'since', 'until', 'limit', 'path', 'exclude', 'renames', 'moves', 'identities', 'anonymize'],
  ...['per-commit', 'tick-size', 'title', 'link-base'],
]);

/** `codefang verify`: a second opinion on samples of the numbers. */
export function define(command: Command, shell: Shell): void {
  command.option('--sample <N>', 'commits to compare, and a tenth as many files', '100');
  command.option('--all', 'compare every commit and every file');
  defineHistoryCommand(command, shell, {
    takes: isVerifyFlag,
    examples: [
      'codefang verify .               100 commits and 10 files',
      'codefang verify --all .         everything; git blame takes its time',
    ],
    launch: async (request, around) => {
      const said = command.opts<{ readonly sample: string; readonly all?: boolean }>();
      const sample = readOption('--sample', () => parseCount(said.sample, 1));
      const { verify } = await import('../verify/verify.ts');
      const sampleCount = said.all === true ? Number.POSITIVE_INFINITY : sample;
      await verify({ request, sampleCount, writeOut: shell.writeOut }, around);
    },
  });
}

function isVerifyFlag(flag: Flag): boolean {
  return isPlanFlag(flag) && flag.category !== 'analyzers' && !otherNumbers.has(flag.name);
}

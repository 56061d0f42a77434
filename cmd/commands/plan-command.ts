import type { Command } from 'commander';
import { isPlanFlag } from '../flags/flag-table.ts';
import type { Shell } from '../shell.ts';
import { defineHistoryCommand } from './history-command.ts';

export function define(command: Command, shell: Shell): void {
  defineHistoryCommand(command, shell, {
    takes: isPlanFlag,
    examples: [
      'codefang plan .                          chunks, regions, smallest budget',
      'codefang plan --memory-budget 256MiB .   whether that budget will do',
    ],
    launch: async (request, around) => {
      const { plan } = await import('./plan.ts');
      await plan(request, { ...around, writeOut: shell.writeOut });
    },
  });
}

import type { Command } from 'commander';
import type { Shell } from '../shell.ts';
import { defineHistoryCommand } from './history-command.ts';

export function define(command: Command, shell: Shell): void {
  defineHistoryCommand(command, shell, {
    takes: () => true,
    examples: [
      'codefang run                                      all analyzers, a summary for people',
      'codefang run -o report.html -o report.json        a page and the data, of one analysis',
      'codefang run --memory-budget 512MiB . > out.json  one JSON document in a budget',
      'codefang run --since 3.months src                 the files below src, of the last three months',
      'codefang run --rev main..HEAD                     the commits of a branch',
      'codefang run -a burndown --burndown-granularity 7 --since 2023-01-01 .',
      'codefang run -a devs,couples -o tables/ .',
      'codefang run --format csv --table devs:developers . > developers.csv',
    ],
    launch: async (request, around) => {
      const { run } = await import('./run.ts');
      await run(request, around);
    },
  });
}

import type { Command } from 'commander';
import type { Shell } from '../shell.ts';

/** `codefang schema`: JSON Schema of what programs read and write here. */
export function define(command: Command, shell: Shell): void {
  command
    .argument('<what>', 'report, timeseries, log, config or table')
    .argument('[name]', 'for table: its name, such as history/devs:developers')
    .addHelpText(
      'after',
      `
Examples:
  codefang schema report > report.schema.json
  codefang schema table devs:developers`,
    )
    .action(async (what: string, name: string | undefined) => {
      const { schema } = await import('./schema.ts');
      shell.writeOut(`${JSON.stringify(schema(what, name), undefined, 2)}\n`);
    });
}

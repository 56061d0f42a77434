import type { Command } from 'commander';
import type { Shell } from '../shell.ts';

/** `codefang schema`: JSON Schema of what programs read and write here. */
export function define(command: Command, shell: Shell): void {
  command
    .argument('<what>', 'report, timeseries, log, config or table')
    .argument('[name]', 'for table: its name, such as history/devs:developers; without it, all names are printed')
    .addHelpText(
      'after',
      `
Examples:
  codefang schema report > report.schema.json
  codefang schema table                 # prints the names of all tables
  codefang schema table devs:developers`,
    )
    .action(async (what: string, name: string | undefined) => {
      const { schema, tableNames } = await import('./schema.ts');
      if (what === 'table' && name === undefined) shell.writeOut(`${tableNames().join('\n')}\n`);
      else shell.writeOut(`${JSON.stringify(schema(what, name), undefined, 2)}\n`);
    });
}

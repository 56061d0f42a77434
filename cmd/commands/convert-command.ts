import { isatty } from 'node:tty';
import { type Command, Option } from 'commander';
import { formats } from '../../analysis/internal.ts';
import { parseChoice } from '../flags/parse-choice.ts';
import { parseLinkBase } from '../flags/parse-link-base.ts';
import { readOption } from '../flags/read-option.ts';
import { wantsColor } from '../flags/wants-color.ts';
import type { Shell } from '../shell.ts';

const stdoutFd = 1;
const plainWidth = 100;
const names = formats.flatMap(({ name, aliases = [] }) => [name, ...aliases]);

interface SaidOptions {
  readonly format?: string;
  readonly output: string;
  readonly table?: string;
  readonly compat?: string;
  readonly title?: string;
  readonly linkBase?: string;
  readonly color: string;
}

/** `codefang convert REPORT`: a stored report in another format, without another analysis. */
export function define(command: Command, _shell: Shell): void {
  command
    .argument('<report>', 'a report written as json, ndjson or bin')
    .addOption(new Option('--format <F>', `${names.join(', ')} (default: text on a terminal, else json)`))
    .option('-o, --output <PATH>', 'write to this file, or to this directory for csv and parquet; - is stdout', '-')
    .option('--table <NAME>', 'only this table, such as history/devs:developers; for csv and parquet')
    .addOption(new Option('--compat <TOOL>', 'write the tables of another tool, for csv').choices(['code-maat']))
    .option('--title <TEXT>', 'title and heading of the page; for html')
    .option('--link-base <URL>', 'link files and commits of the page to this address; for html')
    .option('--color <WHEN>', 'colour text: auto, always or never', 'auto')
    .addHelpText(
      'after',
      `
Examples:
  codefang run --format bin -o report.cfr .
  codefang convert report.cfr --format parquet -o tables
  codefang convert report.cfr --format csv --table history/devs:developers > developers.csv`,
    )
    .action(async (report: string, said: SaidOptions) => {
      const { convert } = await import('./convert.ts');
      const isTerminal = isatty(stdoutFd);
      const isStdout = said.output === '-';
      const color = readOption('--color', () => parseChoice(said.color, ['auto', 'always', 'never'] as const));
      await convert({
        report,
        format: said.format ?? (isTerminal && isStdout ? 'text' : 'json'),
        output: isStdout ? undefined : said.output,
        table: said.table,
        compat: said.compat === undefined ? undefined : 'code-maat',
        title: said.title ?? '',
        linkBase: readOption('--link-base', () => parseLinkBase(said.linkBase ?? 'none')),
        color: wantsColor(color, isTerminal && isStdout, process.env),
        textWidth: (isTerminal && process.stdout.columns) || plainWidth,
      });
    });
}

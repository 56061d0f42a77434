import { isatty } from 'node:tty';
import { type Command, Option } from 'commander';
import { compatNames, formats } from '../../analysis/internal.ts';
import { chooseTargets } from '../flags/choose-targets.ts';
import { parseChoice } from '../flags/parse-choice.ts';
import { parseFormat } from '../flags/parse-format.ts';
import { parseLinkBase } from '../flags/parse-link-base.ts';
import { readOption } from '../flags/read-option.ts';
import { wantsColor } from '../flags/wants-color.ts';
import type { Shell } from '../shell.ts';

const stdoutFd = 1;
const plainWidth = 100;
const names = formats.flatMap(({ name, aliases = [] }) => [name, ...aliases]);

interface SaidOptions {
  readonly format?: string;
  readonly output?: readonly string[];
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
    .addOption(
      new Option(
        '--format <F>',
        `${names.join(', ')} (default: by the ending of -o, else text on a terminal, else json)`,
      ),
    )
    .option(
      '-o, --output <PATH>',
      'write to this file, or to this directory for csv and parquet; - is stdout; may be repeated (default: -)',
      (path: string, before: readonly string[] | undefined) => [...(before ?? []), path],
    )
    .option('--table <NAME>', 'only this table, such as history/devs:developers; for csv and parquet')
    .addOption(new Option('--compat <TOOL>', 'write what readers of another tool expect').choices(compatNames))
    .option('--title <TEXT>', 'name of the repository; for html, text and markdown')
    .option('--link-base <URL>', 'link files and commits of the page to this address; for html')
    .option('--color <WHEN>', 'colour text: auto, always or never', 'auto')
    .addHelpText(
      'after',
      `
Examples:
  codefang run -o report.cfr .
  codefang convert report.cfr -o report.html
  codefang convert report.cfr --format parquet -o tables
  codefang convert report.cfr --format csv --table history/devs:developers > developers.csv`,
    )
    .action(async (report: string, said: SaidOptions) => {
      const { convert } = await import('./convert.ts');
      const isTerminal = isatty(stdoutFd);
      const color = readOption('--color', () => parseChoice(said.color, ['auto', 'always', 'never'] as const));
      const targets = chooseTargets({
        paths: said.output ?? [],
        format: said.format === undefined ? undefined : readOption('--format', () => parseFormat(said.format!)),
        table: said.table,
        compat: compatNames.find((name) => name === said.compat),
        isTerminal,
        wantsColor: (isOnTerminal) => wantsColor(color, isOnTerminal, process.env),
      });
      await convert({
        report,
        targets,
        title: said.title ?? '',
        linkBase: readOption('--link-base', () => parseLinkBase(said.linkBase ?? 'none')),
        textWidth: (isTerminal && process.stdout.columns) || plainWidth,
      });
    });
}

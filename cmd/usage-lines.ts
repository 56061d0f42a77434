import { existsSync } from 'node:fs';
import type { Command, CommanderError } from 'commander';
import { formerNames } from './former-names.ts';
import { cloneCommand, commandOfOtherTools, isRange, isRemote } from './likely-meaning.ts';
import { nearestName } from './nearest-name.ts';
import { quoted } from './quoted.ts';

/** The lines that report an invalid command line on stderr, with a hint. */
export function usageLines(error: CommanderError, command: Command): readonly string[] {
  const state = stateOf(error);
  const name = /'([^'=\s]+)/.exec(error.message)?.[1];
  const hint = name === undefined ? '' : hintFor(error.code, name, command);
  const called = command.parent === null ? 'codefang' : `codefang ${command.name()}`;
  return [`codefang: Cannot read the command line: ${state}${hint}`, `  try: ${called} --help`];
}

function stateOf(error: CommanderError): string {
  return error.message.replace(/^error: /, '').replaceAll("'", '"');
}

function hintFor(code: string, name: string, command: Command): string {
  if (code === 'commander.unknownCommand') return commandHint(name, command);
  if (code === 'commander.missingArgument') return missingHint(command);
  if (code !== 'commander.unknownOption' || !name.startsWith('--')) return '';
  const options = command.options.map((option) => option.long ?? '');
  return meaning(
    formerNames.get(name) ?? formatOption(name, command) ?? nearestName(name, options) ?? analyzerOption(name, options),
  );
}

function commandHint(name: string, command: Command): string {
  if (isRemote(name)) return `, expected a repository on this machine: ${cloneCommand(name)}`;
  if (isRange(name)) return meaning(`run --rev ${quoted(name)} .`);
  const known = command.commands.map((one) => one.name());
  const near = commandOfOtherTools(name) ?? nearestName(name, known);
  return meaning(near ?? (existsSync(name) ? `run ${quoted(name)}` : undefined));
}

/** What a command needs is shown in its first example, which stands in its help. */
function missingHint(command: Command): string {
  const example = firstExamples.get(command.name());
  return example === undefined ? '' : `, such as: ${example}`;
}

const firstExamples: ReadonlyMap<string, string> = new Map([
  ['blame', 'codefang blame README.md'],
  ['convert', 'codefang convert report.json -o report.html'],
  ['logs', 'codefang logs run.ndjson'],
  ['plot', 'codefang plot report.json -o burndown.svg'],
  ['report', 'codefang report run.ndjson'],
  ['schema', 'codefang schema report'],
]);

/** `--json` is what other tools call `--format json`: a word of the list that the help of the option gives. */
function formatOption(name: string, { options }: Command): string | undefined {
  const format = name.slice('--'.length);
  const help = options.find(({ long }) => long === '--format')?.description ?? '';
  const words = help.split(/[,;(]|: | or /).map((word) => word.trim());
  return words.includes(format) ? `--format ${format}` : undefined;
}

/** `--burndown` means the analyzer, which options of its own name. */
function analyzerOption(name: string, options: readonly string[]): string | undefined {
  const isAnalyzer = options.includes('--analyzers') && options.some((option) => option.startsWith(`${name}-`));
  return isAnalyzer ? `--analyzers ${name.slice('--'.length)}` : undefined;
}

function meaning(known: string | undefined): string {
  return known === undefined ? '' : `, did you mean "${known}"?`;
}

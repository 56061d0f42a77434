import type { Command, CommanderError } from 'commander';
import { formerNames } from './former-names.ts';
import { nearestName } from './nearest-name.ts';

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
  if (code === 'commander.unknownCommand') {
    return meaning(
      nearestName(
        name,
        command.commands.map((known) => known.name()),
      ),
    );
  }
  if (code !== 'commander.unknownOption' || !name.startsWith('--')) return '';
  const options = command.options.map((option) => option.long ?? '');
  return meaning(formerNames.get(name) ?? nearestName(name, options));
}

function meaning(known: string | undefined): string {
  return known === undefined ? '' : `, did you mean "${known}"?`;
}

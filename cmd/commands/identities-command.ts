import { resolve } from 'node:path';
import type { Command } from 'commander';
import { CodefangError } from '../../engine/index.ts';
import { checkRepository } from '../flags/check-repository.ts';
import { environmentName } from '../flags/flag.ts';
import { keptStateDirectory } from '../flags/kept-state-directory.ts';
import { parseChoice } from '../flags/parse-choice.ts';
import { parseSwitch } from '../flags/parse-switch.ts';
import { readOption } from '../flags/read-option.ts';
import type { Shell } from '../shell.ts';

interface Said {
  readonly rev: string;
  readonly format: string;
  readonly memoryBudget?: string;
  readonly stateDir?: string;
  readonly allowIncomplete?: boolean;
}

/** `codefang identities`: who may be one person under several names. */
export function define(command: Command, shell: Shell): void {
  command.argument('[repo]', 'a work tree, a directory in it, or a bare repository', '.');
  command.option('--rev <NAME>', 'the branch, tag or commit whose history and .mailmap are read', 'HEAD');
  command.option('--format <FORMAT>', 'text, mailmap, csv or json', 'text');
  command.option('--memory-budget <SIZE>', 'as of run: 512MiB, 50%, auto or 0 for unlimited (default: auto)');
  command.option('--state-dir <DIR>', 'directory of saved state (default: $XDG_STATE_HOME/codefang)');
  command.option('--allow-incomplete', 'accept a shallow or partial clone');
  command.addHelpText(
    'after',
    `
Reads commits, their authors and .mailmap, and no files. Nothing is changed.

Examples:
  codefang identities                                likely and possible duplicates, shared addresses, bots
  codefang identities --format mailmap >> .mailmap   make one person of those who likely are
  codefang identities --format csv > pairs.csv       all pairs with score and evidence`,
  );
  command.action(async (repository: string, said: Said) => {
    checkRepository(repository, resolve(repository), command.name());
    refuseAnonymous();
    const format = readOption('--format', () => parseChoice(said.format, ['text', 'mailmap', 'csv', 'json'] as const));
    const { identities } = await import('./identities.ts');
    identities({
      repository,
      revision: said.rev,
      memoryBudget: said.memoryBudget ?? process.env[environmentName('memory-budget')],
      stateDirectory: keptStateDirectory(said.stateDir),
      allowIncomplete: said.allowIncomplete === true,
      format,
      write: shell.writeOut,
    });
  });
}

function refuseAnonymous(): void {
  const name = environmentName('anonymize');
  if (!readOption(name, () => parseSwitch(process.env[name] ?? 'false'))) return;
  const state = `${name} is set, and the audit is about names and addresses; unset it to see them`;
  throw new CodefangError('USAGE', `Cannot audit identities: ${state}`);
}

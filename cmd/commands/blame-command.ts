import type { Command } from 'commander';
import { environmentName } from '../flags/flag.ts';
import { keptStateDirectory } from '../flags/kept-state-directory.ts';
import { parseChoice } from '../flags/parse-choice.ts';
import { parseSwitch } from '../flags/parse-switch.ts';
import { readOption } from '../flags/read-option.ts';
import { treePaths } from '../flags/tree-paths.ts';
import type { Shell } from '../shell.ts';

interface Said {
  readonly repo?: string;
  readonly rev: string;
  readonly renames?: string;
  readonly anonymize?: boolean;
  readonly stateDir?: string;
  readonly format: string;
  readonly incremental?: boolean;
}

/** `codefang blame`: who wrote each line of a file, from saved state. */
export function define(command: Command, shell: Shell): void {
  command.argument('<path...>', 'files, named from here; with --repo, from the root of the tree');
  command.option('--repo <DIR>', 'the repository (default: the one here)');
  command.option('--rev <NAME>', 'the branch, tag or commit whose lines are shown', 'HEAD');
  command.option('--renames <HOW>', 'use the state of a run with this rename setting: off, exact or similar:N');
  command.option('--anonymize', 'number people instead of naming them; lines of files stay as they are');
  command.option('--state-dir <DIR>', 'directory of saved state (default: $XDG_STATE_HOME/codefang)');
  command.option('--format <FORMAT>', 'text, json or ndjson', 'text');
  command.option('--incremental', 'print the format of git blame --incremental');
  command.addHelpText(
    'after',
    `
Answers come from the state that "codefang run" saves; no history is read, and git is not needed.

Examples:
  codefang run . > report.json              attribute all lines once
  codefang blame src/main.c                 like git blame src/main.c
  codefang blame --format ndjson README.md  one JSON object per line of the file`,
  );
  command.action(async (paths: readonly string[], said: Said) => {
    const format = readOption('--format', () => parseChoice(said.format, ['text', 'json', 'ndjson'] as const));
    const { repo } = said;
    const named = repo === undefined ? treePaths(paths, process.cwd()) : { repository: repo, paths };
    const { blame } = await import('./blame.ts');
    blame({
      ...named,
      revision: said.rev,
      renames: said.renames,
      anonymize: said.anonymize === true || isAnonymousByEnvironment(),
      stateDirectory: keptStateDirectory(said.stateDir),
      format: said.incremental === true ? 'incremental' : format,
      write: shell.writeOut,
    });
  });
}

function isAnonymousByEnvironment(): boolean {
  const name = environmentName('anonymize');
  return readOption(name, () => parseSwitch(process.env[name] ?? 'false'));
}

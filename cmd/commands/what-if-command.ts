import type { Command } from 'commander';
import { CodefangError } from '../../engine/index.ts';
import type { Flag } from '../flags/flag.ts';
import { quoted } from '../quoted.ts';
import type { Shell } from '../shell.ts';
import { defineHistoryCommand } from './history-command.ts';

/** Flags of the analyzer that what-if understands as well. */
const analyzerFlags = ['ownership-depth', 'ownership-active-days'];
/** What is set by the command, and what is for runs that walk. */
const notTaken = [
  'analyzers',
  'resume',
  'incremental',
  'clear-checkpoint',
  'per-commit',
  'dashboard',
  'open',
  'compat',
];

/** `codefang what-if`: what is lost when people leave, from saved state. */
export function define(command: Command, shell: Shell): void {
  defineHistoryCommand(command, shell, {
    takes: ({ name, category }: Flag) => {
      return category === 'analyzers' ? analyzerFlags.includes(name) : !notTaken.includes(name);
    },
    adds: (own) => {
      const append = (text: string, before: readonly string[]): readonly string[] => [...before, text];
      own.requiredOption<readonly string[]>(
        '--leaves <PERSON>',
        'who leaves: an e-mail, a name or @login of the history; may be repeated',
        append,
        [],
      );
      return () => {
        const { leaves } = own.opts<{ readonly leaves: readonly string[] }>();
        if (leaves.length === 0) throw nobodyLeaves();
        return { analyzers: ['ownership'], 'ownership-leaves': leaves, resume: ['require'] };
      };
    },
    examples: [
      'codefang run -a ownership -o report.json   walk once, and save what was learned',
      'codefang what-if --leaves ada@example.org  what is lost, and who could take over',
      'codefang what-if --leaves ada@example.org --leaves @bob --format json',
    ],
    launch: async (request, around) => {
      const { run } = await import('./run.ts');
      try {
        await run(request, around);
      } catch (error) {
        throw isNothingSaved(error) ? runFirst(request.repository) : error;
      }
    },
  });
}

function nobodyLeaves(): CodefangError {
  return new CodefangError('USAGE', 'Cannot say what is lost: nobody leaves, expected --leaves PERSON');
}

function isNothingSaved(error: unknown): boolean {
  return error instanceof CodefangError && error.code === 'STATE' && error.message.startsWith('Cannot resume');
}

function runFirst(repository: string): CodefangError {
  const state = 'no run has saved who owns what by these rules';
  return new CodefangError(
    'STATE',
    `Cannot say what is lost: ${state}, run "codefang run -a ownership ${quoted(repository)}" first`,
  );
}

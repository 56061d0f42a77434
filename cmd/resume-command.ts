import { quoted } from './quoted.ts';

/**
 * The command line that goes on where a stopped run kept its checkpoint: the same one, quoted for
 * a shell, but for what would throw the checkpoint away.
 *
 * @example resumeCommand(['run', 'my repo']) === "codefang run 'my repo'"
 */
export function resumeCommand(args: readonly string[]): string {
  const kept = args.filter((arg) => arg !== '--clear-checkpoint');
  return ['codefang', ...kept.map(quoted)].join(' ');
}

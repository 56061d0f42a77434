import { spawnSync } from 'node:child_process';

export interface SessionPlace {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** A session of a Markdown document: commands after `$ `, and what they print. */
const session = /^```console( varies)?\n([^]*?)^```$/gm;

/**
 * A document with what its sessions print now, in the order of the document. What a command writes to standard error
 * is left out. With `compared`, sessions that are marked as varying are run and stay as they are.
 *
 * @throws Error when a command fails
 */
export function withSessions(document: string, place: SessionPlace, isCompared: boolean): string {
  return document.replace(session, (block, mark: string | undefined, text: string) => {
    const commands = text.split('\n').filter((line) => line.startsWith('$ '));
    const printed = commands.map((line) => `${line}\n${outputOf(line.slice(2), place)}`);
    if (mark !== undefined && isCompared) return block;
    return `\`\`\`console${mark ?? ''}\n${printed.join('')}\`\`\``;
  });
}

function outputOf(command: string, { folder, environment }: SessionPlace): string {
  const words = ['-euo', 'pipefail', '-c', command];
  const { status, stdout, stderr } = spawnSync('bash', words, { cwd: folder, env: environment, encoding: 'utf8' });
  if (status !== 0) throw new Error(`Cannot run "${command}": exit code ${status}\n${stderr}`);
  return stdout;
}

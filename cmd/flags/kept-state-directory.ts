import { homedir } from 'node:os';
import { environmentName } from './flag.ts';
import { defaultStateDirectory } from './parse-run-request.ts';

/** Where runs keep their state: as the option says, else the environment, else where they do by default. */
export function keptStateDirectory(said: string | undefined): string {
  const { env } = process;
  const directory = said ?? env[environmentName('state-dir')];
  return directory ?? defaultStateDirectory({ environment: env, homeDirectory: homedir() });
}

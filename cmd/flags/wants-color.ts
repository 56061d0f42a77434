import type { Environment } from './read-environment.ts';
import type { ColorChoice } from './run-draft.ts';

/** `auto` colours what a person looks at, unless the environment asks for plain text. */
export function wantsColor(choice: ColorChoice, isTerminal: boolean, environment: Environment): boolean {
  if (choice !== 'auto') return choice === 'always';
  const isSet = (name: string): boolean => (environment[name] ?? '') !== '';
  return isTerminal && !isSet('NO_COLOR') && !isSet('CI') && environment['TERM'] !== 'dumb';
}

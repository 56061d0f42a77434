import { CodefangError } from '../../engine/index.ts';

const meanings: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['yes', true],
  ['on', true],
  ['1', true],
  ['false', false],
  ['no', false],
  ['off', false],
  ['0', false],
]);

/** A switch as the environment or a configuration file says it. @throws {CodefangError} USAGE */
export function parseSwitch(text: string): boolean {
  const meaning = meanings.get(text.toLowerCase());
  if (meaning !== undefined) return meaning;
  throw new CodefangError('USAGE', `Cannot read switch "${text}": expected true or false`);
}

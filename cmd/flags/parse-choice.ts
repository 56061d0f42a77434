import { CodefangError } from '../../engine/index.ts';
import { didYouMean } from '../nearest-name.ts';

/**
 * One of a few words. @throws {CodefangError} USAGE naming them all
 *
 * @example parseChoice('never', ['auto', 'always', 'never']) === 'never'
 */
export function parseChoice<Word extends string>(text: string, choices: readonly Word[]): Word {
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  const state = `expected ${choices.join(', ')}${didYouMean(text, choices)}`;
  throw new CodefangError('USAGE', `Cannot read choice "${text}": ${state}`);
}

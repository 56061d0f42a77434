import { CodefangError } from '../../engine/index.ts';
import { didYouMean } from '../nearest-name.ts';
import { environmentName, type Flag } from './flag.ts';
import { type SaidValue, type SaidValues, sourceRank } from './said-value.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What variables such as `CODEFANG_MEMORY_BUDGET` say. An empty one says nothing; a list has one
 * value a line.
 *
 * @throws {CodefangError} USAGE for a variable of ours that no flag stands for
 */
export function readEnvironment(environment: Environment, flags: readonly Flag[]): SaidValues {
  const flagOf = new Map(flags.map((flag) => [environmentName(flag.name), flag]));
  const said = new Map<string, SaidValue>();
  for (const source of Object.keys(environment).sort()) {
    const text = environment[source] ?? '';
    if (!source.startsWith('CODEFANG_') || text === '') continue;
    const flag = flagOf.get(source);
    if (flag === undefined) {
      const hint = didYouMean(source, [...flagOf.keys()]);
      throw new CodefangError('USAGE', `Cannot use ${source}: there is no such option${hint}`);
    }
    const texts = flag.isList === true ? text.split('\n').filter((line) => line !== '') : [text];
    said.set(flag.name, { texts, source, rank: sourceRank.environment });
  }
  return said;
}

import { type AnalyzerDefinition, type AnalyzerOption, CodefangError } from '../engine/index.ts';
import type { OptionValues, SelectedAnalyzer } from '../engine/index.ts';
import { selectAnalyzers } from './select-analyzers.ts';

export interface Choice {
  readonly analyzers?: readonly string[] | undefined;
  readonly analyzerOptions?: Readonly<Record<string, OptionValues>> | undefined;
  readonly anonymize: boolean;
}

/**
 * The analyzers that ids, short names and globs mean, in alphabetical order, with their options and defaults. Without
 * patterns all but optional ones.
 *
 * @throws {CodefangError} USAGE for a pattern or an option that means nothing
 */
export function chooseAnalyzers(
  registry: readonly AnalyzerDefinition[],
  { analyzers: patterns = [], analyzerOptions: said = {}, anonymize }: Choice,
): SelectedAnalyzer[] {
  const ids = registry.map(({ id }) => id);
  const usual = registry.filter(({ isOptional }) => isOptional !== true).map(({ id }) => id);
  const chosen = patterns.length === 0 ? usual : selectAnalyzers(patterns, ids);
  const options = new Map<string, OptionValues>();
  for (const [name, values] of Object.entries(said)) options.set(selectAnalyzers([name], ids)[0]!, values);
  for (const [id, values] of options) checkValues(registry.find((known) => known.id === id)!, values);
  return registry
    .filter(({ id }) => chosen.includes(id))
    .map((definition) => {
      const initial = initialOf(definition, { anonymize });
      return { definition, options: { ...initial, ...options.get(definition.id) } };
    });
}

/** Another name of a rule has the value of the rule. */
function initialOf({ options }: AnalyzerDefinition, rules: Pick<Choice, 'anonymize'>): OptionValues {
  const values = options.map(({ name, initial, aliasOf }) => [name, aliasOf === undefined ? initial : rules[aliasOf]]);
  return Object.fromEntries(values) as OptionValues;
}

function checkValues({ id, options }: AnalyzerDefinition, values: OptionValues): void {
  for (const [name, value] of Object.entries(values)) {
    const option = options.find((known) => known.name === name);
    if (option === undefined) {
      const known = options.map((one) => one.name).join(', ');
      throw refusal(id, name, known === '' ? 'the analyzer has none' : `known are ${known}`);
    }
    const expected = expectedOf(option, value);
    if (expected !== undefined) throw refusal(id, name, `it is ${String(value)}, expected ${expected}`);
  }
}

/** What a value must be, or undefined when it is that. */
function expectedOf({ kind, min = 0, choices = [] }: AnalyzerOption, value: unknown): string | undefined {
  if (kind === 'switch') return typeof value === 'boolean' ? undefined : 'true or false';
  if (kind === 'choice') return choices.includes(value as string) ? undefined : choices.join(', ');
  return Number.isSafeInteger(value) && Number(value) >= min ? undefined : `a whole number from ${min}`;
}

function refusal(id: string, name: string, state: string): CodefangError {
  return new CodefangError('USAGE', `Cannot use option "${name}" of analyzer ${id}: ${state}`);
}

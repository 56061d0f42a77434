import { type AnalysisRules, type AnalyzerDefinition, type AnalyzerOption, CodefangError } from '../engine/index.ts';
import { type OptionValue, type OptionValues, readRuleFile, type SelectedAnalyzer } from '../engine/index.ts';
import { selectAnalyzers } from './select-analyzers.ts';

/** Rules that some option of an analyzer is another name of. */
type AliasedRules = Pick<AnalysisRules, NonNullable<AnalyzerOption['aliasOf']>>;

/**
 * The analyzers that ids, short names and globs mean, in alphabetical order, with their options and defaults. Without
 * patterns all but optional ones.
 *
 * @throws {CodefangError} USAGE for a pattern or an option that means nothing
 */
export function chooseAnalyzers(
  registry: readonly AnalyzerDefinition[],
  rules: AliasedRules,
  patterns: readonly string[] = [],
  said: Readonly<Record<string, OptionValues>> = {},
): SelectedAnalyzer[] {
  const ids = registry.map(({ id }) => id);
  const usual = registry.filter(({ isOptional }) => isOptional !== true).map(({ id }) => id);
  const chosen = patterns.length === 0 ? usual : selectAnalyzers(patterns, ids);
  const options = valuesById(registry, said);
  for (const [id, values] of options)
    checkValues(
      registry.find((known) => known.id === id)!,
      values,
    );
  const read = registry.flatMap(({ id, reads = [] }) => (chosen.includes(id) ? reads : []));
  return registry
    .filter(({ id }) => chosen.includes(id) || read.includes(id))
    .map((definition) => ({
      definition,
      options: valuesOf(definition, rules, options.get(definition.id)),
      ...(!chosen.includes(definition.id) && { isOnlyRead: true }),
    }));
}

/** Whether an option is set that is another name of a rule. */
export function isAliasSaid(
  registry: readonly AnalyzerDefinition[],
  rule: keyof AliasedRules,
  said: Readonly<Record<string, OptionValues>> = {},
): boolean {
  const values = valuesById(registry, said);
  return registry.some(({ id, options }) =>
    options.some(({ name, aliasOf }) => aliasOf === rule && values.get(id)?.[name] === true),
  );
}

function valuesById(
  registry: readonly AnalyzerDefinition[],
  said: Readonly<Record<string, OptionValues>>,
): ReadonlyMap<string, OptionValues> {
  const ids = registry.map(({ id }) => id);
  return new Map(Object.entries(said).map(([name, values]) => [selectAnalyzers([name], ids)[0]!, values]));
}

/** An option that is another name of a rule always has its value. */
function valuesOf({ options }: AnalyzerDefinition, rules: AliasedRules, said: OptionValues = {}): OptionValues {
  const values = options.map((option) => {
    const { name, initial, aliasOf } = option;
    return [name, aliasOf === undefined ? settled(option, said[name] ?? initial) : rules[aliasOf]] as const;
  });
  return Object.fromEntries(values);
}

/** The value as an analyzer gets it: of a file that is named, what it holds. */
function settled({ kind, name }: AnalyzerOption, value: OptionValue): OptionValue {
  return kind === 'file' && typeof value === 'string' && value !== '' ? readRuleFile(`file of ${name}`, value) : value;
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
function expectedOf(
  { kind, min = 0, max = Infinity, choices = [] }: AnalyzerOption,
  value: unknown,
): string | undefined {
  const expected = {
    switch: typeof value === 'boolean' ? undefined : 'true or false',
    count: Number.isSafeInteger(value) && Number(value) >= min ? undefined : `a whole number from ${min}`,
    number: isBetween(value, min, max) ? undefined : `a number from ${min} to ${max}`,
    choice: choices.includes(value as string) ? undefined : choices.join(', '),
    text: typeof value === 'string' ? undefined : 'a text',
    list: isListOf(value, choices) ? undefined : `an array of ${choices.length === 0 ? 'texts' : choices.join(', ')}`,
    file: typeof value === 'string' ? undefined : 'the path of a file',
  };
  return expected[kind];
}

function isBetween(value: unknown, min: number, max: number): boolean {
  return Number.isFinite(value) && Number(value) >= min && Number(value) <= max;
}

/** No choices allow any text. */
function isListOf(value: unknown, choices: readonly string[]): boolean {
  const isAllowed = (text: unknown): boolean =>
    typeof text === 'string' && (choices.length === 0 || choices.includes(text));
  return Array.isArray(value) && value.every(isAllowed);
}

function refusal(id: string, name: string, state: string): CodefangError {
  return new CodefangError('USAGE', `Cannot use option "${name}" of analyzer ${id}: ${state}`);
}

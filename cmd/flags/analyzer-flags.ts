import { folderOf } from '../../analysis/internal.ts';
import type { AnalyzerDefinition, AnalyzerOption, OptionValue } from '../../engine/index.ts';
import type { Flag } from './flag.ts';
import { parseChoice } from './parse-choice.ts';
import { parseCount } from './parse-count.ts';
import { parseNumber } from './parse-number.ts';
import { parsePath } from './parse-path.ts';
import { parseSwitch } from './parse-switch.ts';
import type { RunDraft } from './run-draft.ts';

const selectionFlag: Flag = {
  name: 'analyzers',
  short: 'a',
  category: 'analyzers',
  kind: 'text',
  isList: true,
  placeholder: 'LIST',
  initial: 'all but optional ones',
  help: 'Analyzers by name or glob, such as "burndown,devs" or "history/*"; may be repeated',
  configuredBy: 'repository',
  apply: (text, draft) => ({
    ...draft,
    analyzerPatterns: [...draft.analyzerPatterns, ...text.split(',').map((name) => name.trim())],
  }),
};

/** Which analyzers run, and the options each of them declares: `--<folder>-<option>`. */
export function analyzerFlags(registry: readonly AnalyzerDefinition[]): readonly Flag[] {
  const derived = registry.flatMap((analyzer) => analyzer.options.map((option) => optionFlag(analyzer, option)));
  return [selectionFlag, ...derived];
}

function optionFlag({ id }: AnalyzerDefinition, option: AnalyzerOption): Flag {
  return {
    name: `${folderOf(id)}-${option.name}`,
    category: 'analyzers',
    ...optionShapes[option.kind],
    ...(option.choices === undefined ? {} : { choices: option.choices }),
    initial: String(option.initial),
    help: option.help,
    configuredBy: 'repository',
    apply: (text, draft) => withOption(draft, id, option, text),
  };
}

type OptionShape = Pick<Flag, 'kind' | 'placeholder' | 'isList'>;

/** How the command line says each kind of option. */
export const optionShapes: Readonly<Record<AnalyzerOption['kind'], OptionShape>> = {
  switch: { kind: 'switch' },
  count: { kind: 'count', placeholder: 'N' },
  number: { kind: 'text', placeholder: 'NUMBER' },
  choice: { kind: 'text', placeholder: 'WORD' },
  text: { kind: 'text', placeholder: 'TEXT' },
  list: { kind: 'text', placeholder: 'LIST', isList: true },
  file: { kind: 'path', placeholder: 'FILE' },
};

function withOption(draft: RunDraft, id: string, option: AnalyzerOption, text: string): RunDraft {
  const value = valueOf(option, text, draft.saidOptions[id]?.[option.name]);
  // Another name of a rule can set it; it does not take back what the rule's own name has set.
  if (option.aliasOf !== undefined) return { ...draft, [option.aliasOf]: draft[option.aliasOf] || value === true };
  const said = { ...draft.saidOptions[id], [option.name]: value };
  return { ...draft, saidOptions: { ...draft.saidOptions, [id]: said } };
}

/** What a text says; that of a list is added to what was said before. */
function valueOf(
  { kind, min = 0, max, choices = [] }: AnalyzerOption,
  text: string,
  before?: OptionValue,
): OptionValue {
  switch (kind) {
    case 'switch':
      return parseSwitch(text);
    case 'count':
      return parseCount(text, min);
    case 'number':
      return parseNumber(text, min, max);
    case 'choice':
      return parseChoice(text, choices);
    case 'list':
      return [...(Array.isArray(before) ? before : []), ...parseList(text, choices)];
    case 'file':
      return parsePath(text);
    case 'text':
      return text;
  }
}

/** Texts separated by commas. @throws {CodefangError} USAGE for one that is not allowed */
function parseList(text: string, choices: readonly string[]): string[] {
  const texts = text.split(',').map((one) => one.trim());
  return choices.length === 0 ? texts : texts.map((one) => parseChoice(one, choices));
}

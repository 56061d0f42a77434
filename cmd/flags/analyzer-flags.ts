import { folderOf } from '../../analysis/internal.ts';
import type { AnalyzerDefinition, AnalyzerOption } from '../../engine/index.ts';
import type { Flag } from './flag.ts';
import { parseChoice } from './parse-choice.ts';
import { parseCount } from './parse-count.ts';
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
    kind: option.kind === 'choice' ? 'text' : option.kind,
    ...(option.kind === 'count' ? { placeholder: 'N' } : {}),
    ...(option.kind === 'choice' ? { placeholder: 'WORD', choices: option.choices ?? [] } : {}),
    initial: String(option.initial),
    help: option.help,
    configuredBy: 'repository',
    apply: (text, draft) => withOption(draft, id, option, text),
  };
}

function withOption(draft: RunDraft, id: string, option: AnalyzerOption, text: string): RunDraft {
  const value = valueOf(option, text);
  // Another name of a rule can set it; it does not take back what the rule's own name has set.
  if (option.aliasOf !== undefined) return { ...draft, [option.aliasOf]: draft[option.aliasOf] || value === true };
  const said = { ...draft.saidOptions[id], [option.name]: value };
  return { ...draft, saidOptions: { ...draft.saidOptions, [id]: said } };
}

function valueOf({ kind, min, choices }: AnalyzerOption, text: string): boolean | number | string {
  if (kind === 'switch') return parseSwitch(text);
  return kind === 'choice' ? parseChoice(text, choices ?? []) : parseCount(text, min ?? 0);
}

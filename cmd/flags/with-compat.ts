import { codeMaat } from '../../analyzers/index.ts';
import { CodefangError } from '../../engine/index.ts';
import { didYouMean } from '../nearest-name.ts';
import { parseChoice } from './parse-choice.ts';
import type { RunDraft } from './run-draft.ts';

/** Takes `code-maat`, or `code-maat=coupling,soc` for some of its tables. @throws {CodefangError} USAGE */
export function withCompat(text: string, draft: RunDraft): RunDraft {
  const [tool = '', list] = text.split('=', 2);
  const compat = parseChoice<'code-maat'>(tool, ['code-maat']);
  if (list === undefined) return { ...draft, compat };
  const { id, options } = codeMaat;
  const { choices = [] } = options.find(({ name }) => name === 'analyses')!;
  const analyses = list.split(',').filter((name) => name !== '');
  const unknown = analyses.find((name) => !choices.includes(name));
  if (unknown !== undefined || analyses.length === 0) {
    const hint = didYouMean(unknown ?? '', choices);
    const state = `code-maat has no such table, expected ${choices.join(', ')}${hint}`;
    throw new CodefangError('USAGE', `Cannot write table "${unknown ?? ''}" of code-maat: ${state}`);
  }
  const { saidOptions } = draft;
  return { ...draft, compat, saidOptions: { ...saidOptions, [id]: { ...saidOptions[id], analyses } } };
}

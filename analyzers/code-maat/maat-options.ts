import { type AnalyzerOption, CodefangError, type OptionValues } from '../../engine/index.ts';
import { analysisNames } from './analysis-names.ts';
import { parseDay } from './calendar.ts';

/** What code-maat takes on its command line, under its names. */
export interface MaatOptions {
  readonly analyses: readonly string[];
  readonly minRevs: number;
  readonly minSharedRevs: number;
  readonly minCoupling: number;
  readonly maxCoupling: number;
  readonly maxChangesetSize: number;
  /** The day that ages are counted to; undefined is that of the last commit. */
  readonly now: number | undefined;
  /** What messages are searched for. */
  readonly expression: RegExp | undefined;
}

export const maatOptions: readonly AnalyzerOption[] = [
  {
    name: 'analyses',
    kind: 'list',
    initial: [],
    choices: [...analysisNames, 'messages'],
    help: 'Only these tables; all by default',
    isReportOnly: true,
  },
  count('min-revs', 5, 'Least mean of revisions of a pair (coupling), and what a sum must exceed (soc)'),
  count('min-shared-revs', 5, 'Least number of revisions that a pair shares (coupling)'),
  count('min-coupling', 30, 'Least degree of coupling, in per cent'),
  count('max-coupling', 100, 'Greatest degree of coupling, in per cent'),
  count('max-changeset-size', 30, 'Commits of more files than this are left out of coupling'),
  {
    name: 'now',
    kind: 'text',
    initial: '',
    help: 'Day that ages are counted to, as YYYY-MM-DD; the last day of the log by default',
    isReportOnly: true,
  },
  {
    name: 'expression',
    kind: 'text',
    initial: '',
    help: 'Regular expression that subjects of commits are searched for; adds the table messages',
    isReportOnly: true,
  },
];

/** @throws {CodefangError} USAGE for a day or an expression that is none */
export function readMaatOptions(values: OptionValues): MaatOptions {
  return {
    analyses: values['analyses'] as readonly string[],
    minRevs: values['min-revs'] as number,
    minSharedRevs: values['min-shared-revs'] as number,
    minCoupling: values['min-coupling'] as number,
    maxCoupling: values['max-coupling'] as number,
    maxChangesetSize: values['max-changeset-size'] as number,
    now: readNow(values['now'] as string),
    expression: readExpression(values['expression'] as string),
  };
}

function count(name: string, initial: number, help: string): AnalyzerOption {
  return { name, kind: 'count', initial, min: 0, help, isReportOnly: true };
}

function readNow(text: string): number | undefined {
  if (text === '') return undefined;
  const day = parseDay(text);
  if (day !== undefined) return day;
  const state = 'it is no day, expected YYYY-MM-DD';
  throw new CodefangError('USAGE', `Cannot use --code-maat-now ${text}: ${state}`);
}

/** Java's expressions often begin with a flag that JavaScript has elsewhere. */
function readExpression(text: string): RegExp | undefined {
  if (text === '') return undefined;
  const isCaseless = text.startsWith('(?i)');
  try {
    return isCaseless ? new RegExp(text.slice('(?i)'.length), 'i') : new RegExp(text);
  } catch (cause) {
    const state = 'it is no regular expression of JavaScript';
    throw new CodefangError('USAGE', `Cannot use --code-maat-expression ${text}: ${state}`, { cause });
  }
}

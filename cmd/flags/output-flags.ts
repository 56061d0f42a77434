import { CodefangError, parseTableName, reportFormats } from '../../engine/index.ts';
import { didYouMean } from '../nearest-name.ts';
import type { Flag } from './flag.ts';
import { parseChoice } from './parse-choice.ts';
import { parsePath } from './parse-path.ts';

const formatNames = reportFormats.map((format) => format.name);

/** Formats that are promised, and that users of the Go codefang know. */
const laterFormats = ['yaml', 'compact', 'timeseries', 'html', 'plot', 'parquet', 'bin'];

/** What is written, and where to. */
export const outputFlags: readonly Flag[] = [
  {
    name: 'format',
    category: 'output',
    kind: 'text',
    placeholder: 'F',
    choices: formatNames,
    initial: 'text on a terminal, else json',
    help: `Format of the report: ${formatNames.join(', ')}`,
    configuredBy: 'repository',
    apply: (text, draft) => ({ ...draft, format: parseFormat(text) }),
  },
  {
    name: 'output',
    short: 'o',
    category: 'output',
    kind: 'path',
    placeholder: 'PATH',
    choices: ['-'],
    initial: '-',
    help: 'Write to this file, or for csv to this directory; - is stdout',
    configuredBy: 'user',
    apply: (text, draft) => ({ ...draft, output: text === '-' ? undefined : parsePath(text) }),
  },
  {
    name: 'table',
    category: 'output',
    kind: 'text',
    placeholder: 'NAME',
    initial: '',
    help: 'Only this table, such as history/devs:developers; for csv',
    configuredBy: 'repository',
    apply: (text, draft) => ({ ...draft, table: checkTable(text) }),
  },
  {
    name: 'color',
    category: 'output',
    kind: 'text',
    placeholder: 'WHEN',
    choices: ['auto', 'always', 'never'],
    initial: 'auto',
    help: 'Colour text: auto, always or never',
    configuredBy: 'repository',
    apply: (text, draft) => ({
      ...draft,
      colorChoice: parseChoice(text, ['auto', 'always', 'never']),
    }),
  },
];

function parseFormat(text: string): string {
  if (formatNames.includes(text)) return text;
  const known = formatNames.join(', ');
  const state = laterFormats.includes(text)
    ? `it is not available in this version, known are ${known}`
    : `known are ${known}${didYouMean(text, formatNames)}`;
  throw new CodefangError('USAGE', `Cannot write format "${text}": ${state}`);
}

function checkTable(text: string): string {
  parseTableName(text);
  return text;
}

import { isCodeMaatTable } from '../../analyzers/index.ts';
import { parseTableName } from '../../engine/index.ts';
import { formats } from '../../analysis/internal.ts';
import type { Flag } from './flag.ts';
import { parseChoice } from './parse-choice.ts';
import { withCompat } from './with-compat.ts';
import { parseFormat } from './parse-format.ts';
import { parseLinkBase } from './parse-link-base.ts';
import { parsePath } from './parse-path.ts';
import { parseSwitch } from './parse-switch.ts';

const formatNames = formats.map((format) => format.name);

/** What is written, and where to. */
export const outputFlags: readonly Flag[] = [
  {
    name: 'format',
    category: 'output',
    kind: 'text',
    placeholder: 'F',
    choices: formatNames,
    initial: 'by the ending of -o, else text on a terminal, else json',
    help: `Format of the report: ${formatNames.join(', ')}; with several -o, for names without an ending`,
    configuredBy: 'repository',
    apply: (text, draft) => ({ ...draft, format: parseFormat(text) }),
  },
  {
    name: 'output',
    short: 'o',
    category: 'output',
    kind: 'path',
    isList: true,
    placeholder: 'PATH',
    choices: ['-'],
    initial: '-',
    help: 'Write to this file, or to this directory for csv and parquet; - is stdout; once per format',
    configuredBy: 'user',
    apply: (text, draft) => ({ ...draft, outputs: [...draft.outputs, parsePath(text)] }),
  },
  {
    name: 'table',
    category: 'output',
    kind: 'text',
    placeholder: 'NAME',
    initial: '',
    help: 'Write only this table, such as history/devs:developers; for csv and parquet',
    configuredBy: 'repository',
    apply: (text, draft) => ({ ...draft, table: checkTable(text) }),
  },
  {
    name: 'compat',
    category: 'output',
    kind: 'text',
    placeholder: 'TOOL',
    choices: ['code-maat'],
    initial: '',
    help: 'Write the tables of another tool as csv: code-maat, or some of them: code-maat=coupling,soc',
    configuredBy: 'repository',
    apply: withCompat,
  },
  {
    name: 'title',
    category: 'output',
    kind: 'text',
    placeholder: 'TEXT',
    initial: 'the name of the repository',
    help: 'Name of the repository in html, text and markdown',
    configuredBy: 'repository',
    apply: (text, draft) => ({ ...draft, title: text }),
  },
  {
    name: 'link-base',
    category: 'output',
    kind: 'text',
    placeholder: 'URL',
    choices: ['none'],
    initial: 'the web page of remote.origin.url',
    help: 'Link files and commits of the page to this address, such as https://github.com/tmux/tmux, or to none',
    configuredBy: 'user',
    apply: (text, draft) => ({ ...draft, linkBase: parseLinkBase(text) }),
  },
  {
    name: 'per-commit',
    category: 'output',
    kind: 'switch',
    initial: 'false',
    help: 'Add a row per commit, as table timeseries:commits; format timeseries always does',
    configuredBy: 'repository',
    apply: (text, draft) => ({ ...draft, perCommit: parseSwitch(text) }),
  },
  {
    name: 'open',
    category: 'output',
    kind: 'switch',
    initial: 'false',
    help: 'Open the page in the browser once it is written; for html with -o FILE',
    configuredBy: 'nobody',
    apply: (text, draft) => ({ ...draft, open: parseSwitch(text) }),
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

/** Whether a name is ours or of a tool we can write for; which it must be is known when all flags are. */
function checkTable(text: string): string {
  if (!isCodeMaatTable(text)) parseTableName(text);
  return text;
}

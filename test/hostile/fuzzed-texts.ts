import { parseGitConfig } from '../../engine/git/git-config.ts';
import { PathPattern } from '../../engine/git/path-pattern.ts';
import { LogReader, LogSummary } from '../../engine/logs/index.ts';
import { Mailmap } from '../../engine/history/mailmap.ts';
import { PeopleDictionary } from '../../engine/history/people-dictionary.ts';
import { line, sampleLog, sourceOf } from '../engine/logs/scratch-logs.ts';
import type { FuzzedParser } from './fuzz-loop.ts';

/** Parsers of text, which need no repository. */
export function textParsers(): FuzzedParser[] {
  const paths = ['a/b/c.ts', 'src/main.c', '.git', 'x'].map((path) => Buffer.from(path));
  const idents = [
    ['Bob', 'bob@example.org'],
    ['', ''],
    ['Ada L', 'ADA@EXAMPLE.ORG'],
  ].map((pair) => pair.map((text) => Buffer.from(text)));
  return [
    {
      name: 'config',
      corpus: texts(
        '[core]\n\trepositoryformatversion = 1\n\tbare = true ; x\n[extensions]\n\tobjectFormat = sha256\n',
        '[remote "a\\"b"]\n url = "x\\ty" # c\n[include]\npath = other\n[a.b]c\n',
        '[core]\n\tworktree = x\\\n  y\n\tfilemode\n',
      ),
      read: (input) => void parseGitConfig(Buffer.from(input).toString('utf8'), 'made'),
    },
    {
      name: 'mailmap',
      corpus: texts(
        'Robert <bob@example.org>\nAda <ada@example.org> Ada L <ADA@example.org>\n# c\n<new@x> <old@x>\n',
        'A B <a@b> <c@d> # note\n <x> \nName <only>\0rest',
      ),
      read: (input) => {
        const map = Mailmap.parse(input);
        for (const [name, email] of idents) map.apply(name!, email!);
      },
    },
    {
      name: 'people dictionary',
      corpus: texts('Ada Lovelace|ada@example.org|Ada L.\nCharles|cb@example.org\n\nB|b\n'),
      read: (input) => void PeopleDictionary.parse(input, 'made'),
    },
    {
      name: 'path pattern',
      corpus: texts('src/**/*.ts', '[a-c]*.?', '/lib/', '**/x', 'a\\*b', '*.{c,h}', '[!a]b/[[:alpha:]]', './a//b'),
      read: (input) => {
        const pattern = new PathPattern(Buffer.from(input).toString('utf8'), '--path');
        for (const path of paths) pattern.matches(path, 0, path.length);
      },
    },
    {
      name: 'chunk log',
      corpus: texts(sampleLog(), line(1, 'span', { name: 'a', span_id: 1, parent_id: null, duration_ms: 5 }), '{}\n'),
      read: readLog(),
    },
  ];
}

/** A summary has 18 MiB to begin with, so that one takes many logs, as it may. */
function readLog(): (input: Uint8Array) => void {
  let summary = new LogSummary(3, 'name');
  let count = 0;
  return (input) => {
    summary.addLog(new LogReader(sourceOf(input, 8192), { expects: 'chunk-record', bufferBytes: 8192 }));
    count += 1;
    if (count % 500 !== 0) return;
    summary.events();
    summary.spans();
    summary = new LogSummary(3, 'name');
  };
}

function texts(...lines: readonly string[]): Buffer[] {
  return lines.map((text) => Buffer.from(text));
}

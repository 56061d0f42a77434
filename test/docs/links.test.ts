import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const documents = [...markdownIn(''), ...markdownIn('docs'), 'bench/README.md', 'analyzers/_template/README.md'];

test.each(documents)('links of %s lead to files', (document) => {
  const text = readFileSync(join(root, document), 'utf8');
  const targets = [...text.matchAll(/\]\(([^)#\s]+)/g)].map((match) => match[1]!);
  const local = targets.filter((target) => !/^[a-z]+:/.test(target));
  const missing = local.filter((target) => !existsSync(join(root, dirname(document), target)));
  expect(missing).toEqual([]);
});

test.each(documents)('tables of %s have as many cells in each row', (document) => {
  const lines = readFileSync(join(root, document), 'utf8').split('\n');
  const uneven = lines.filter((line, at) => {
    const isBroken = line.startsWith('|') && lines[at - 1] === '' && !/^\|[\s|:-]+\|$/.test(lines[at + 1] ?? '');
    return (
      isBroken || (line.startsWith('|') && lines[at - 1]!.startsWith('|') && cells(line) !== cells(lines[at - 1]!))
    );
  });
  expect(uneven).toEqual([]);
});

function cells(row: string): number {
  return row.replaceAll('\\|', '').split('|').length;
}

function markdownIn(folder: string): string[] {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.md'));
  return names.map((name) => join(folder, name));
}

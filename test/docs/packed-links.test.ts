import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** What `npm pack` takes, without building again. */
function packedFiles(): Set<string> {
  const cache = mkdtempSync(join(tmpdir(), 'codefang-pack-'));
  try {
    const words = ['pack', '--dry-run', '--json', '--ignore-scripts', '--cache', cache];
    const [packed] = JSON.parse(execFileSync('npm', words, { cwd: root, encoding: 'utf8' })) as Packed[];
    return new Set(packed!.files.map(({ path }) => path));
  } finally {
    rmSync(cache, { recursive: true });
  }
}

interface Packed {
  readonly files: readonly { readonly path: string }[];
}

const files = packedFiles();
const documents = [...files].filter((path) => path.endsWith('.md'));

test('the package has the documents that the README starts from', () => {
  expect(documents).toEqual(expect.arrayContaining(['README.md', 'docs/tour.md', 'analyzers/devs/README.md']));
});

test.each(documents)('links of %s lead to files of the package', (document) => {
  const text = readFileSync(join(root, document), 'utf8').replace(/^```[^]*?^```$/gm, '');
  const targets = [...text.matchAll(/\]\(([^)#\s]+)/g)].map((match) => match[1]!);
  const local = targets.filter((target) => !/^[a-z]+:/.test(target));
  const isPacked = (target: string): boolean => {
    const path = normalize(join(dirname(document), target)).replace(/\/$/, '');
    return files.has(path) || [...files].some((file) => file.startsWith(`${path}/`));
  };
  expect(local.filter((target) => !isPacked(target))).toEqual([]);
});

/**
 * vitest against node:test: the time to run one file with one test.
 *
 *   node dist/bench/packages/vitest.js
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from '../speed/statistics.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(root, 'dist', 'bench-vitest-'));
const vitestFile = join(folder, 'one.test.mjs');
const nodeFile = join(folder, 'one.node.mjs');
writeFileSync(vitestFile, "import { expect, test } from 'vitest';\ntest('adds', () => expect(1 + 1).toBe(2));\n");
writeFileSync(join(folder, 'vitest.config.mjs'), 'export default {};\n');
writeFileSync(nodeFile, "import { equal } from 'node:assert';\nimport { test } from 'node:test';\n");
appendFileSync(nodeFile, "test('adds', () => equal(1 + 1, 2));\n");

try {
  print('vitest', ['node_modules/vitest/vitest.mjs', 'run', '--root', folder]);
  print('node:test', ['--test', nodeFile]);
} finally {
  rmSync(folder, { recursive: true });
}

function print(name: string, words: readonly string[]): void {
  const seconds = Array.from({ length: 3 }, () => {
    const startedAt = performance.now();
    execFileSync(process.execPath, words, { cwd: root, stdio: 'pipe' });
    return (performance.now() - startedAt) / 1000;
  });
  process.stdout.write(`${name.padEnd(44)} ${median(seconds).toFixed(1).padStart(10)} s for one file with one test\n`);
}

import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPage } from '../../cmd/open-page.ts';

const pathBefore = process.env['PATH'];
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codefang-open-'));
  process.env['PATH'] = folder;
});

afterEach(() => {
  process.env['PATH'] = pathBefore;
  rmSync(folder, { recursive: true });
});

async function until(isDone: () => boolean): Promise<void> {
  while (!isDone()) await new Promise((resolve) => setTimeout(resolve, 10));
}

test('openPage gives the path to the opener of the system as one argument', async ({ skip }) => {
  if (process.platform !== 'linux') skip('needs Linux');
  const told = join(folder, 'told');
  writeFileSync(
    join(folder, 'xdg-open'),
    `#!/bin/sh\nprintf '%s' "$#:$1" > '${told}.part'\nexec /bin/mv '${told}.part' '${told}'\n`,
  );
  chmodSync(join(folder, 'xdg-open'), 0o755);
  openPage('/a b/$(touch x).html', () => {});
  await until(() => existsSync(told));
  expect(readFileSync(told, 'utf8')).toBe('1:/a b/$(touch x).html');
});

test('openPage says so when nothing can show the page', async ({ skip }) => {
  if (process.platform !== 'linux') skip('needs Linux');
  const notes: string[] = [];
  openPage('report.html', (line) => notes.push(line));
  await until(() => notes.length > 0);
  expect(notes[0]).toContain('Cannot open report.html');
});

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

// The compiled files: what is imported for its types alone is gone there.
const house = new URL('../../planner/', import.meta.url);

test('the planner imports nothing but itself, and asks no clock', () => {
  const files = readdirSync(house).filter((name) => name.endsWith('.js'));
  expect(files).toContain('adaptive-planner.js');
  for (const name of files) {
    const code = readFileSync(new URL(name, house), 'utf8');
    for (const [, path] of code.matchAll(/\b(?:from|import)\s*\(?\s*'([^']+)'/g)) {
      expect(path, name).toMatch(/^\.\/[a-z-]+\.js$/);
    }
    expect(code, name).not.toMatch(/\bDate\b|\bperformance\b|\bMath\.random\b|\bprocess\./);
  }
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withTourSessions } from '../../scripts/tour-sessions.ts';

const tour = readFileSync(new URL('../../../docs/tour.md', import.meta.url), 'utf8');

test('the tour shows what its commands print; `npm run readme` mends it', () => {
  expect(withTourSessions(tour, true)).toBe(tour);
});

test('the tour runs its commands and sees a change', () => {
  const changed = (text: string): string => withTourSessions(`\`\`\`console\n$ ${text}\nold\n\`\`\`\n`, true);
  expect(changed('git log --oneline | tail -n 1 | cut -d " " -f 2-')).toBe(
    '```console\n$ git log --oneline | tail -n 1 | cut -d " " -f 2-\nStart the orchard\n```\n',
  );
  expect(() => changed('codefang list --nonsense')).toThrow(/exit code 2/);
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { configValue, isTrue, parseGitConfig } from '../../../engine/git/git-config.ts';
import { GitFixture } from '../../support/git-fixture.ts';

const text = `
# a remark
[core] bare = false ; tail
\trepositoryFormatVersion = 1
[Remote "Ori\\"gin # x"]
\turl = "quoted # kept"  # dropped
\tpromisor
\tfetch = one \\
two
[old.Style]
\tword = a\\tb  "  "
\tempty =
\tname = "half "quoted
`;

describe('parseGitConfig()', () => {
  test('equals git config --list', () => {
    using fixture = GitFixture.init();
    const path = join(fixture.root, 'sample');
    writeFileSync(path, text);
    const listed = fixture.git('config', '--file', path, '--list', '-z').split('\0').slice(0, -1);
    const ours = parseGitConfig(text, path).map(({ section, subsection, name, value }) => {
      const key = subsection === '' ? `${section}.${name}` : `${section}.${subsection}.${name}`;
      // Git prints a name without a value bare.
      return name === 'promisor' ? key : `${key}\n${value}`;
    });
    expect(ours).toEqual(listed);
  });

  const damages = ['[core\nbare = true', 'bare = true', '[core]\n= 4', '[core]\n!'];
  test.each(damages)('refuses %j', (damaged) => {
    const corrupt = expect.objectContaining({ code: 'CORRUPT' });
    expect(() => parseGitConfig(damaged, 'config')).toThrow(corrupt);
  });

  test('configValue() takes the last value, isTrue() reads words and numbers', () => {
    const entries = parseGitConfig('[a]\nb = 1\nb = 2\n[a "sub"]\nb = 3', 'config');
    expect(configValue(entries, 'a', 'b')).toBe('2');
    expect(configValue(entries, 'a', 'c')).toBeUndefined();
    expect(['true', 'Yes', 'on', '1', '2k'].map(isTrue)).toEqual([true, true, true, true, true]);
    expect(['false', 'no', 'off', '0', '', undefined].map(isTrue)).not.toContain(true);
  });

  test('reads a value that goes on over a million lines, as backslashes and as text', () => {
    const [entry] = parseGitConfig(`[a]\nb = ${'\\\\x\\\n'.repeat(500_000)}end`, 'config');
    expect(entry!.value).toBe(`${'\\x'.repeat(500_000)}end`);
    const [other] = parseGitConfig(`[a]\nb = ${'\\\n'.repeat(1_000_000)}end`, 'config');
    expect(other!.value).toBe('end');
  });
});

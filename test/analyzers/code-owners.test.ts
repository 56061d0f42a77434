import { describe, expect, test } from 'vitest';
import { CodeOwners } from '../../analyzers/ownership/codeowners/code-owners.ts';
import { hostOf, parseCodeOwners } from '../../analyzers/ownership/codeowners/parse-code-owners.ts';

/** Lines of the rules that decide who owns a path. */
function linesFor(text: string, path: string, host: 'github' | 'gitlab' = 'github'): number[] {
  const owners = new CodeOwners('CODEOWNERS', text, host);
  return owners.rulesOf(path).map((rule) => owners.rules[rule]!.line);
}

/** The example of GitHub's documentation, without its comments. */
const github = `*       @global-owner1 @global-owner2
*.js    @js-owner #This is an inline comment.
*.go docs@example.com
*.txt @octo-org/octocats
/build/logs/ @doctocat
docs/* docs@example.com
apps/ @octocat
/docs/ @doctocat
/scripts/ @doctocat @octocat
**/logs @octocat
/apps/ @octocat
/apps/github`;

describe('CODEOWNERS of GitHub: the last rule that matches decides', () => {
  test.each([
    ['README', 1],
    ['deep/in/a.js', 2],
    ['docs/getting-started.md', 8],
    ['docs/build-app/troubleshooting.md', 8],
    ['build/logs/a/b', 10],
    ['deeply/nested/logs/x', 10],
    ['x/apps/y/z', 7],
    ['apps/y', 11],
    ['apps/github', 12],
    ['apps/github/x', 12],
  ])('%s by line %i', (path, line) => {
    expect(linesFor(github, path)).toEqual([line]);
  });

  test('a star at the end of a folder takes its own files only', () => {
    expect(linesFor('docs/* a@b', 'docs/x')).toEqual([1]);
    expect(linesFor('docs/* a@b', 'docs/x/y')).toEqual([]);
    expect(linesFor('docs/* a@b', 'x/docs/y')).toEqual([]);
  });

  test('comments, blanks in names, owners taken away, and lines that the host passes over', () => {
    const rules = parseCodeOwners('# no\n\na\\ b/ @x # y\n!c @x\n[d]e @x\n/f\n', 'github');
    expect(rules.map(({ line, owners, pattern }) => [line, owners, pattern !== undefined])).toEqual([
      [3, ['@x'], true],
      [4, ['@x'], false],
      [5, ['@x'], false],
      [6, [], true],
    ]);
    expect(linesFor('a\\ b/ @x', 'z/a b/c')).toEqual([1]);
  });
});

describe('CODEOWNERS of GitLab', () => {
  const text = '* @all\n[Docs][2] @writers\ndocs/\n*.md @lead\n^[Optional]\n/config @ops\n';

  test('each section decides for itself, with owners for rules that name none', () => {
    expect(linesFor(text, 'x/docs/a.md', 'gitlab')).toEqual([1, 4]);
    expect(linesFor(text, 'x/docs/a.txt', 'gitlab')).toEqual([1, 3]);
    expect(linesFor(text, 'config', 'gitlab')).toEqual([1, 6]);
    expect(linesFor(text, 'config/a', 'gitlab')).toEqual([1]);
    expect(parseCodeOwners(text, 'gitlab')[1]!.owners).toEqual(['@writers']);
  });

  test('is known by its sections and its folder', () => {
    expect(hostOf('CODEOWNERS', text)).toBe('gitlab');
    expect(hostOf('.gitlab/CODEOWNERS', '* @x')).toBe('gitlab');
    expect(hostOf('docs/CODEOWNERS', github)).toBe('github');
  });
});

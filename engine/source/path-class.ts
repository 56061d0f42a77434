import type { PathClass } from '../contract.ts';

/**
 * What a file is for, by its path alone; the first pattern that matches decides. What others wrote or a program made
 * is not the work of the people of a repository, and files that change with every release change together with
 * everything.
 *
 * Source: vendored and generated follow github-linguist, of which the names are.
 */
const patterns: readonly (readonly [PathClass, RegExp])[] = [
  ['vendored', /(^|\/)(vendor|vendored|third[_-]party|node_modules|godeps|bower_components|external|deps|\.yarn)\//i],
  [
    'bookkeeping',
    /(^|\/)(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|flake\.lock)$/i,
  ],
  ['bookkeeping', /(^|\/)(go\.(sum|mod)|(cargo|gopkg|composer|gemfile|poetry|uv|pipfile|mix|pdm)\.lock)$/i],
  ['bookkeeping', /(^|\/)(package|composer|bower|lerna)\.json$|(^|\/)(cargo|pyproject|gopkg)\.toml$|\.gemspec$/i],
  ['bookkeeping', /(^|\/)(pom\.xml|build\.gradle(\.kts)?|setup\.(py|cfg)|gemfile)$/i],
  ['bookkeeping', /(^|\/)(requirements[^/]*\.txt|version|[a-z]+-version-gen)$/i],
  ['bookkeeping', /(^|\/)_?version\.(txt|py|rb|go|js|ts|h|hpp)$/i],
  [
    'bookkeeping',
    new RegExp(String.raw`(^|/)(\d+-)?(change(s|log)|news|history|relnotes|release[-_]?notes)${textEnding()}$`, 'i'),
  ],
  ['bookkeeping', /(^|\/)(relnotes|release[-_]?notes|\.changeset|changelogs?)\//i],
  ['generated', /\.(pb|gen|generated|min)\.\w+$|_pb2(_grpc)?\.pyi?$|(^|\/)zz_generated[^/]*$|\.(map|snap)$/i],
  ['generated', /(^|\/)(dist|__generated__)\//i],
  ['test', /(^|\/)(tests?|spec|specs|__tests__|__mocks__|testdata|test[-_]data|fixtures)\/|[._-](test|spec)\.\w+$/i],
  [
    'test',
    /_test\.(go|c|cc|cpp|rb|exs?)$|(^|\/)(test_[^/]*|conftest)\.py$|(^|\/)t\/|Tests?\.(java|cs|kt|scala|php|swift)$/,
  ],
  ['config', /(^|\/)(makefile(\.[^/]*)?|cmakelists\.txt|meson\.build|build(\.bazel)?)$/i],
  ['config', /(^|\/)(dockerfile[^/]*|configure\.ac)$/i],
  ['docs', /(^|\/)(docs?|documentation|man|examples?)\/|\.(md|markdown|mdx|rst|adoc|asciidoc|txt|tex|texi|[1-8])$/i],
  ['docs', /(^|\/)(readme|licen[cs]e|copying|notice|authors|contributors|credits|maintainers|contributing)[^/]*$/i],
  ['config', /(^|\/)(\.github|\.circleci|\.gitlab|\.vscode|\.idea)\/|(^|\/)\.[^/]*(rc|ignore|attributes|config)$/i],
  ['config', /(^|\/)(\.[a-z][^/]*\.(ya?ml|json|toml|m?js|cjs)|\.mailmap|\.editorconfig|tsconfig[^/]*\.json)$/i],
  [
    'config',
    /(^|\/)(jenkinsfile|vagrantfile|rakefile|justfile)$|\.(toml|ini|cfg|conf|properties|cmake|mk|config\.\w+)$/i,
  ],
  ['data', /\.(json|jsonl|ya?ml|xml|csv|tsv|po|pot|svg|plist|lock|dat|dump|patch|diff|xlf|strings)$/i],
];

function textEnding(): string {
  return String.raw`([-.](\d[^/]*|md|markdown|txt|rst|adoc|html))*`;
}

/** Of a path with "/" between its parts. */
export function pathClassOf(path: string): PathClass {
  return patterns.find(([, pattern]) => pattern.test(path))?.[0] ?? 'code';
}

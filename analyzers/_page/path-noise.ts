/**
 * Files that lead every list by nature: locks, change logs, build files, translations, what others
 * wrote.
 */
const noise: readonly RegExp[] = [
  /(^|\/)(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|cargo\.lock)$/i,
  /(^|\/)(go\.(sum|mod)|gopkg\.(lock|toml)|composer\.lock|gemfile\.lock|poetry\.lock|uv\.lock)$/i,
  /(^|\/)(change(s|log)|news|history|authors|contributors|credits|maintainers|relnotes)([-.](\d[^/]*|md|markdown|txt|rst|adoc|html))*$/i,
  /(^|\/)(release-?notes|relnotes)\//i,
  /(^|\/)(vendor|vendored|third[_-]party|node_modules|dist|\.yarn)\//i,
  /(^|\/)(readme([-.][^/]*)?|\.mailmap|\.gitignore|\.travis\.yml|package\.json|version|[a-z]+-version-gen)$/i,
  /(^|\/)(makefile|cmakelists\.txt|meson\.build|build\.gradle(\.kts)?|pom\.xml|build(\.bazel)?)$/i,
  /\.(po|pot|min\.js|min\.css|map|snap|svg)$/i,
  /(^|\/)\.(github|circleci)\//i,
];

/** Whether a file is changed often because that is what it is for. */
export function isMeantToMove(path: string): boolean {
  return noise.some((pattern) => pattern.test(path));
}

/**
 * The bare name of a file, the same for a source, its header, its test and its manual page.
 *
 * @example stemOf('t/t0021-convert.sh') === 'convert'
 */
export function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return name
    .replace(/(?<=.)\..*$/, '')
    .replace(/^(t\d+|git|tests?)[-_]/, '')
    .replace(/[-_.]?(tests?|spec|impl)$/, '');
}

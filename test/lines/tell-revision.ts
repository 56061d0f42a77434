import type { RevisionVerdict } from './judge-revision.ts';

/** The verdict of a revision in words, a line each. */
export function tellRevision(name: string, verdict: RevisionVerdict): string[] {
  const { files, filesEqual, lines, linesEqual, left, gaps, failures } = verdict;
  const seconds = [verdict.runSeconds, verdict.blameSeconds, verdict.gitSeconds].map((some) => some.toFixed(1));
  return [
    `${name}: files equal ${filesEqual} of ${files}, lines equal ${linesEqual} of ${lines} (${percent(verdict)} %)`,
    `  run ${seconds[0]} s, blame ${seconds[1]} s, git blame ${seconds[2]} s; left out: ${left.binary} binary or ` +
      `over 16 MiB, ${left.unsayable} with a path that is not UTF-8`,
    `  the run had ${gaps.cappedDiffs} capped diffs and ${gaps.boundedChanges.length} bounded changes`,
    ...(verdict.pathsDiffering === 0 ? [] : [`  ${verdict.pathsDiffering} lines stood elsewhere than git says`]),
    ...Array.from(verdict.rules, ([rule, count]) => `  differing lines, ${rule}: ${count}`),
    ...verdict.differences.map(({ file, line, ours, oursPath, git, gitPath, rule }) => {
      const [here, there] = [oursPath, gitPath].map((path) => (path === file ? '' : ` in ${path}`));
      return `  ${file}:${line}: ours ${ours}${here}, git ${git}${there} (${rule})`;
    }),
    ...failures.slice(0, 20).map((failure) => `  BROKEN: ${failure}`),
  ];
}

function percent({ lines, linesEqual }: RevisionVerdict): string {
  return lines === 0 ? '100' : ((linesEqual / lines) * 100).toFixed(3);
}

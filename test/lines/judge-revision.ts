import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blameFiles } from './blame-files.ts';
import { type Answer, BlameProgram, type BlameProgramOptions, type RunGaps } from './blame-program.ts';
import { type DifferenceRule, differenceRule, type LineDifference } from './difference-rule.ts';
import { gitRun } from './git-run.ts';
import type { BlamedLines } from './parse-blame.ts';
import { type TextFiles, textFiles } from './text-files.ts';

export interface RevisionRequest extends BlameProgramOptions {
  readonly budget: string;
  /** As `--moves` has it; default `off`. */
  readonly moves?: string | undefined;
  readonly flags: readonly string[];
  readonly files?: number | undefined;
  readonly paths?: readonly string[] | undefined;
  readonly seed: number;
  /** Hears how many files are done. */
  readonly onProgress?: (done: number, all: number) => void;
}

/** How near the lines of a revision are to git's. */
export interface RevisionVerdict {
  readonly files: number;
  readonly filesEqual: number;
  readonly lines: number;
  readonly linesEqual: number;
  /** Lines of an equal commit that stood, we say, elsewhere than git says. */
  readonly pathsDiffering: number;
  /** Differing lines by rule. */
  readonly rules: ReadonlyMap<DifferenceRule, number>;
  readonly differences: readonly (LineDifference & { readonly rule: DifferenceRule })[];
  /** What the program said of files that it did not answer for. */
  readonly failures: readonly string[];
  readonly left: Omit<TextFiles, 'paths'>;
  readonly gaps: RunGaps;
  readonly runSeconds: number;
  readonly blameSeconds: number;
  readonly gitSeconds: number;
}

const ignoreRevsName = '.git-blame-ignore-revs';
const filesAtOnce = 64;
const differencesKept = 20;
/** Each takes git several processes; what is beyond is `unknown`. */
const rulesAsked = 1000;

interface Compared {
  filesEqual: number;
  lines: number;
  linesEqual: number;
  pathsDiffering: number;
  unanswered: number;
  readonly differences: LineDifference[];
  readonly failures: string[];
}

/** @throws Error when the run, or git, does not end well */
export async function judgeRevision(request: RevisionRequest): Promise<RevisionVerdict> {
  const { repository, revision, renames, files, paths, seed } = request;
  const program = new BlameProgram(request);
  const clock = new Clock();
  const ignoreRevsFiles = [...ownIgnoreRevs(request), ...namedIgnoreRevs(request.flags)];
  const gaps = await clock.time('run', program.run(request.budget, runFlags(request)));
  const { paths: chosen, ...left } = textFiles({ repository, revision, paths, count: files, seed });
  const compared: Compared = {
    filesEqual: 0,
    lines: 0,
    linesEqual: 0,
    pathsDiffering: 0,
    unanswered: 0,
    differences: [],
    failures: [],
  };
  for (let at = 0; at < chosen.length; at += filesAtOnce) {
    const some = chosen.slice(at, at + filesAtOnce);
    const [answers, blamed] = await Promise.all([
      clock.time('blame', program.blame(some)),
      clock.time('git', blameOfGit(request, some, ignoreRevsFiles)),
    ]);
    for (const [place, file] of some.entries()) {
      const texts = (): string[] => textOf(repository, revision, file);
      compareFile(compared, file, answers[place]!, blamed[place]!, texts);
    }
    request.onProgress?.(at + some.length, chosen.length);
  }
  const context = { repository, revision, renames, moves: request.moves, gaps };
  const { rules, told } = sortByRule(compared.differences, (one) => differenceRule(one, context));
  if (compared.unanswered > 0) rules.set('no answer', compared.unanswered);
  const { filesEqual, lines, linesEqual, pathsDiffering, failures } = compared;
  return {
    ...{ files: chosen.length, filesEqual, lines, linesEqual, pathsDiffering, rules, differences: told },
    ...{ failures, left, gaps },
    ...{ runSeconds: clock.seconds('run'), blameSeconds: clock.seconds('blame'), gitSeconds: clock.seconds('git') },
  };
}

/** The revision's own list of commits to ignore, in a file, since git takes no other; empty when there is none. */
function ownIgnoreRevs({ repository, revision, folder }: RevisionRequest): string[] {
  const listed = gitRun(repository, ['ls-tree', '--name-only', revision, '--', ignoreRevsName]);
  if (listed.length === 0) return [];
  const file = join(folder, 'ignore-revs');
  writeFileSync(file, gitRun(repository, ['cat-file', 'blob', `${revision}:${ignoreRevsName}`]));
  return [file];
}

/** Files that the run is given by `--ignore-revs-file FILE`. */
function namedIgnoreRevs(flags: readonly string[]): string[] {
  return flags.flatMap((flag, at) => (flag === '--ignore-revs-file' ? [flags[at + 1]!] : []));
}

function runFlags({ moves, flags }: RevisionRequest): string[] {
  return [...(moves === undefined ? [] : ['--moves', moves]), ...flags];
}

/** Two shells at a time. */
async function blameOfGit(
  { repository, revision, renames, moves }: RevisionRequest,
  paths: readonly string[],
  ignoreRevsFiles: readonly string[],
): Promise<BlamedLines[]> {
  const names = paths.map((path) => Buffer.from(path, 'utf8').toString('latin1'));
  const middle = Math.ceil(names.length / 2);
  const halves = [names.slice(0, middle), names.slice(middle)].map((half) => {
    return blameFiles({ repository, revision, paths: half, follows: renames !== 'off', moves, ignoreRevsFiles });
  });
  return (await Promise.all(halves)).flat();
}

function compareFile(
  compared: Compared,
  file: string,
  answer: Answer,
  { commits, paths, numbers }: BlamedLines,
  textsOf: () => readonly string[],
): void {
  compared.lines += commits.length;
  if ('failure' in answer) {
    compared.unanswered += commits.length;
    compared.failures.push(`${file}: ${answer.failure}`);
    return;
  }
  if (answer.length !== commits.length) {
    compared.failures.push(`${file}: ${answer.length} lines, git has ${commits.length}`);
  }
  let equal = 0;
  let texts: readonly string[] | undefined;
  for (const [at, git] of commits.entries()) {
    const line = answer[at];
    const gitPath = Buffer.from(paths[at]!, 'latin1').toString('utf8');
    if (line?.commit === git) {
      equal += 1;
      if (line.path !== gitPath) compared.pathsDiffering += 1;
    } else if (line === undefined) compared.unanswered += 1;
    else {
      texts ??= textsOf();
      const [ours, oursPath] = [line.commit, line.path];
      const [gitLine, text] = [numbers[at]!, texts[at]!];
      compared.differences.push({ file, line: at + 1, ours, oursPath, git, gitPath, gitLine, text });
    }
  }
  compared.linesEqual += equal;
  if (equal === commits.length && answer.length === equal) compared.filesEqual += 1;
}

/** The lines of a file, as latin1. */
function textOf(repository: string, revision: string, file: string): string[] {
  return gitRun(repository, ['cat-file', 'blob', `${revision}:${file}`])
    .toString('latin1')
    .split('\n');
}

interface SortedDifferences {
  readonly rules: Map<DifferenceRule, number>;
  readonly told: (LineDifference & { readonly rule: DifferenceRule })[];
}

/** Lines of one file for which both name one commit are asked about once. */
function sortByRule(
  differences: readonly LineDifference[],
  ruleOf: (difference: LineDifference) => DifferenceRule,
): SortedDifferences {
  const known = new Map<string, DifferenceRule>();
  const rules = new Map<DifferenceRule, number>();
  const told: SortedDifferences['told'] = [];
  for (const difference of differences) {
    const { file, ours, oursPath, git, gitPath } = difference;
    const key = `${file}\0${ours}\0${oursPath}\0${git}\0${gitPath}`;
    const rule = known.get(key) ?? (known.size < rulesAsked ? ruleOf(difference) : 'unknown');
    known.set(key, rule);
    rules.set(rule, (rules.get(rule) ?? 0) + 1);
    if (told.length < differencesKept) told.push({ ...difference, rule });
  }
  return { rules, told };
}

class Clock {
  readonly #milliseconds = new Map<string, number>();

  async time<Value>(name: string, work: Promise<Value>): Promise<Value> {
    const start = performance.now();
    const value = await work;
    this.#milliseconds.set(name, (this.#milliseconds.get(name) ?? 0) + performance.now() - start);
    return value;
  }

  seconds(name: string): number {
    return (this.#milliseconds.get(name) ?? 0) / 1000;
  }
}

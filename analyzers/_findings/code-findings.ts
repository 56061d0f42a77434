import { groupDigits } from '../../engine/index.ts';
import type { FilePair } from '../_page/file-pair.ts';
import { isOrdinary } from '../_page/file-pairs.ts';
import type { BurndownBlock } from '../_page/page-data.ts';
import type { RepositoryStory } from '../_page/repository-story.ts';
import { said } from '../_page/said-value.ts';
import { type Candidate, commitsMin, linesMin, ratio, shortName, shortPath, yearSeconds } from './finding-rule.ts';

/** Where few files are, each of them changes with the others, and one of them most. */
const pairsMin = 20;
const filesMin = 10;

const leftOut = 'tests, fixtures, documents, locks, manifests and change logs are left out';

export function distantPair({ pairs }: RepositoryStory): Candidate | undefined {
  const pair = pairs.distant();
  if (pair === undefined || pairs.pairCount < pairsMin) return undefined;
  return {
    ...pairFacts(pair),
    id: 'distant-pair',
    weight: Math.sqrt(pair.weight) * 0.85,
    title: 'Two distant files move as one',
    text: `${togetherness(pair)}, though they share no folder and no name.`,
    advice: 'Make the dependency visible (an import, a test), or put them side by side.',
    rule:
      `The heaviest pair without a common folder, from 10 common commits and strength 0.35 on, of 20 pairs; ` +
      `${leftOut}. ` +
      'Weight 0.85 × √(strength × n / (n + 40)).',
  };
}

/** Said only where little else is. */
export function nearPair({ pairs }: RepositoryStory): Candidate | undefined {
  const pair = pairs.near();
  if (pair === undefined || pair.strength < 0.5 || pairs.pairCount < pairsMin) return undefined;
  return {
    ...pairFacts(pair),
    id: 'near-pair',
    weight: pair.weight * 0.3,
    title: 'Two files change together again and again',
    text: `${togetherness(pair)}.`,
    advice: 'Look for what they repeat of each other: it may belong into one place.',
    rule:
      `The heaviest pair of other names, from 10 common commits and strength 0.5 on, of 20 pairs; ` +
      `${leftOut}. ` +
      'Weight 0.3 × strength × n / (n + 40).',
  };
}

function togetherness({ file1, file2, commits, strength }: FilePair): string {
  return (
    `${shortPath(file1)} and ${shortPath(file2)} changed together in ${said.count(commits, 'commit', 'commits')}, ` +
    `${said.percent(strength)} of the mean of what each saw`
  );
}

function pairFacts({ file1, file2, commits, strength }: FilePair): Pick<Candidate, 'topic' | 'figures' | 'evidence'> {
  const row = { file1, file2, co_changes: commits, coupling_strength: strength };
  return {
    topic: 'coupling',
    figures: {},
    evidence: [{ analyzer: 'history/couples', section: 'file_coupling', row }],
  };
}

/** From this share of all commits on, the share is what is remarkable. */
const remarkableShare = 0.08;

export function hottestFile({ hotspots, head }: RepositoryStory): Candidate | undefined {
  const file = hotspots.block()?.files.find(({ path }) => !isOrdinary(path));
  const { commits, merges } = head.history;
  // On the mainline alone, merges change files too.
  const isMainline = head.options['first_parent'] === true;
  const total = Number(commits) - (isMainline ? 0 : Number(merges));
  if (file === undefined || file.commits < 15 || !(total >= commitsMin) || hotspots.fileCount < filesMin)
    return undefined;
  const share = file.commits / total;
  const name = shortName(file.path.slice(file.path.lastIndexOf('/') + 1));
  const size = file.lines > 0 ? ` It has ${said.count(file.lines, 'line', 'lines')} now.` : '';
  return {
    id: 'hottest-file',
    weight: Math.min(0.75, 0.2 + share * 3),
    topic: 'hotspots',
    title:
      share >= remarkableShare
        ? `${said.percent(share)} of all commits change ${name}`
        : `${name} changes more than other code`,
    text:
      `${shortPath(file.path)} changed in ${groupDigits(file.commits)} commits (${said.percent(share)} of all` +
      `${isMainline ? '' : ' but merges'}) by ${said.count(file.people, 'author', 'authors')}.${size}`,
    advice: 'Look at why: a file that must change for every feature is best split along those features.',
    rule:
      'The file with most commits, from 15 of 50 on, among 10 files; ' +
      `${leftOut}. ` +
      'Weight 0.2 + 3 × its share, at most 0.75.',
    figures: { share: ratio(share) },
    evidence: [
      {
        analyzer: 'history/file-history',
        section: 'file_churn',
        row: { path: file.path, commit_count: file.commits, contributor_count: file.people },
      },
    ],
  };
}

export function changeOfPace({ activity }: RepositoryStory): Candidate | undefined {
  const [last, before] = [activity.lastYearCommits, activity.yearBeforeCommits];
  if (before < commitsMin || last > before / 2) return undefined;
  const rate = last / before;
  return {
    id: 'slower-pace',
    weight: (1 - rate) * 0.7,
    topic: 'activity',
    title: `Work has slowed to ${said.percent(rate)}`,
    text:
      `${said.count(last, 'commit', 'commits')} in the last year of this history, ` +
      `${groupDigits(before)} in the year before.`,
    advice: 'If it is finished, say so in the README; if not, see who left and what waits for review.',
    rule: 'At most half of the commits of the year before, which had 50. Weight 0.7 × the part that is gone.',
    figures: { last_year_commits: last, year_before_commits: before },
    evidence: [],
  };
}

export function shortLivedLines(
  { clock }: RepositoryStory,
  burndown: BurndownBlock | undefined,
): Candidate | undefined {
  const halfLife = burndown?.survival.halfLifeSeconds ?? null;
  const isYoung = clock.lastSeconds - clock.originSeconds < yearSeconds;
  if (halfLife === null || halfLife > yearSeconds || isYoung || Math.max(...burndown!.totals) < linesMin) {
    return undefined;
  }
  return {
    id: 'short-lived-lines',
    weight: 0.25 + 0.4 * (1 - halfLife / yearSeconds),
    topic: 'age',
    title: 'New lines do not last',
    text: `Half of the lines written are replaced or deleted within ${said.duration(halfLife)}.`,
    advice: 'Look at what is rewritten: requirements that move, generated files, or reviews that come too late.',
    rule:
      'A half-life of a year at most, in a history of a year and 1,000 lines at least. ' +
      'Weight 0.25, and up to 0.4 more the shorter it is.',
    figures: { half_life_days: Math.round(halfLife / 86_400) },
    evidence: [],
  };
}

export function oldLines(_story: RepositoryStory, burndown: BurndownBlock | undefined): Candidate | undefined {
  const total = burndown?.totals.at(-1) ?? 0;
  const old = (burndown?.ages ?? []).slice(-2).reduce((sum, age) => sum + (age.lines.at(-1) ?? 0), 0);
  if (total < linesMin || old * 2 < total) return undefined;
  return {
    id: 'old-lines',
    weight: 0.3 * (old / total),
    topic: 'age',
    title: `${said.percent(old / total)} of the lines are older than five years`,
    text: `${said.count(old, 'line', 'lines')} have not changed for five years or longer.`,
    advice: 'Old lines are either solid or feared. Ask which, before the next large change.',
    rule: 'Half of at least 1,000 lines older than five years. Weight 0.3 × their share.',
    figures: { share: ratio(old / total), lines: old },
    evidence: [],
  };
}

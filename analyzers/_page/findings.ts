/**
 * Three things worth acting on, by fixed rules. Each rule that applies gives a finding and a weight
 * from 0 to 1; the three heaviest are shown, equal ones in the order of this file. Every finding says
 * its own rule, so that a reader can disagree with it.
 */
import { groupDigits } from '../../engine/index.ts';
import type { BurndownBlock, Finding } from './page-data.ts';
import type { LonelyLanguage } from './people-story.ts';
import type { RepositoryStory } from './repository-story.ts';
import { said } from './said-value.ts';
import { shortened } from './section-table.ts';

const findingCountMax = 3;
const yearSeconds = 365 * 86_400;

interface Weighed {
  readonly weight: number;
  readonly finding: Finding;
}

type Rule = (story: RepositoryStory, burndown: BurndownBlock | undefined) => Weighed | undefined;

const rules: readonly Rule[] = [
  loneKeeper,
  lonelyLanguage,
  departedOwners,
  unexplainedCoupling,
  hottestFile,
  changeOfPace,
  shortLivedLines,
  oldLines,
  twinFiles,
];

export function findingsOf(story: RepositoryStory, burndown: BurndownBlock | undefined): Finding[] {
  return rules
    .map((rule) => rule(story, burndown))
    .filter((weighed) => weighed !== undefined)
    .sort((one, other) => other.weight - one.weight)
    .slice(0, findingCountMax)
    .map(({ finding }) => finding);
}

function loneKeeper(story: RepositoryStory): Weighed | undefined {
  const people = story.number('history/devs:aggregate', 'total_developers') ?? 0;
  const active = story.number('history/devs:aggregate', 'active_developers') ?? 0;
  if (active !== 1 || people < 4 || story.activity.lastYearCommits < 12) return undefined;
  return {
    weight: 0.8,
    finding: {
      title: 'One person keeps it going',
      text: `Of ${groupDigits(people)} people, one has a commit in the last 90 days of this ` + 'history.',
      advice: 'Have someone else review and release once, while there is someone to ask.',
      rule:
        'Found when exactly one of at least four people was active in the last 90 days, ' +
        'and the last year has 12 commits. Weight 0.8.',
      part: 'activity',
    },
  };
}

/** What is counted in lines but is not written line by line. */
const notCode: ReadonlySet<string> = new Set(
  `Other|AsciiDoc|CSV|Gettext Catalog|HTML|Ignore List|INI|JSON|Markdown|Public Key|Roff|reStructuredText
  |RMarkdown|Roff Manpage|SVG|TOML|TSV|Text|XML|YAML|Git Attributes|Git Config|Jupyter Notebook`
    .split('|')
    .map((name) => name.trim()),
);

function lonelyLanguage(story: RepositoryStory): Weighed | undefined {
  const weightOf = ({ share, percent }: LonelyLanguage): number => Math.sqrt(share) * (percent / 100);
  const worst = story.people
    .lonelyLanguages()
    .filter(({ name, share, percent }) => !notCode.has(name) && share >= 0.05 && percent >= 60)
    .sort((one, other) => weightOf(other) - weightOf(one))[0];
  const people = story.number('history/devs:aggregate', 'total_developers') ?? 0;
  if (worst === undefined || people < 2) return undefined;
  const { name, personName, percent, share, lastSeenAt } = worst;
  const isGone = lastSeenAt !== null && story.clock.lastSeconds - lastSeenAt > yearSeconds;
  const gone = isGone ? ` Their last commit is from ${said.month(lastSeenAt)}.` : '';
  return {
    weight: Math.min(1, weightOf(worst) * 0.8 + (isGone ? 0.2 : 0)),
    finding: {
      title: `${said.percent(percent / 100)} of the ${name} is one person's work`,
      text: `${personName} made it; ${name} is ${said.percent(share)} of all lines ever ` + `changed here.${gone}`,
      advice: isGone
        ? 'Find out who understands it today, and write down what nobody does.'
        : `Let a second person make the next change in ${name}, with ${personName} reviewing.`,
      rule:
        'Languages with bus factor 1, at least 60 % by one person and 5 % of all changed ' +
        'lines. Weight √share × percent × 0.8, and 0.2 more when that person made no ' +
        'commit in the last year.',
      part: 'people',
    },
  };
}

function departedOwners(story: RepositoryStory): Weighed | undefined {
  // Where most commits of the mainline are merges, lines belong to who merged them.
  if (story.mergeShare > 0.3 || story.people.ownedLines === 0) return undefined;
  const { lastSeconds } = story.clock;
  const departed = story.people
    .owners()
    .filter(({ lastSeenAt }) => lastSeenAt !== null && lastSeconds - lastSeenAt > yearSeconds);
  const lines = departed.reduce((sum, owner) => sum + owner.lines, 0);
  const share = lines / story.people.ownedLines;
  const [most] = departed;
  if (most === undefined || share < 0.25) return undefined;
  return {
    weight: Math.min(0.9, share),
    finding: {
      title: `${said.percent(share)} of the living code has lost its author`,
      text:
        `${said.count(lines, 'line', 'lines')} belong to ` +
        `${said.count(departed.length, 'person', 'people')} without a commit in the last ` +
        `year, most of them (${groupDigits(most.lines)}) to ${most.name}, last seen ` +
        `${said.month(most.lastSeenAt ?? 0)}.`,
      advice: 'Name a keeper for the largest of these files before they have to change in a hurry.',
      rule:
        'Found from 25 % of the living lines on, when at most 30 % of the mainline are ' +
        'merges. Weight: the share, at most 0.9.',
      part: 'people',
    },
  };
}

function unexplainedCoupling(story: RepositoryStory): Weighed | undefined {
  const pair = story.coupling.surprise();
  if (pair === undefined) return undefined;
  const [file1, file2] = [shortened(pair.file1), shortened(pair.file2)];
  return {
    weight: Math.sqrt(pair.weight) * 0.85,
    finding: {
      title: 'Two distant files move as one',
      text:
        `${file1} and ${file2} changed together in ` +
        `${said.count(pair.commits, 'commit', 'commits')}, ` +
        `${said.percent(pair.strength)} of what either saw, though they share no folder ` +
        'and no name.',
      advice: 'Make the dependency visible (an import, a test, a generated file), or put ' + 'them side by side.',
      rule:
        'The heaviest pair of different folders and different names with 10 common ' +
        'commits and strength 0.35 at least; locks, change logs, build files, ' +
        'translations and vendored files are left out. Weight 0.85 × √(strength × common ' +
        '/ (common + 40)).',
      part: 'coupling',
    },
  };
}

/** From this share of all commits on a file is a passage. */
const passageShareMin = 0.08;

/** Said only where little else is. */
function twinFiles(story: RepositoryStory): Weighed | undefined {
  const pair = story.coupling.twins();
  if (pair === undefined || pair.commits < 10 || pair === story.coupling.surprise()) return undefined;
  return {
    weight: pair.weight * 0.3,
    finding: {
      title: 'Two files change together again and again',
      text:
        `${shortened(pair.file1)} and ${shortened(pair.file2)} changed together in ` +
        `${said.count(pair.commits, 'commit', 'commits')}, ${said.percent(pair.strength)} of what ` +
        'either saw.',
      advice: 'Look for what they repeat of each other: it may belong into one place.',
      rule:
        'The heaviest pair of different names with 10 common commits; locks, change logs, build files, ' +
        'translations and vendored files are left out. ' +
        'Weight 0.3 × strength × common / (common + 40).',
      part: 'coupling',
    },
  };
}

function hottestFile(story: RepositoryStory): Weighed | undefined {
  const file = story.hotspots.hottest();
  const total = story.number('history/devs:aggregate', 'total_commits') ?? Number(story.head.history['commits']);
  if (file === undefined || file.commits < 15 || total <= 0) return undefined;
  const share = file.commits / total;
  const size = file.lines > 0 ? ` It has ${said.count(file.lines, 'line', 'lines')} now.` : '';
  return {
    weight: Math.min(0.75, 0.2 + share * 3),
    finding: {
      title:
        share >= passageShareMin
          ? `Everything passes through ${nameOf(file.path)}`
          : `${nameOf(file.path)} changes more than any other file`,
      text:
        `${shortened(file.path)} changed in ${groupDigits(file.commits)} commits ` +
        `(${said.percent(share)} of all) by ` +
        `${said.count(file.people, 'person', 'people')}.${size}`,
      advice: 'Look at why: a file that must change for every feature is best split along ' + 'those features.',
      rule:
        'The file with most commits, from 15 on; locks, change logs, build files, ' +
        'translations and vendored files are left out. Weight 0.2 + 3 × its share of all ' +
        'commits, at most 0.75.',
      part: 'hotspots',
    },
  };
}

function changeOfPace(story: RepositoryStory): Weighed | undefined {
  const [last, before] = [story.activity.lastYearCommits, story.activity.yearBeforeCommits];
  if (before < 20 || last > before / 2) return undefined;
  const ratio = last / before;
  return {
    weight: (1 - ratio) * 0.7,
    finding: {
      title: `Work has slowed to ${said.percent(ratio)}`,
      text:
        `${said.count(last, 'commit', 'commits')} in the last year of this history, ` +
        `${groupDigits(before)} in the year before.`,
      advice: 'If it is finished, say so in the README; if not, see who left and what waits for review.',
      rule:
        'Found when the last year has at most half the commits of the year before, and ' +
        'that had 20. Weight 0.7 × the part that is gone.',
      part: 'activity',
    },
  };
}

function shortLivedLines(_story: RepositoryStory, burndown: BurndownBlock | undefined): Weighed | undefined {
  const halfLife = burndown?.survival.halfLifeSeconds ?? null;
  if (halfLife === null || halfLife > yearSeconds) return undefined;
  return {
    weight: 0.25 + 0.4 * (1 - halfLife / yearSeconds),
    finding: {
      title: 'New lines do not last',
      text: `Half of the lines written are replaced or deleted within ${said.duration(halfLife)}.`,
      advice: 'Look at what is rewritten: requirements that move, generated files, or ' + 'reviews that come too late.',
      rule:
        'Found when the half-life of a line is a year at most. Weight 0.25, and up to ' + '0.4 more the shorter it is.',
      part: 'age',
    },
  };
}

function oldLines(_story: RepositoryStory, burndown: BurndownBlock | undefined): Weighed | undefined {
  const total = burndown?.totals.at(-1) ?? 0;
  const old = (burndown?.ages ?? []).slice(-2).reduce((sum, age) => sum + (age.lines.at(-1) ?? 0), 0);
  if (total === 0 || old * 2 < total) return undefined;
  return {
    weight: 0.3 * (old / total),
    finding: {
      title: `${said.percent(old / total)} of the lines are older than five years`,
      text: `${said.count(old, 'line', 'lines')} have not changed for five years or longer.`,
      advice: 'Old lines are either solid or feared. Ask which, before the next large change.',
      rule: 'Found when half of the lines are older than five years. Weight 0.3 × their share.',
      part: 'age',
    },
  };
}

function nameOf(path: string): string {
  return shortened(path.slice(path.lastIndexOf('/') + 1));
}

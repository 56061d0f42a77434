import { groupDigits } from '../../engine/index.ts';
import { isBot } from '../../engine/index.ts';
import type { LonelyLanguage } from '../_page/people-story.ts';
import type { RepositoryStory } from '../_page/repository-story.ts';
import { said } from '../_page/said-value.ts';
import { type Candidate, commitsMin, linesMin, ratio, shortName, yearSeconds } from './finding-rule.ts';

/** A statement, not an alarm: one person cannot be told to be more. */
export function oneAuthor({ census }: RepositoryStory): Candidate | undefined {
  const [author] = census.busiest();
  const butBots = census.botCount === 0 ? '' : ' but those of bots';
  if (census.peopleCount !== 1 || author === undefined || author.commits < 10) return undefined;
  return {
    id: 'one-author',
    weight: 0.2,
    topic: 'people',
    title: 'One person wrote this',
    text: `All ${groupDigits(author.commits)} commits${butBots} are by ${shortName(author.name)}.`,
    advice: 'If others depend on it, name someone who can take over.',
    rule: 'One person, with at least 10 commits. Bots do not count. Weight 0.2.',
    figures: { people: 1, bots: census.botCount },
    evidence: [
      {
        analyzer: 'history/devs',
        section: 'developers',
        row: { id: author.id, name: author.name, commits: author.commits },
      },
    ],
  };
}

export function loneKeeper({ census, activity }: RepositoryStory): Candidate | undefined {
  const keeper = census.lastActive;
  const isLone = census.activeCount === 1 && census.peopleCount >= 4 && activity.lastYearCommits >= 12;
  if (keeper === undefined || !isLone) return undefined;
  return {
    id: 'lone-keeper',
    weight: 0.8,
    topic: 'activity',
    title: 'One person keeps it going',
    text:
      `Of ${groupDigits(census.peopleCount)} people, only ${shortName(keeper.name)} has a commit in the last 90 days ` +
      'of this history.',
    advice: 'Have someone else review and release once, while there is someone to ask.',
    rule:
      'One of at least 4 people active in the last 90 days, 12 commits in the last year; bots do not count. ' +
      'Weight 0.8.',
    figures: {
      people: census.peopleCount,
      active_people: census.activeCount,
      last_year_commits: activity.lastYearCommits,
    },
    evidence: [
      {
        analyzer: 'history/devs',
        section: 'developers',
        row: { id: keeper.id, name: keeper.name, last_tick: keeper.lastTick },
      },
    ],
  };
}

/** What is counted in lines but is not written line by line. */
const notCode: ReadonlySet<string> = new Set(
  `Other|AsciiDoc|CSV|Gettext Catalog|HTML|Ignore List|INI|JSON|Markdown|Public Key|Roff|reStructuredText
  |RMarkdown|Roff Manpage|SVG|TOML|TSV|Text|XML|YAML|Git Attributes|Git Config|Jupyter Notebook`
    .split('|')
    .map((name) => name.trim()),
);

export function lonelyLanguage({ census, people, clock }: RepositoryStory): Candidate | undefined {
  const weightOf = ({ share, percent }: LonelyLanguage): number => Math.sqrt(share) * (percent / 100);
  const worst = people
    .lonelyLanguages()
    .filter(({ name, personName }) => !notCode.has(name) && !isBot(personName))
    .filter(({ share, percent, lines }) => share >= 0.05 && percent >= 60 && lines >= linesMin)
    .sort((one, other) => weightOf(other) - weightOf(one))[0];
  if (worst === undefined || census.peopleCount < 3 || census.commits < commitsMin) return undefined;
  const { name, personName, percent, share, lines } = worst;
  const lastSeenAt = census.lastSeenAt(personName) ?? worst.lastSeenAt;
  const isGone = lastSeenAt !== null && clock.lastSeconds - lastSeenAt > yearSeconds;
  const gone = isGone ? ` Their last commit is from ${said.month(lastSeenAt)}.` : '';
  const person = shortName(personName);
  return {
    id: 'one-person-language',
    weight: Math.min(1, weightOf(worst) * 0.8 + (isGone ? 0.2 : 0)),
    topic: 'people',
    title: `${said.percent(percent / 100)} of the ${name} ever changed is one person's work`,
    text:
      `${person} added or removed these lines; ${name} is ${said.percent(share)} of all lines ever ` +
      `changed here.${gone}`,
    advice: isGone
      ? 'See who owns its living lines today, and write down what nobody knows.'
      : `Let a second person make the next change in ${name}, with ${person} reviewing.`,
    rule:
      'Bus factor 1, 60 % by one person, 5 % of all changed lines; 3 people, 50 commits. ' +
      'Weight 0.8 × √share × percent, +0.2 after a year without a commit.',
    figures: { share: ratio(share), changed_lines: lines },
    evidence: [
      {
        analyzer: 'history/devs',
        section: 'busfactor',
        row: { language: name, bus_factor: 1, primary_dev_name: personName, primary_percentage: percent },
      },
    ],
  };
}

export function departedOwners({ census, people, clock, head }: RepositoryStory): Candidate | undefined {
  // On the mainline alone, merged lines belong to whoever merged them.
  if (head.options['first_parent'] === true || census.commits < commitsMin || census.peopleCount < 3) return undefined;
  const owners = people.owners().filter(({ name }) => !isBot(name));
  // Lines of bots are living lines too, but nobody's to lose.
  const owned = people.ownedLines;
  const departed = owners.flatMap((owner) => {
    const lastSeenAt = census.lastSeenAt(owner.name) ?? owner.lastSeenAt;
    const isGone = owner.lines > 0 && lastSeenAt !== null && clock.lastSeconds - lastSeenAt > yearSeconds;
    return isGone ? [{ ...owner, lastSeenAt }] : [];
  });
  const lines = departed.reduce((sum, owner) => sum + owner.lines, 0);
  const share = owned === 0 ? 0 : lines / owned;
  const [most] = departed;
  if (most === undefined || owned < linesMin || share < 0.25) return undefined;
  return {
    id: 'departed-owners',
    weight: Math.min(0.9, share),
    topic: 'people',
    title: `${said.percent(share)} of the living lines have lost their author`,
    text:
      `${said.count(lines, 'line', 'lines')} are by ${said.count(departed.length, 'person', 'people')} without a ` +
      `commit in the last year, most of them (${groupDigits(most.lines)}) by ${shortName(most.name)}, last seen ` +
      `${said.month(most.lastSeenAt)}.`,
    advice: 'Name a keeper for the largest of these files before they have to change in a hurry.',
    rule:
      'From 25 % of at least 1,000 living lines on, with 3 people and 50 commits; bots do not count. ' +
      'Weight: the share, at most 0.9.',
    figures: { share: ratio(share), lines, people: departed.length },
    evidence: [
      {
        analyzer: 'history/burndown',
        section: 'developer_survival',
        row: { name: most.name, current_lines: most.lines },
      },
    ],
  };
}

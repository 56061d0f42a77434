import { groupDigits } from '../../engine/index.ts';
import { commonCommitsMin } from './file-pairs.ts';
import type { BurndownBlock, Figure } from './page-data.ts';
import type { RepositoryStory } from './repository-story.ts';
import { said } from './said-value.ts';

const trendPointCountMax = 60;

/** The health figures of the first screen; those that no selected analyzer gives are left out. */
export function figuresOf(story: RepositoryStory, burndown: BurndownBlock | undefined): Figure[] {
  return [
    peopleFigure(story),
    commitsFigure(story),
    ...(burndown === undefined ? [] : [linesFigure(burndown), halfLifeFigure(burndown)]),
    busFactorFigure(story),
    survivalFigure(story),
    hotspotsFigure(story),
    couplingFigure(story),
  ].filter((figure) => figure !== undefined);
}

function peopleFigure({ census, activity }: RepositoryStory): Figure | undefined {
  if (!census.isKnown) return undefined;
  const bots = census.botCount === 0 ? '' : `, ${said.count(census.botCount, 'bot', 'bots')} aside`;
  return {
    label: 'People',
    value: groupDigits(census.peopleCount),
    detail: `${groupDigits(census.activeCount)} active in the last 90 days${bots}`,
    rule:
      'Authors with a commit that changes a file, bots left out by their names. The line: how many ' +
      'were active, over time.',
    tone: census.activeCount === 0 && census.peopleCount > 0 ? 'watch' : 'calm',
    trend: trendOf(activity.block()?.people ?? []),
    part: 'activity',
  };
}

function commitsFigure(story: RepositoryStory): Figure {
  const { commits } = story.head.history;
  const [last, before] = [story.activity.lastYearCommits, story.activity.yearBeforeCommits];
  const { originSeconds, lastSeconds } = story.clock;
  const spans = `in ${said.duration(lastSeconds - originSeconds)}`;
  const hasYears = last + before > 0;
  return {
    label: 'Commits',
    value: groupDigits(Number(commits ?? 0)),
    detail: hasYears ? `${groupDigits(last)} last year, ${groupDigits(before)} the year before` : spans,
    rule:
      'Commits walked, merges included. Years end with the last commit; their commits ' +
      'are those that change a file.',
    tone: hasYears && last * 2 < before ? 'watch' : 'calm',
    trend: trendOf(story.activity.block()?.commits ?? []),
    part: 'activity',
  };
}

function linesFigure(burndown: BurndownBlock): Figure {
  const age = burndown.medianAgeSeconds;
  return {
    label: 'Lines alive',
    value: groupDigits(burndown.totals.at(-1) ?? 0),
    detail: age === null ? 'no text at the end' : `half of them older than ${said.duration(age)}`,
    rule: 'Text lines of the tree at the end of history. The line: their number over time.',
    tone: 'calm',
    trend: trendOf(burndown.totals),
    part: 'age',
  };
}

/** None for a history that ended before a second look at its lines. */
function halfLifeFigure({ survival }: BurndownBlock): Figure | undefined {
  const { halfLifeSeconds, rates, ageSeconds } = survival;
  if (rates.length < 2) return undefined;
  const wasWatched = (ageSeconds.at(-1) ?? 0) > 0;
  const watched = said.duration(ageSeconds.at(-1) ?? 0);
  const rest = said.percent(rates.at(-1) ?? 1);
  return {
    label: 'Half-life of a line',
    value: !wasWatched ? 'unknown' : halfLifeSeconds === null ? `over ${watched}` : said.duration(halfLifeSeconds),
    detail: wasWatched ? `${rest} of the lines get older than ${watched}` : 'the history is too short',
    rule: 'The age at which half of all lines ever kept to the end of their band are gone ' + '(Kaplan and Meier).',
    tone: halfLifeSeconds !== null && halfLifeSeconds < 180 * 86_400 ? 'watch' : 'calm',
    trend: trendOf(rates),
    part: 'age',
  };
}

function survivalFigure(story: RepositoryStory): Figure | undefined {
  const rate = story.number('history/burndown:aggregate', 'overall_survival_rate');
  const peak = story.number('history/burndown:aggregate', 'total_peak_lines');
  if (rate === undefined || peak === undefined) return undefined;
  return {
    label: 'Survival rate',
    value: peak === 0 ? 'none' : said.percent(rate),
    detail: peak === 0 ? 'there was no line' : `of ${said.count(peak, 'line', 'lines')} ever at their peak`,
    rule: 'Lines alive by the sum of the most lines that each band of age ever had at a sample.',
    tone: 'calm',
    trend: [],
    part: 'age',
  };
}

function busFactorFigure({ census }: RepositoryStory): Figure | undefined {
  if (!census.isKnown) return undefined;
  const factor = census.busFactor();
  const people = census.peopleCount;
  // Few commits, or one person alone, are no reason to worry anyone.
  const isLonely = factor === 1 && people >= 3 && census.commits >= 50;
  const made = people === 1 ? 'one person made everything' : 'made half of all changes';
  const detail = people <= 1 ? made : `${factor === 1 ? 'person' : 'people'} ${made}`;
  return {
    label: 'Bus factor',
    value: groupDigits(factor),
    detail: factor === 0 ? 'people changed no line' : detail,
    rule: 'The fewest people who made at least half of all lines that people added and removed; bots are left out.',
    tone: isLonely ? 'alarm' : factor === 2 && people > 4 && census.commits >= 50 ? 'watch' : 'calm',
    trend: [],
    part: 'people',
  };
}

function hotspotsFigure(story: RepositoryStory): Figure | undefined {
  const hot = story.number('history/file-history:aggregate', 'high_churn_files');
  const files = story.number('history/file-history:aggregate', 'total_files');
  if (hot === undefined || files === undefined) return undefined;
  return {
    label: 'Hotspots',
    value: groupDigits(hot),
    detail: `of ${said.count(files, 'file', 'files')} with 15 commits or more`,
    rule: 'Files alive at the end that 15 commits or more have changed. In a long history ' + 'many are.',
    tone: 'calm',
    trend: [],
    part: 'hotspots',
  };
}

function couplingFigure({ pairs }: RepositoryStory): Figure | undefined {
  if (pairs.pairCount === 0) return undefined;
  const [pair] = pairs.strongest();
  return {
    label: 'Strongest coupling',
    value: pair === undefined ? 'none' : said.percent(pair.strength),
    detail:
      pair === undefined
        ? `no two files of code have ${commonCommitsMin} common commits`
        : `${nameOf(pair.file1)} + ${nameOf(pair.file2)}, ${said.count(pair.commits, 'commit', 'commits')}`,
    rule:
      `The largest strength of any pair with ${commonCommitsMin} common commits: these by the mean commits of both ` +
      'files. Tests, fixtures, documents, locks, manifests and change logs are left out.',
    tone: 'calm',
    trend: [],
    part: 'coupling',
  };
}

/** At most 60 points; each the mean of its neighbours. */
function trendOf(values: readonly number[]): number[] {
  const count = Math.min(trendPointCountMax, values.length);
  return Array.from({ length: count }, (_, at) => {
    const start = Math.floor((at * values.length) / count);
    const end = Math.floor(((at + 1) * values.length) / count);
    const sum = values.slice(start, end).reduce((total, value) => total + value, 0);
    return Number((sum / (end - start)).toPrecision(4));
  });
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

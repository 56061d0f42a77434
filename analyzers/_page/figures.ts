import { groupDigits } from '../../engine/index.ts';
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

function peopleFigure(story: RepositoryStory): Figure | undefined {
  const people = story.number('history/devs:aggregate', 'total_developers');
  const active = story.number('history/devs:aggregate', 'active_developers');
  if (people === undefined || active === undefined) return undefined;
  return {
    label: 'People',
    value: groupDigits(people),
    detail: `${groupDigits(active)} active in the last 90 days`,
    rule: 'Authors with a commit that changes a file. The line: how many of them were ' + 'active, over time.',
    tone: active === 0 ? 'watch' : 'calm',
    trend: trendOf(story.activity.block()?.people ?? []),
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
  const watched = said.duration(ageSeconds.at(-1) ?? 0);
  const rest = said.percent(rates.at(-1) ?? 1);
  return {
    label: 'Half-life of a line',
    value: halfLifeSeconds === null ? `over ${watched}` : said.duration(halfLifeSeconds),
    detail: `${rest} of the lines get older than ${watched}`,
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
    value: said.percent(rate),
    detail: `of ${said.count(peak, 'line', 'lines')} ever at their peak`,
    rule: 'Lines alive by the sum of the most lines that each band of age ever had at a sample.',
    tone: 'calm',
    trend: [],
    part: 'age',
  };
}

function busFactorFigure(story: RepositoryStory): Figure | undefined {
  const factor = story.number('history/devs:aggregate', 'project_bus_factor');
  const people = story.number('history/devs:aggregate', 'total_developers');
  if (factor === undefined || people === undefined) return undefined;
  const isLonely = factor <= 1 && people > 1;
  return {
    label: 'Bus factor',
    value: groupDigits(factor),
    detail: `${factor === 1 ? 'person' : 'people'} made half of all changes`,
    rule: 'The fewest people who made at least half of all lines added and removed.',
    tone: isLonely ? 'alarm' : factor === 2 && people > 4 ? 'watch' : 'calm',
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

function couplingFigure(story: RepositoryStory): Figure | undefined {
  const pair = story.coupling.strongest();
  if (pair === undefined) return undefined;
  return {
    label: 'Strongest coupling',
    value: said.percent(pair.strength),
    detail: `${nameOf(pair.file1)} + ${nameOf(pair.file2)}, ` + `${said.count(pair.commits, 'commit', 'commits')}`,
    rule:
      'Common commits by the mean commits of both files. Chosen by strength × common / ' +
      '(common + 40) among files of different names.',
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

import type { AnalyzerDefinition, AnalyzerRun, Cell, Column, ReportContext, Section } from '../../engine/index.ts';
import { commitFlag } from '../../engine/index.ts';
import { localTime } from './local-time.ts';
import { onboardingSection } from './onboarding-section.ts';
import { rhythmSection } from './rhythm-section.ts';

/** When people work, by their own clocks, and whether those who come stay. */
export const rhythm: AnalyzerDefinition = {
  id: 'history/rhythm',
  title: 'Rhythm of work',
  description: 'When people commit by their own clocks, and whether newcomers stay',
  needs: ['messages'],
  isOptional: true,
  options: [],
  cost: { workingStateBytesPerCommit: 0, payloadBytesPerCommit: 0, aggregateBytesPerCommit: 0 },
  create: () => new RhythmRun(),
};

class RhythmRun implements AnalyzerRun {
  *report(context: ReportContext): Generator<Section> {
    yield punchCard(context);
    yield rhythmSection(context);
    yield onboardingSection(context);
  }

  gaps({ notes, history }: ReportContext): Readonly<Record<string, number>> {
    let badZones = 0;
    let bots = 0;
    for (let place = 0; place < history.commits; place += 1) {
      const flags = notes.flags(place);
      if ((flags & commitFlag.badZone) !== 0) badZones += 1;
      if ((flags & commitFlag.botAuthor) !== 0) bots += 1;
    }
    return { rhythm_bad_zones: badZones, rhythm_bot_commits: bots };
  }
}

const columns: readonly Column[] = [
  { name: 'weekday', type: 'int', description: 'Day of the week, 1 Monday to 7 Sunday, where the author was' },
  { name: 'hour', type: 'int', unit: 'hours', description: 'Hour of the day, 0 to 23, where the author was' },
  { name: 'commits', type: 'int', unit: 'commits', description: 'Commits that are no bot’s' },
  { name: 'people', type: 'int', unit: 'people', description: 'Authors of these commits' },
];

/** Each hour of a week, with those in which nobody commits. */
function punchCard(context: ReportContext): Section {
  return {
    name: 'punch_card',
    title: 'Commits by weekday and hour',
    shape: 'table',
    columns,
    show: { bar: 'commits', keep: 'largest', emptyBecause: 'the history has no commits' },
    rows: { [Symbol.iterator]: () => punchRows(context) },
  };
}

function* punchRows(context: ReportContext): Generator<readonly Cell[]> {
  const { notes, history } = context;
  const hours = context.scratch({ name: 'hours', keys: ['hour', 'person'], columns: { commits: 'sum' } });
  for (let place = 0; place < history.commits; place += 1) {
    if ((notes.flags(place) & commitFlag.botAuthor) !== 0) continue;
    const { weekday, hour } = localTime(place, notes);
    hours.add((weekday - 1) * 24 + hour, context.personOf(place), 0, 1);
  }
  if (history.commits === 0) return;
  for (const group of hours.groups(7 * 24)) {
    let commits = 0;
    let people = 0;
    for (const fact of group) {
      commits += fact.commits;
      people += 1;
    }
    yield [Math.floor(group.key / 24) + 1, group.key % 24, commits, people];
  }
}

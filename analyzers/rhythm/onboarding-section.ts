import { type Cell, type Column, commitFlag, type ReportContext, type Section } from '../../engine/index.ts';
import { quarterOf, quarterStart } from './rhythm-section.ts';

const daySeconds = 86_400;
const windows = [30, 90, 180, 365] as const;
/** Bits of what a person did, beside the windows. */
const firstDays = 90;

const columns: readonly Column[] = [
  { name: 'cohort', type: 'time', description: 'First second of the quarter of the first commit, in UTC' },
  { name: 'people', type: 'int', unit: 'people', description: 'Authors whose first commit is of the quarter, no bots' },
  ...windows.flatMap((days): Column[] => [
    {
      name: `observable_${days}`,
      type: 'int',
      unit: 'people',
      description: `Of them: those whose first commit is ${days * 2} days or more before the end`,
    },
    {
      name: `retained_${days}`,
      type: 'float',
      isNullable: true,
      description: `Of these: share with a commit ${days} to ${days * 2} days after the first`,
    },
  ]),
  {
    name: 'commits_first_90d',
    type: 'int',
    unit: 'commits',
    description: 'Commits of these people within 90 days of the first, the first one among them',
  },
  {
    name: 'days_to_10th_commit',
    type: 'int',
    unit: 'days',
    isNullable: true,
    description: 'Median days from the first commit to the tenth, of people who have ten',
  },
];

/** Newcomers by the quarter of their first commit, in the order of time. */
export function onboardingSection(context: ReportContext): Section {
  return {
    name: 'onboarding',
    title: 'Newcomers, and whether they stay',
    shape: 'table',
    columns,
    show: {
      columns: ['cohort', 'people', 'retained_30', 'retained_90', 'retained_365', 'commits_first_90d'],
      keep: 'last',
      emptyBecause: 'the history has no commits of people',
    },
    rows: { [Symbol.iterator]: () => rowsOf(context) },
  };
}

/** What is known of each person. BOUNDED BY: 25 bytes a person. */
interface Newcomers {
  /** NaN for those without a commit. */
  readonly firstSeconds: Float64Array;
  /** A bit for each window with a commit in it. */
  readonly windowBits: Uint8Array;
  readonly commits: Uint32Array;
  readonly early: Uint32Array;
  readonly daysToTenth: Int32Array;
}

function* rowsOf(context: ReportContext): Generator<readonly Cell[]> {
  const newcomers = observe(context);
  const people = context.scratch({ name: 'cohorts', keys: ['quarter', 'person'], columns: { count: 'sum' } });
  for (const [person, first] of newcomers.firstSeconds.entries()) {
    if (!Number.isNaN(first)) people.add(quarterOf(first), person, 0, 1);
  }
  const end = context.history.lastCommitSeconds;
  for (const group of people.groups()) {
    const members = Array.from(group, ({ person }) => person);
    const retained = windows.flatMap((days, at) => {
      const observable = members.filter((person) => newcomers.firstSeconds[person]! <= end - days * 2 * daySeconds);
      const stayed = observable.filter((person) => (newcomers.windowBits[person]! & (1 << at)) !== 0);
      return [observable.length, observable.length === 0 ? null : stayed.length / observable.length];
    });
    const early = members.reduce((sum, person) => sum + newcomers.early[person]!, 0);
    const tenth = members.map((person) => newcomers.daysToTenth[person]!).filter((days) => days >= 0);
    yield [context.isoUtc(quarterStart(group.key)), members.length, ...retained, early, lowerMedian(tenth)];
  }
}

/** By committer time made monotone along the walk, so that no clock that runs behind makes a newcomer older. */
function observe(context: ReportContext): Newcomers {
  const { notes, history, personCount } = context;
  const newcomers: Newcomers = {
    firstSeconds: new Float64Array(personCount).fill(Number.NaN),
    windowBits: new Uint8Array(personCount),
    commits: new Uint32Array(personCount),
    early: new Uint32Array(personCount),
    daysToTenth: new Int32Array(personCount).fill(-1),
  };
  for (let place = 0; place < history.commits; place += 1) {
    if ((notes.flags(place) & commitFlag.botAuthor) !== 0) continue;
    observeOne(newcomers, context.personOf(place), context.commitSeconds(place));
  }
  return newcomers;
}

function observeOne(newcomers: Newcomers, person: number, seconds: number): void {
  if (Number.isNaN(newcomers.firstSeconds[person]!)) newcomers.firstSeconds[person] = seconds;
  const days = (seconds - newcomers.firstSeconds[person]!) / daySeconds;
  for (const [at, length] of windows.entries()) {
    if (days >= length && days < length * 2) newcomers.windowBits[person]! |= 1 << at;
  }
  newcomers.commits[person]! += 1;
  if (days < firstDays) newcomers.early[person]! += 1;
  if (newcomers.commits[person] === 10) newcomers.daysToTenth[person] = Math.floor(days);
}

function lowerMedian(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1] ?? null;
}

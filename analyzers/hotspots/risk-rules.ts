import type { ReportContext } from '../../engine/index.ts';
import type { ChangeTotals } from './change-totals.ts';
import type { HotFile, HotWork } from './hot-work.ts';
import { PercentileRank } from './percentile-rank.ts';

const daySeconds = 86_400;
const absentSeconds = 365 * daySeconds;
/** Files with fewer commits have no habits yet. */
const changesMin = 5;
const linesMin = 300;
const minorMin = 3;
/** Where so few work, a file of one person is nothing to remark on. */
const peopleMin = 3;
const onePersonMax = 1.5;
const hotShare = 0.9;
const soloShare = 0.1;

/** A reason to look at a file, and the plain words for it; undefined where it does not apply. */
interface RiskRule {
  readonly reason: string;
  readonly say: (file: HotFile) => string | undefined;
}

/** The rules by the percentiles of this repository. BOUNDED BY: 16 bytes a file, 4 a person, while they are made. */
export function riskRules(work: HotWork): readonly RiskRule[] {
  const { ranking } = work;
  const { files, totals, now } = ranking;
  const { context } = files;
  const often = tenthOf(totals.decayed);
  const large = Math.max(linesMin, tenthOf(Float64Array.from(files.ranks, (rank) => context.files.lines(rank))));
  const dense = tenthOf(shareOfFixes(totals));
  const { minor, solo } = peopleBounds(work);
  const seen = lastSeen(context);
  return [
    {
      reason: 'changes-often',
      say: ({ at }) => {
        const [changes, decayed] = [totals.changes[at]!, totals.decayed[at]!];
        if (changes < changesMin || decayed < often) return undefined;
        return `${changes} commits, worth ${decayed.toFixed(1)} of today: more than 9 of 10 files`;
      },
    },
    {
      reason: 'fix-dense',
      say: ({ at }) => {
        const [changes, fixes] = [totals.changes[at]!, totals.fixes[at]!];
        if (fixes < changesMin || fixes / changes < dense) return undefined;
        return `${fixes} of ${changes} commits are fixes by their subjects: a larger part than in 9 of 10 files`;
      },
    },
    {
      reason: 'large',
      say: ({ at }) => (files.lines(at) < large ? undefined : `${files.lines(at)} lines: more than 9 of 10 files`),
    },
    {
      reason: 'rising',
      say: ({ at }) => {
        const isHot = now.ranks[at]! <= Math.ceil(files.count * (1 - hotShare));
        if (!isHot || ranking.trendOf(at) !== 'rising') return undefined;
        return `rank ${ranking.ranksOfOlder[at]!}, ${ranking.before.ranks[at]!} half a year before, of the same files`;
      },
    },
    {
      reason: 'many-minor-contributors',
      say: ({ minorPeople, people }) =>
        minorPeople < minor ? undefined : `${minorPeople} of ${people} people made less than 5 % of its commits each`,
    },
    {
      reason: 'one-person',
      say: ({ at, effectivePeople, owner }) => {
        if (totals.changes[at]! < 2 * changesMin || effectivePeople > solo) return undefined;
        return `nearly all commits are by ${context.personName(owner)}`;
      },
    },
    {
      reason: 'owner-gone',
      say: ({ at, owner }) => {
        if (owner < 0 || totals.changes[at]! < changesMin) return undefined;
        const days = Math.floor((context.history.lastCommitSeconds - seen[owner]!) / daySeconds);
        if (days * daySeconds < absentSeconds) return undefined;
        return `${context.personName(owner)}, who made most commits, has none anywhere in the last ${days} days`;
      },
    },
  ];
}

/** Of the files with some habits. */
function shareOfFixes({ changes, fixes }: ChangeTotals): Float64Array {
  const places = Array.from(changes.keys()).filter((at) => changes[at]! >= changesMin);
  return Float64Array.from(places, (at) => fixes[at]! / changes[at]!);
}

function tenthOf(values: Float64Array): number {
  return new PercentileRank(values).valueAt(hotShare);
}

/** From how many minor contributors on, and up to how many effective people, a file is among the tenth at that end. */
function peopleBounds(work: HotWork): { readonly minor: number; readonly solo: number } {
  const { files, totals } = work.ranking;
  const minors = new Float64Array(files.count);
  const effective = new Float64Array(files.count);
  let oftenCount = 0;
  for (const { at, minorPeople, effectivePeople } of work.files()) {
    minors[at] = minorPeople;
    if (totals.changes[at]! < 2 * changesMin) continue;
    effective[oftenCount] = effectivePeople;
    oftenCount += 1;
  }
  const solo = new PercentileRank(effective.subarray(0, oftenCount)).valueAt(soloShare);
  const isTeam = files.context.personCount >= peopleMin;
  return { minor: Math.max(minorMin, tenthOf(minors)), solo: isTeam ? Math.min(onePersonMax, solo) : 0 };
}

/** When each person last made a commit, in seconds since 1970. */
function lastSeen(context: ReportContext): Float64Array {
  const seen = new Float64Array(context.personCount);
  for (let place = 0; place < context.history.commits; place += 1) {
    const person = context.personOf(place);
    if (person >= 0) seen[person] = context.commitSeconds(place);
  }
  return seen;
}

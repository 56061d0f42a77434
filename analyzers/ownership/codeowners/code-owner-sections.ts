import type { Cell, Column, ReportContext, Section } from '../../../engine/index.ts';
import type { GroupFacts, Groups } from '../group-books.ts';
import type { HoldingFacts } from '../holdings.ts';
import type { People } from '../people.ts';
import { CodeOwners } from './code-owners.ts';
import { OwnerMap } from './owner-map.ts';
import type { OwnerRule } from './parse-code-owners.ts';
import { RuleTotals } from './rule-totals.ts';
import { suggestedSection } from './suggested.ts';
import { UnownedFiles } from './unowned-files.ts';

const columns: readonly Column[] = [
  { name: 'pattern', type: 'string', description: 'Pattern as the CODEOWNERS file has it' },
  { name: 'line', type: 'int', description: 'Line of that file, from 1' },
  { name: 'owners', type: 'list', nested: { values: 'string' }, description: 'Owners as written, or hidden' },
  { name: 'files', type: 'int', unit: 'files', description: 'Files of which this rule decides' },
  { name: 'lines', type: 'int', unit: 'lines', description: 'Text lines of these files' },
  {
    name: 'owner_share_alive',
    type: 'float',
    isNullable: true,
    description: 'Part of the lines that known owners wrote; null without lines',
  },
  { name: 'owner_commits_365d', type: 'int', description: 'Changes by them to these files in the last 365 days' },
  { name: 'commits_365d', type: 'int', description: 'Changes by anybody to these files in the last 365 days' },
  { name: 'unresolved', type: 'int', description: 'Owners whom the history does not know, such as teams' },
  {
    name: 'status',
    type: 'string',
    description: 'One of ok, drifted, dead_pattern, unresolved, ownerless and invalid',
  },
];

/** Owners with less of the lines and of the changes have drifted away. */
const driftShareMax = 0.1;

export interface CodeOwnerSources {
  readonly groups: Groups;
  readonly sums: GroupFacts;
  readonly holdings: HoldingFacts;
  readonly people: People;
  readonly ownersMap: string;
  readonly context: ReportContext;
}

/** The sections `codeowners`, `suggested` and `unowned_hot`. */
export function* codeOwnerSections(sources: CodeOwnerSources): Generator<Section> {
  const { holdings, people, ownersMap, context } = sources;
  const codeOwners = CodeOwners.read(context);
  const map = new OwnerMap(new Set(codeOwners.rules.flatMap(({ owners }) => owners)), ownersMap, context);
  const totals = new RuleTotals(codeOwners, map);
  const unowned = new UnownedFiles(people, context);
  const isThere = codeOwners.path !== undefined;
  if (isThere) totals.readFiles(holdings, context, (file) => unowned.add(file));
  const emptyBecause = 'the tree has no CODEOWNERS file';
  yield {
    name: 'codeowners',
    title: 'Rules of the CODEOWNERS file, and who works there',
    shape: 'table',
    columns,
    show: {
      columns: ['pattern', 'status', 'files', 'lines', 'owner_share_alive', 'owner_commits_365d', 'commits_365d'],
      emptyBecause,
    },
    rows: {
      *[Symbol.iterator]() {
        for (const [at, rule] of codeOwners.rules.entries()) yield ruleRow(at, rule, totals, map, context);
      },
    },
  };
  yield suggestedSection(sources);
  yield unowned.section(isThere ? 'every file that changed 5 times in a year has owners' : emptyBecause);
}

function ruleRow(
  at: number,
  rule: OwnerRule,
  totals: RuleTotals,
  map: OwnerMap,
  context: ReportContext,
): readonly Cell[] {
  const lines = totals.lines[at]!;
  const unresolved = rule.owners.filter((owner) => map.peopleOf(owner).length === 0).length;
  return [
    rule.text,
    rule.line,
    rule.owners.map((owner) => shownOwner(owner, map, context)),
    totals.files[at]!,
    lines,
    lines === 0 ? null : totals.ownLines[at]! / lines,
    totals.ownChanges[at]!,
    totals.changes[at]!,
    unresolved,
    statusOf(at, rule, totals, unresolved),
  ];
}

/** Where names are hidden, owners are as well. */
function shownOwner(owner: string, map: OwnerMap, context: ReportContext): string {
  if (!context.isAnonymous) return owner;
  const [person] = map.peopleOf(owner);
  return person === undefined ? 'somebody' : context.personName(person);
}

/** Drift is certain only where every owner is known. */
function statusOf(at: number, { owners, pattern }: OwnerRule, totals: RuleTotals, unresolved: number): string {
  if (pattern === undefined) return 'invalid';
  if (totals.files[at] === 0) return 'dead_pattern';
  if (owners.length === 0) return 'ownerless';
  const isAway =
    totals.ownLines[at]! < driftShareMax * totals.lines[at]! &&
    totals.ownChanges[at]! < driftShareMax * totals.changes[at]!;
  const isGone = isAway || totals.lines[at]! + totals.changes[at]! === 0;
  if (unresolved === owners.length || (unresolved > 0 && isGone)) return 'unresolved';
  return isAway ? 'drifted' : 'ok';
}

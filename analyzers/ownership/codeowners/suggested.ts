import type { Cell, Column, FactGroup, Section } from '../../../engine/index.ts';
import type { GroupFacts, Groups } from '../group-books.ts';
import { familiarity } from '../holdings.ts';
import { nobody, type People } from '../people.ts';

const columns: readonly Column[] = [
  { name: 'pattern', type: 'string', description: 'Pattern of a folder for a CODEOWNERS file' },
  {
    name: 'owners',
    type: 'list',
    nested: { values: 'string' },
    description: 'The active people who know it best, two at most: @login, e-mail or name',
  },
  { name: 'share', type: 'float', description: 'Part of the familiarity of all people that these have' },
  { name: 'confidence', type: 'string', description: 'How sure that is: high from a share of 0.6, low below 0.3' },
];

const ownerCountMax = 2;
const highShare = 0.6;
const lowShare = 0.3;
const accountAddress = /^(?:\d+\+)?([^@+]+)@users\.noreply\.github\.com$/;

export interface SuggestedSources {
  readonly groups: Groups;
  readonly sums: GroupFacts;
  readonly people: People;
}

/** The section `suggested`: owners for each folder, in path order; folders without anybody active are left out. */
export function suggestedSection({ groups, sums, people }: SuggestedSources): Section {
  return {
    name: 'suggested',
    title: 'Owners for a CODEOWNERS file',
    shape: 'table',
    columns,
    show: {
      columns: ['pattern', 'owners', 'share', 'confidence'],
      emptyBecause: 'no active person knows a folder',
    },
    rows: {
      *[Symbol.iterator]() {
        for (const group of sums.groups()) {
          const folder = groups.folderOf(group.key);
          const found = folder < 0 ? undefined : bestOf(group, people);
          if (found !== undefined) yield rowOf(patternOf(groups.nameOf(group.key).key), found, people);
        }
      },
    },
  };
}

interface Best {
  readonly owners: readonly number[];
  readonly share: number;
}

function bestOf(group: FactGroup<'group' | 'owner' | 'alive' | 'work'>, people: People): Best | undefined {
  const active: { person: number; score: number }[] = [];
  let sum = 0;
  for (const fact of group) {
    const person = fact.owner - 1;
    const score = familiarity(fact);
    if (fact.owner === nobody || people.isBot(person) || score === 0) continue;
    sum += score;
    if (people.isActive(person)) active.push({ person, score });
  }
  if (active.length === 0) return undefined;
  active.sort((a, b) => b.score - a.score || a.person - b.person);
  const best = active.slice(0, ownerCountMax);
  return { owners: best.map(({ person }) => person), share: best.reduce((all, { score }) => all + score, 0) / sum };
}

function rowOf(pattern: string, { owners, share }: Best, people: People): readonly Cell[] {
  const confidence = share >= highShare ? 'high' : share >= lowShare ? 'medium' : 'low';
  return [pattern, owners.map((person) => ownerText(person, people)), share, confidence];
}

function ownerText(person: number, people: People): string {
  const email = people.email(person);
  const login = accountAddress.exec(email)?.[1];
  return login === undefined ? email || people.name(person) : `@${login}`;
}

/** The files of the root alone are `/*`. */
function patternOf(folder: string): string {
  return folder === '.' ? '/*' : `/${folder.replaceAll(' ', '\\ ')}/`;
}

import type { Cell, Column, ReportContext, Section } from '../../engine/index.ts';
import { type Contributions, shareOut } from './contribution-share.ts';
import type { RankedLanguages } from './language-totals.ts';

const languageColumns: readonly Column[] = [
  { name: 'name', type: 'string', description: 'Name of the language' },
  { name: 'total_lines', type: 'int', unit: 'lines', description: 'Lines added over the whole history' },
  {
    name: 'total_contribution',
    type: 'int',
    unit: 'lines',
    description: 'Lines added and removed over the whole history',
  },
  {
    name: 'contributors',
    type: 'record',
    unit: 'lines',
    nested: { keys: 'int', values: 'int' },
    description: 'Lines added and removed by each developer, by id',
  },
];

const busFactorColumns: readonly Column[] = [
  { name: 'language', type: 'string', description: 'Name of the language' },
  {
    name: 'bus_factor',
    type: 'int',
    unit: 'people',
    description: 'Fewest people who made at least half of all lines added and removed',
  },
  { name: 'total_contributors', type: 'int', unit: 'people', description: 'People who added or removed lines' },
  { name: 'primary_dev_id', type: 'int', description: 'Id of the developer with most lines' },
  { name: 'primary_dev_name', type: 'string', description: 'Name of the developer with most lines' },
  { name: 'primary_percentage', type: 'float', unit: 'percent', description: 'Share of that developer' },
  {
    name: 'secondary_dev_id',
    type: 'int',
    isNullable: true,
    description: 'Id of the second developer; null where there is none',
  },
  {
    name: 'secondary_dev_name',
    type: 'string',
    isNullable: true,
    description: 'Name of the second developer; null where there is none',
  },
  {
    name: 'secondary_percentage',
    type: 'float',
    unit: 'percent',
    description: 'Share of the second developer; 0 where there is none',
  },
  {
    name: 'risk_level',
    type: 'string',
    description: 'CRITICAL when the primary developer has 90 % or more, HIGH from 80 %, MEDIUM from 60 %, else LOW',
  },
];

/** Risk by the share of one person, in percent, worst first. */
const riskLevels = [
  { name: 'CRITICAL', percentageMin: 90 },
  { name: 'HIGH', percentageMin: 80 },
  { name: 'MEDIUM', percentageMin: 60 },
  { name: 'LOW', percentageMin: 0 },
] as const;

/** The section `languages`: most lines added first, then by name. */
export function languagesSection(languages: RankedLanguages): Section {
  return {
    name: 'languages',
    title: 'Languages',
    shape: 'table',
    columns: languageColumns,
    show: {
      columns: ['name', 'total_lines', 'total_contribution'],
      bar: 'total_contribution',
      emptyBecause: 'no commit changes lines of text',
    },
    rows: languageRows(languages),
  };
}

/** The section `busfactor`: worst risk first, then in the order of `languages`. */
export function busFactorSection(languages: RankedLanguages, context: ReportContext): Section {
  return {
    name: 'busfactor',
    title: 'Bus factor by language',
    shape: 'table',
    columns: busFactorColumns,
    show: {
      columns: ['language', 'bus_factor', 'total_contributors', 'primary_dev_name', 'primary_percentage', 'risk_level'],
      emptyBecause: 'no commit changes lines of text',
    },
    rows: busFactorRows(languages, context),
  };
}

function* languageRows({ totals, contributions }: RankedLanguages): Generator<readonly Cell[]> {
  for (const [place, { ids, lines }] of byLanguage(contributions)) {
    const { name, added, removed } = totals[place]!;
    const contributors: { [id: string]: number } = {};
    ids.forEach((id, at) => (contributors[id] = lines[at]!));
    yield [name, added, added + removed, contributors];
  }
}

function* busFactorRows(
  { totals, contributions }: RankedLanguages,
  context: ReportContext,
): Generator<readonly Cell[]> {
  const rowsByRisk: (readonly Cell[])[][] = riskLevels.map(() => []);
  for (const [place, people] of byLanguage(contributions)) {
    const { risk, row } = busFactorRow(totals[place]!.name, people, context);
    rowsByRisk[risk]!.push(row);
  }
  for (const rows of rowsByRisk) yield* rows;
}

function busFactorRow(
  language: string,
  people: Contributions,
  context: ReportContext,
): { readonly risk: number; readonly row: readonly Cell[] } {
  const { busFactor, total, primary, secondary } = shareOut(people);
  const share = personCells(people, primary, total, context);
  const percentage = (100 * people.lines[primary]!) / total;
  const risk = riskLevels.findIndex(({ percentageMin }) => percentage >= percentageMin);
  const second = secondary < 0 ? [null, null, 0] : personCells(people, secondary, total, context);
  const cells = [language, busFactor, people.ids.length, ...share, ...second];
  return { risk, row: [...cells, riskLevels[risk]!.name] };
}

function personCells(
  { ids, lines }: Contributions,
  at: number,
  total: number,
  context: ReportContext,
): readonly Cell[] {
  const id = ids[at]!;
  return [id, context.personName(id), (100 * lines[at]!) / total];
}

/** The contributions of each language in turn. BOUNDED BY: the people of one language. */
function* byLanguage(
  contributions: RankedLanguages['contributions'],
): Generator<readonly [place: number, Contributions]> {
  for (const language of contributions.groups()) {
    const ids: number[] = [];
    const lines: number[] = [];
    for (const fact of language) {
      ids.push(fact.person);
      lines.push(fact.lines);
    }
    yield [language.key, { ids, lines }];
  }
}

import type { Cell, Column, ReportContext, Section } from '../../engine/index.ts';
import { type Contributions, shareOut } from './contribution-share.ts';
import type { LanguageTotals, RankedLanguages } from './language-totals.ts';

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
  { name: 'lines_added', type: 'int', unit: 'lines', description: 'The same as total_lines, by its right name' },
  { name: 'current_lines', type: 'int', unit: 'lines', description: 'Text lines of the tree at the end' },
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
    description:
      'By share of the primary developer: CRITICAL from 90 %, HIGH 80 %, MEDIUM 60 %; LOW below 1 % of all lines',
  },
  {
    name: 'share_percentage',
    type: 'float',
    unit: 'percent',
    description: 'Lines added and removed in the language, as a share of all languages',
  },
  { name: 'risk_reason', type: 'string', description: 'Why the risk is what it is' },
];

/** Risk by the share of one person, in percent, worst first. */
const riskLevels = [
  { name: 'CRITICAL', percentageMin: 90 },
  { name: 'HIGH', percentageMin: 80 },
  { name: 'MEDIUM', percentageMin: 60 },
  { name: 'LOW', percentageMin: 0 },
] as const;

/** A language with less than this share of all lines, in percent, is no risk to speak of. */
const sharePercentageMin = 1;

/** The section `languages`: most lines added first, then by name. */
export function languagesSection(languages: RankedLanguages, context: ReportContext): Section {
  return {
    name: 'languages',
    title: 'Languages',
    shape: 'table',
    columns: languageColumns,
    show: {
      columns: ['name', 'current_lines', 'lines_added', 'total_contribution'],
      bar: 'current_lines',
      emptyBecause: 'no commit changes lines of text',
    },
    rows: languageRows(languages, context),
  };
}

/** The section `busfactor`: in the order of `languages`, so that the languages that matter come first. */
export function busFactorSection(languages: RankedLanguages, context: ReportContext): Section {
  return {
    name: 'busfactor',
    title: 'Bus factor by language',
    shape: 'table',
    columns: busFactorColumns,
    show: {
      columns: [
        ...['language', 'share_percentage', 'bus_factor', 'total_contributors', 'primary_dev_name'],
        ...['primary_percentage', 'risk_level'],
      ],
      emptyBecause: 'no commit changes lines of text',
    },
    rows: busFactorRows(languages, context),
  };
}

function* languageRows({ totals, contributions }: RankedLanguages, context: ReportContext): Generator<readonly Cell[]> {
  const current = currentLines(context);
  for (const [place, { ids, lines }] of byLanguage(contributions)) {
    const { id, name, added, removed } = totals[place]!;
    const contributors: { [id: string]: number } = {};
    ids.forEach((person, at) => (contributors[person] = lines[at]!));
    yield [name, added, added + removed, contributors, added, current[id]!];
  }
}

/** Text lines of the tree at the end, by language. BOUNDED BY: 8 bytes a language. */
function currentLines(context: ReportContext): Float64Array {
  const { files } = context;
  const lines = new Float64Array(context.languageCount);
  for (let rank = 0; rank < files.count; rank += 1) {
    lines[context.languageOfPath(files.pathId(rank))]! += files.lines(rank);
  }
  return lines;
}

function* busFactorRows(
  { totals, contributions }: RankedLanguages,
  context: ReportContext,
): Generator<readonly Cell[]> {
  const allLines = totals.reduce((sum, { added, removed }) => sum + added + removed, 0);
  for (const [place, people] of byLanguage(contributions)) {
    yield busFactorRow(totals[place]!, people, allLines, context);
  }
}

function busFactorRow(
  { name, added, removed }: LanguageTotals,
  people: Contributions,
  allLines: number,
  context: ReportContext,
): readonly Cell[] {
  const { busFactor, total, primary, secondary } = shareOut(people);
  const share = (100 * (added + removed)) / allLines;
  const percentage = (100 * people.lines[primary]!) / total;
  const first = personCells(people, primary, total, context);
  const second = secondary < 0 ? [null, null, 0] : personCells(people, secondary, total, context);
  return [name, busFactor, people.ids.length, ...first, ...second, ...riskCells(percentage, share)];
}

/** `risk_level`, `share_percentage`, `risk_reason`. */
function riskCells(percentage: number, share: number): readonly Cell[] {
  if (share < sharePercentageMin) return ['LOW', share, `${share.toFixed(2)} % of all lines`];
  const level = riskLevels.find(({ percentageMin }) => percentage >= percentageMin)!;
  return [level.name, share, `one person made ${percentage.toFixed(1)} % of the lines`];
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

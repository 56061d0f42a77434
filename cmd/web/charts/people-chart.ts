import type { PeopleBlock, TableBlock } from '../../../analyzers/index.ts';
import { baseOption, type Chart, type Subject, valueAxis } from './chart.ts';
import { heatColors, type Look } from './look.ts';
import { nameAxis } from './name-axis.ts';
import { nameMatrix, rowsIn } from './name-matrix.ts';
import { dayOf, grouped, percent } from './said-number.ts';

export const ownerCountMax = 20;
export const languageCountMax = 14;
/** Of the largest number in a table of colours: less cannot be told from nothing. */
const fewShare = 0.002;
const yearSeconds = 365 * 86_400;

/** Living lines by owner; those who were not seen for a year are pale. */
export function ownersChart({ owners, ownedLines }: PeopleBlock, look: Look, endSeconds: number): Chart {
  const shown = owners.slice(0, Math.min(ownerCountMax, rowsIn(look)));
  const rows = nameAxis(
    look,
    shown.map(({ name }) => name),
  );
  const isGone = (at: number | null): boolean => at !== null && endSeconds - at > yearSeconds;
  return {
    option: {
      ...baseOption(look),
      grid: { left: rows.pixels, right: 60, top: 4, bottom: 26, outerBoundsMode: 'none' },
      xAxis: { ...valueAxis(look), splitNumber: look.width < 420 ? 2 : 4 },
      yAxis: rows.axis,
      series: [
        {
          type: 'bar',
          barCategoryGap: '28%',
          label: {
            show: true,
            position: 'right',
            color: look.muted,
            formatter: ({ dataIndex }) => percentOf(shown[dataIndex ?? 0]?.lines ?? 0, ownedLines),
          },
          data: shown.map(({ name, lines, lastSeenAt }) => ({
            name,
            value: lines,
            itemStyle: {
              color: `${look.kinds[0]!}${isGone(lastSeenAt) ? '5c' : ''}`,
              borderRadius: [0, 3, 3, 0],
            },
          })),
        },
      ],
    },
    tipAt: 'item',
    tip: (at) => {
      const owner = shown[at];
      if (owner === undefined) return { title: '', rows: [] };
      const told = [
        {
          name: 'living lines',
          value: `${grouped(owner.lines)} (${percentOf(owner.lines, ownedLines)})`,
        },
        { name: 'most they ever had', value: grouped(owner.peakLines) },
      ];
      const seen = { name: 'last commit', value: dayOf(owner.lastSeenAt ?? 0) };
      return { title: owner.name, rows: owner.lastSeenAt === null ? told : [...told, seen] };
    },
    pick: (data) => personOf(data),
    summary:
      `Living lines by owner; ${shown[0]?.name ?? ''} has most, ` + `${percentOf(shown[0]?.lines ?? 0, ownedLines)}.`,
  };
}

function personOf(data: unknown): Subject | undefined {
  const { name } = data as { readonly name?: string };
  return name === undefined ? undefined : { kind: 'person', name };
}

function percentOf(part: number, whole: number): string {
  return whole === 0 ? '–' : percent(part / whole);
}

/** Whose lines are replaced by whom. */
export function replacedChart({ replaced }: PeopleBlock, look: Look): Chart | undefined {
  const { names, lines } = withoutFew(replaced, rowsIn(look));
  if (names.length < 2) return undefined;
  const all = lines.flatMap((row, author) => row.map((count, modifier) => [modifier, author, count]));
  const cells = all.filter(([, , count]) => count! > 0);
  const most = Math.max(1, ...cells.filter(([modifier, author]) => modifier !== author).map(([, , count]) => count!));
  return {
    option: nameMatrix({ names, cells, most, colors: heatColors(look) }, look),
    scale: { colors: heatColors(look), low: '0', high: `${grouped(most)} lines or more` },
    tipAt: 'item',
    tip: (_at, _series, data) => {
      const [modifier = 0, author = 0, count = 0] = Array.isArray(data) ? data.map(Number) : [];
      const title =
        modifier === author
          ? `${names[author]} replaced own lines`
          : `${names[modifier]} replaced lines of ${names[author]}`;
      return { title, rows: [{ name: 'lines', value: grouped(count) }] };
    },
    pick: (data) => {
      const name = Array.isArray(data) ? names[Number(data[1])] : undefined;
      return name === undefined ? undefined : { kind: 'person', name };
    },
    summary:
      `Lines replaced between the ${names.length} people with most replaced lines: ` +
      'rows lose lines, columns replace them.',
  };
}

/** The people of the table of colours. */
export function replacedNames({ replaced }: PeopleBlock): readonly string[] {
  return withoutFew(replaced).names;
}

/** People of whose lines next to none were replaced, by nobody, would be empty rows. */
function withoutFew({ names, lines }: PeopleBlock['replaced'], countMax = names.length): PeopleBlock['replaced'] {
  const most = Math.max(...lines.flat(), 0);
  const kept = [...names.keys()].filter((at) =>
    lines.some(
      (row, author) => row[at]! > most * fewShare || (author === at && row.some((count) => count > most * fewShare)),
    ),
  );
  kept.length = Math.min(kept.length, countMax);
  return { names: kept.map((at) => names[at]!), lines: kept.map((author) => kept.map((at) => lines[author]![at]!)) };
}

interface LanguageShare {
  readonly name: string;
  readonly primary: string;
  readonly secondary: string;
  readonly shares: readonly [number, number, number];
  readonly busFactor: number;
}

/** Who made the languages: the first, the second, everyone else. */
export function languagesChart(languages: TableBlock, busFactors: TableBlock, look: Look): Chart | undefined {
  const shown = languageShares(languages, busFactors);
  if (shown.length === 0) return undefined;
  const colors = [look.kinds[0]!, look.kinds[5]!, look.grid];
  const names = ['first', 'second', 'everyone else'];
  const rows = nameAxis(
    look,
    shown.map(({ name }) => name),
  );
  return {
    option: {
      ...baseOption(look),
      color: colors,
      grid: { left: rows.pixels, right: 40, top: 4, bottom: 26, outerBoundsMode: 'none' },
      xAxis: { ...valueAxis(look, percent), max: 1, splitNumber: look.width < 420 ? 2 : 5 },
      yAxis: rows.axis,
      series: names.map((name, part) => ({
        name,
        type: 'bar' as const,
        stack: 'share',
        barCategoryGap: '28%',
        label: {
          show: part === 2,
          position: 'right' as const,
          color: look.ink,
          formatter: ({ dataIndex }: { dataIndex?: number }) => `${shown[dataIndex ?? 0]?.busFactor ?? ''}`,
        },
        data: shown.map(({ shares }) => shares[part]!),
      })),
    },
    legend: names.map((name, at) => ({ name, color: colors[at]! })),
    tipAt: 'axis',
    tip: (at) => {
      const one = shown[at];
      if (one === undefined) return { title: '', rows: [] };
      const people = [one.primary, one.secondary || 'nobody else', 'everyone else'];
      return {
        title: `${one.name}: bus factor ${one.busFactor}`,
        rows: people.map((name, part) => ({
          color: colors[part]!,
          name,
          value: percent(one.shares[part]!),
        })),
      };
    },
    pick: (_data, at) => (shown[at] === undefined ? undefined : { kind: 'language', name: shown[at].name }),
    summary: `Who made most of each language, and its bus factor: ${shown
      .slice(0, 4)
      .map(({ name, busFactor }) => `${name} ${busFactor}`)
      .join(', ')}.`,
  };
}

function languageShares(languages: TableBlock, busFactors: TableBlock): LanguageShare[] {
  const place = (name: string): number => busFactors.columns.findIndex((column) => column.name === name);
  const byName = new Map(busFactors.rows.map((row) => [row[place('language')], row]));
  const nameAt = languages.columns.findIndex((column) => column.name === 'name');
  return languages.rows.slice(0, languageCountMax).flatMap((language) => {
    const row = byName.get(language[nameAt] ?? null);
    if (row === undefined) return [];
    const [first, second] = [
      Number(row[place('primary_percentage')]) / 100,
      Number(row[place('secondary_percentage')]) / 100,
    ];
    return {
      name: String(language[nameAt]),
      primary: String(row[place('primary_dev_name')] ?? ''),
      secondary: String(row[place('secondary_dev_name')] ?? ''),
      shares: [first, second, Math.max(0, 1 - first - second)] as const,
      busFactor: Number(row[place('bus_factor')]),
    };
  });
}

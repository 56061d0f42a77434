import type { PeopleBlock, TableBlock } from '../../../analyzers/index.ts';
import { baseOption, type Chart, labelAxis, legendTop, valueAxis } from './chart.ts';
import { heatmap } from './heatmap.ts';
import { heatColors, type Look } from './look.ts';
import { dayOf, grouped, percent } from './said-number.ts';

export const ownerCountMax = 20;
export const languageCountMax = 14;
const yearSeconds = 365 * 86_400;
const nameLengthMax = 24;

/** Living lines by owner; those who were not seen for a year are pale. */
export function ownersChart({ owners, ownedLines }: PeopleBlock, look: Look, endSeconds: number): Chart {
  const shown = owners.slice(0, ownerCountMax);
  const isGone = (at: number | null): boolean => at !== null && endSeconds - at > yearSeconds;
  return {
    option: {
      ...baseOption(look),
      grid: { left: 4, right: 60, top: 4, bottom: 4, outerBoundsMode: 'same' },
      xAxis: { ...valueAxis(look), splitNumber: 4 },
      yAxis: {
        ...nameAxis(
          look,
          shown.map(({ name }) => name),
        ),
        inverse: true,
      },
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
          data: shown.map(({ lines, lastSeenAt }) => ({
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
      const rows = [
        {
          name: 'living lines',
          value: `${grouped(owner.lines)} (${percentOf(owner.lines, ownedLines)})`,
        },
        { name: 'most they ever had', value: grouped(owner.peakLines) },
      ];
      const seen = { name: 'last commit', value: dayOf(owner.lastSeenAt ?? 0) };
      return { title: owner.name, rows: owner.lastSeenAt === null ? rows : [...rows, seen] };
    },
    summary:
      `Living lines by owner; ${shown[0]?.name ?? ''} has most, ` + `${percentOf(shown[0]?.lines ?? 0, ownedLines)}.`,
  };
}

function percentOf(part: number, whole: number): string {
  return whole === 0 ? '–' : percent(part / whole);
}

function nameAxis(look: Look, names: readonly string[]): object {
  return {
    ...labelAxis(look, names, true),
    axisLine: { show: false },
    axisLabel: { color: look.ink, width: 150, overflow: 'truncate', formatter: cut },
  };
}

function cut(name: string): string {
  return name.length > nameLengthMax ? `${name.slice(0, nameLengthMax - 1)}…` : name;
}

/** Whose lines are replaced by whom. */
export function replacedChart({ replaced }: PeopleBlock, look: Look): Chart | undefined {
  const { names, lines } = replaced;
  if (names.length < 2) return undefined;
  const cells = lines.flatMap((row, author) => row.map((count, modifier) => [modifier, author, count]));
  const others = cells.filter(([modifier, author]) => modifier !== author).map(([, , count]) => count!);
  return {
    option: {
      ...baseOption(look),
      grid: { left: 4, right: 4, top: 4, bottom: 4, outerBoundsMode: 'same' },
      xAxis: {
        ...nameAxis(look, names),
        axisLabel: { color: look.ink, rotate: 45, width: 110, overflow: 'truncate' },
      },
      yAxis: { ...nameAxis(look, names), inverse: true },
      visualMap: {
        show: false,
        type: 'continuous',
        min: 0,
        max: Math.max(1, ...others),
        inRange: { color: [...heatColors(look)] },
      },
      series: [heatmap(look, cells)],
    },
    tipAt: 'item',
    tip: (_at, _series, data) => {
      const [modifier = 0, author = 0, count = 0] = Array.isArray(data) ? data.map(Number) : [];
      const title =
        modifier === author
          ? `${names[author]} replaced own lines`
          : `${names[modifier]} replaced lines of ${names[author]}`;
      return { title, rows: [{ name: 'lines', value: grouped(count) }] };
    },
    summary:
      `Lines replaced between the ${names.length} people with most replaced lines: ` +
      'rows lose lines, columns replace them.',
  };
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
  return {
    option: {
      ...baseOption(look),
      color: colors,
      grid: { left: 4, right: 40, top: 30, bottom: 4, outerBoundsMode: 'same' },
      legend: legendTop(look),
      xAxis: { ...valueAxis(look, percent), max: 1 },
      yAxis: {
        ...nameAxis(
          look,
          shown.map(({ name }) => name),
        ),
        inverse: true,
      },
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

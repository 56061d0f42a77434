import { type Finding, groupDigits } from '../../engine/index.ts';
import { markdownText } from './markdown-text.ts';
import { drawTrend } from './story-trend.ts';
import type { Summary, SummaryColumn, SummaryTable } from './summary.ts';

const trendWidth = 60;

/** A summary as lines of Markdown, in the flavour that hosting sites show: tables, and a note for what is missing. */
export function markdownLines(summary: Summary): string[] {
  const { name, headline, facts, isComplete, gaps, options, figures, trend, tables, digest } = summary;
  const title = name === undefined ? headline : `${name}: ${headline}`;
  return [
    `## ${markdownText(title)}`,
    ...paragraph(facts),
    ...(isComplete ? [] : ['', '> [!WARNING]', `> The history is incomplete: ${listOf(gaps)}.`]),
    ...paragraph(options.length === 0 ? [] : [`Options: ${options.join(', ')}`]),
    ...findingLines(summary.findings),
    ...(figures.length === 0 ? [] : ['', ...tableLines(figureColumns(summary))]),
    ...(trend === undefined
      ? []
      : [
          '',
          `${trend.title}: \`${drawTrend(trend.values, trendWidth)}\` ${markdownText(`${trend.span}, ${trend.peak}`)}`,
        ]),
    ...tables.flatMap(storyTable),
    '',
    `\`${digest}\``,
  ];
}

function paragraph(facts: readonly string[]): string[] {
  return facts.length === 0 ? [] : ['', facts.map(markdownText).join(' · ')];
}

function listOf(facts: readonly string[]): string {
  return facts.map(markdownText).join(', ');
}

function findingLines(findings: readonly Finding[] | undefined): string[] {
  if (findings === undefined) return ['', 'This report was stored without findings: run the analysis again.'];
  if (findings.length === 0) return ['', 'Nothing stands out by the rules for findings.'];
  const items = findings.flatMap(({ rank, severity, title, text, advice, rule }) => [
    `${rank}. **${markdownText(title)}** (${severity})  `,
    `   ${markdownText(text)}  `,
    `   ${markdownText(advice)}  `,
    `   _How this was found: ${markdownText(rule)}_`,
  ]);
  return ['', '### Worth acting on', '', ...items];
}

function figureColumns({ figures }: Summary): SummaryColumn[] {
  return [
    { title: 'figure', kind: 'text', cells: figures.map(({ label }) => label) },
    { title: 'value', kind: 'number', cells: figures.map(({ value }) => value) },
    { title: 'what it says', kind: 'text', cells: figures.map(({ detail }) => detail) },
  ];
}

function storyTable({ title, rowCount, columns, emptyBecause }: SummaryTable): string[] {
  const heading = `### ${markdownText(title)} (${groupDigits(rowCount)})`;
  if ((columns[0]?.cells.length ?? 0) === 0) return ['', heading, '', `None shown: ${markdownText(emptyBecause)}.`];
  return ['', heading, '', ...tableLines(columns)];
}

function tableLines(columns: readonly SummaryColumn[]): string[] {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const count = columns[0]!.cells.length;
  return [
    row(columns.map(({ title }) => markdownText(title))),
    row(columns.map(({ kind }) => (kind === 'number' ? '---:' : '---'))),
    ...Array.from({ length: count }, (_, at) => row(columns.map(({ cells, kind }) => shown(cells[at]!, kind)))),
  ];
}

/** Plain paths are code, so that they can be copied; others are text. */
function shown(cell: string, kind: SummaryColumn['kind']): string {
  return kind === 'path' && /^[\w./@+~-]+$/.test(cell) ? `\`${cell}\`` : markdownText(cell);
}

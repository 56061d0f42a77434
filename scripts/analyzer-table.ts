import type { AnalyzerDefinition } from '../engine/index.ts';

type Listed = Pick<AnalyzerDefinition, 'id' | 'description' | 'isOptional'>;

/** The table of analyzers in the README: the lines below the heading `| analyzer | … |` and the rule under it. */
const table = /(^\| analyzer \|.*\n\|[-| ]+\|\n)((?:\|.*\n)*)/m;

/** The README with a table of these analyzers, in their order. */
export function withTable(readme: string, analyzers: readonly Listed[]): string {
  return readme.replace(table, (_text, heading: string) => heading + analyzers.map(rowOf).join(''));
}

/** The README with one row more, in the order of ids. */
export function addToTable(readme: string, analyzer: Listed): string {
  return readme.replace(table, (_text, heading: string, rows: string) => {
    const lines = rows.split(/(?<=\n)/).filter((line) => line !== '');
    return heading + [...lines, rowOf(analyzer)].sort((a, b) => (a < b ? -1 : 1)).join('');
  });
}

function rowOf({ id, description, isOptional = false }: Listed): string {
  const folder = id.slice(id.indexOf('/') + 1);
  const note = isOptional ? ' (only when selected)' : '';
  return `| [\`${id}\`](analyzers/${folder}/README.md) | ${description}${note} |\n`;
}

import type { AnalyzerDefinition } from '../engine/index.ts';

type Listed = Pick<AnalyzerDefinition, 'id' | 'description' | 'isOptional'>;

/** The table of analyzers in `docs/analyzers.md`, and of those that run by default in the README: the lines below the heading `| analyzer | … |` and the rule under it. */
const table = /(^\| analyzer \|.*\n\|[-| ]+\|\n)((?:\|.*\n)*)/m;

/** A document with a table of these analyzers, in their order. `root` leads from it to the folder of the project. */
export function withTable(document: string, analyzers: readonly Listed[], root = ''): string {
  const rows = analyzers.map((analyzer) => rowOf(analyzer, root));
  return document.replace(table, (_text, heading: string) => heading + rows.join(''));
}

/** A document in a folder of the project with one row more, in the order of ids. */
export function addToTable(document: string, analyzer: Listed): string {
  return document.replace(table, (_text, heading: string, rows: string) => {
    const lines = rows.split(/(?<=\n)/).filter((line) => line !== '');
    return heading + [...lines, rowOf(analyzer, '../')].sort((a, b) => (a < b ? -1 : 1)).join('');
  });
}

function rowOf({ id, description, isOptional = false }: Listed, root: string): string {
  const folder = id.slice(id.indexOf('/') + 1);
  const note = isOptional ? ' (only when selected)' : '';
  return `| [\`${id}\`](${root}analyzers/${folder}/README.md) | ${description}${note} |\n`;
}

import { registry } from '../../analyzers/index.ts';
import { CodefangError, describeTables, parseTableName, seriesTable } from '../../engine/index.ts';
import { didYouMean } from '../nearest-name.ts';

/**
 * Refuses a table that no report has. It is asked before the walk, since the report itself says so only after it.
 *
 * @param name `history/devs:developers`; undefined is no table
 * @throws {CodefangError} USAGE naming the tables of that analyzer
 */
export function checkTable(name: string | undefined, isPerCommit: boolean): void {
  if (name === undefined) return;
  const { analyzerId, section } = parseTableName(name);
  const definition = registry.find(({ id }) => id === analyzerId);
  const ofCommits = isPerCommit && analyzerId === seriesTable.analyzer ? [seriesTable.section] : [];
  const sections = definition === undefined ? ofCommits : describeTables(definition).map((table) => table.name);
  if (sections.includes(section)) return;
  const known = sections.map((one) => `${analyzerId}:${one}`);
  const state = `there is no such table, known are ${known.join(', ')}${didYouMean(name, known)}`;
  throw new CodefangError('USAGE', `Cannot write table "${name}": ${state}`);
}

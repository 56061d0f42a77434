import { CodefangError } from '../base/index.ts';

export interface TableName {
  readonly analyzerId: string;
  readonly section: string;
}

/**
 * Reads the name of one table of a report.
 *
 * @throws {CodefangError} USAGE
 * @example parseTableName('history/name:table').section === 'table'
 */
export function parseTableName(text: string): TableName {
  const found = /^([a-z][a-z0-9_/-]*):([a-z][a-z0-9_-]*)$/.exec(text);
  if (found !== null) return { analyzerId: found[1]!, section: found[2]! };
  const expected = 'expected <analyzer>:<section>, as "codefang schema table" names them';
  throw new CodefangError('USAGE', `Cannot read table name "${text}": ${expected}`);
}

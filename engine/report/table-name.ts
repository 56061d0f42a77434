import { CodefangError } from '../base/index.ts';

export interface TableName {
  readonly analyzerId: string;
  readonly section: string;
}

/**
 * Reads the name of one table of a report.
 *
 * @throws {CodefangError} USAGE
 * @example parseTableName('history/devs:developers').section === 'developers'
 */
export function parseTableName(text: string): TableName {
  const found = /^([a-z][a-z0-9_/-]*):([a-z][a-z0-9_-]*)$/.exec(text);
  if (found !== null) return { analyzerId: found[1]!, section: found[2]! };
  const expected = 'expected <analyzer>:<section> such as history/devs:developers';
  throw new CodefangError('USAGE', `Cannot read table name "${text}": ${expected}`);
}

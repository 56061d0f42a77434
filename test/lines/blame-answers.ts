/** A line as `codefang blame --format ndjson` tells of it. */
export interface AnsweredLine {
  /** Null when the line is older than what was walked. */
  readonly commit: string | null;
  /** Where it stood in its commit. */
  readonly path: string;
}

interface BlameRow {
  readonly line: number;
  readonly commit: string | null;
  readonly author: unknown;
  readonly email: unknown;
  readonly time: unknown;
  readonly path?: string;
  readonly file?: string;
}

const timePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/**
 * Lines by file. Rows without `file` are those of the only file asked for.
 *
 * @throws Error when rows are not as promised: lines in order from 1, ids in full, times in UTC
 */
export function blameAnswers(text: string, paths: readonly string[]): Map<string, AnsweredLine[]> {
  const answers = new Map<string, AnsweredLine[]>(paths.map((path) => [path, []]));
  const rows = text.split('\n').filter((line) => line !== '');
  for (const row of rows.map((line) => JSON.parse(line) as BlameRow)) {
    const file = row.file ?? (paths.length === 1 ? paths[0]! : undefined);
    const lines = file === undefined ? undefined : answers.get(file);
    if (file === undefined || lines === undefined) throw new Error(`Cannot tell whose line this is: ${tell(row)}`);
    if (row.line !== lines.length + 1) throw new Error(`Cannot take ${tell(row)} for line ${lines.length + 1}`);
    if (!isWhole(row)) throw new Error(`Cannot take ${tell(row)} for a line: a field is not as promised`);
    lines.push({ commit: row.commit, path: row.path ?? file });
  }
  return answers;
}

function isWhole({ commit, author, email, time }: BlameRow): boolean {
  if (commit === null) return true;
  const isNamed = typeof author === 'string' && typeof email === 'string';
  return isNamed && /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(commit) && timePattern.test(String(time));
}

function tell(row: BlameRow): string {
  return JSON.stringify(row).slice(0, 300);
}

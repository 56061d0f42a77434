/** What `git blame --incremental` tells of the lines of a file. */
export interface BlamedLines {
  /** By line, from 0. */
  readonly commits: readonly string[];
  /** Where each line stood in its commit; latin1. */
  readonly paths: readonly string[];
  /** Its number there, from 1. */
  readonly numbers: readonly number[];
}

/**
 * @param text as latin1
 * @throws Error when a line is told of twice or not at all
 */
export function parseBlame(text: string): BlamedLines {
  const commits: string[] = [];
  const paths: string[] = [];
  const numbers: number[] = [];
  let group:
    | { readonly commit: string; readonly from: number; readonly start: number; readonly count: number }
    | undefined;
  for (const line of text.split('\n')) {
    const head = /^([0-9a-f]{40,64}) (\d+) (\d+) (\d+)$/.exec(line);
    if (head !== null) {
      const [from, start, count] = head.slice(2).map(Number) as [number, number, number];
      group = { commit: head[1]!, from, start: start - 1, count };
    } else if (line.startsWith('filename ') && group !== undefined) {
      const path = unquotedPath(line.slice('filename '.length));
      for (let at = group.start; at < group.start + group.count; at += 1) {
        if (commits[at] !== undefined) throw new Error(`Cannot read git blame: line ${at + 1} is there twice`);
        commits[at] = group.commit;
        paths[at] = path;
        numbers[at] = group.from + at - group.start;
      }
      group = undefined;
    }
  }
  for (let at = 0; at < commits.length; at += 1) {
    if (commits[at] === undefined) throw new Error(`Cannot read git blame: it says nothing of line ${at + 1}`);
  }
  return { commits, paths, numbers };
}

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
};

function unquotedPath(text: string): string {
  if (!text.startsWith('"')) return text;
  return text.slice(1, -1).replaceAll(/\\([0-7]{3}|.)/g, (_, escape: string) => {
    if (escape.length === 3) return String.fromCharCode(Number.parseInt(escape, 8));
    return escapes[escape] ?? escape;
  });
}

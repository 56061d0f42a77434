import type { SourceFile } from './source-files.ts';

export interface FunctionLength {
  readonly path: string;
  readonly firstLine: number;
  readonly header: string;
  readonly lineCount: number;
}

const control =
  /^(?:\} )?(?:if|else|for|while|do|switch|try|catch|finally|(?:export )?(?:abstract )?class|interface)\b/;
const bodyStart = /(?:=>|\)(?:\s*:\s*[^=]+)?) \{$/;

/**
 * The functions of a file, told by their lay-out: a body opens at the end of a line and closes at the
 * first line that begins with a brace at the same depth. The formatter keeps files that way.
 */
export function functionLengths(file: SourceFile): FunctionLength[] {
  const lines = file.code.split('\n').map((line) => line.trimEnd());
  const found: FunctionLength[] = [];
  lines.forEach((line, at) => {
    if (!bodyStart.test(line)) return;
    const first = headerStart(lines, at);
    const header = lines[first]!.trim();
    if (control.test(header)) return;
    const close = `${indentOf(line)}}`;
    const last = lines.findIndex((other, below) => below > at && other.startsWith(close));
    if (last < 0) throw new Error(`Cannot find the end of a function: ${file.path}:${at + 1}`);
    found.push({ path: file.path, firstLine: first + 1, header, lineCount: last - first + 1 });
  });
  return found;
}

/** A header over several lines ends with `)` at its own depth, where it also began. */
function headerStart(lines: readonly string[], end: number): number {
  if (!lines[end]!.trimStart().startsWith(')')) return end;
  const indent = indentOf(lines[end]!);
  let at = end - 1;
  while (at > 0 && (lines[at] === '' || indentOf(lines[at]!) !== indent)) at -= 1;
  return at;
}

function indentOf(line: string): string {
  return /^ */.exec(line)![0];
}

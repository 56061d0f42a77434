/** A fenced block of a Markdown document. */
export interface Fence {
  /** First word after the backticks, such as `sh`. */
  readonly language: string;
  /** Second word: why the block cannot be run by a test, or empty. */
  readonly mark: string;
  readonly text: string;
  /** Of its first line of text, from 1. */
  readonly line: number;
}

/** All fenced blocks of a Markdown document, in order. */
export function fencesOf(markdown: string): Fence[] {
  const lines = markdown.split('\n');
  const fences: Fence[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const head = /^```(\S*) ?(\S*)/.exec(lines[at]!);
    if (head === null) continue;
    const end = lines.indexOf('```', at + 1);
    fences.push({ language: head[1]!, mark: head[2]!, text: lines.slice(at + 1, end).join('\n'), line: at + 2 });
    at = end;
  }
  return fences;
}

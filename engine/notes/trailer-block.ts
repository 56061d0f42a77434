/** A line such as `Signed-off-by: A U Thor <author@example.org>` at the end of a message. */
export interface Trailer {
  /** As written, without the separator. */
  readonly key: string;
  /** Unfolded, without blanks at its ends. */
  readonly value: string;
}

const scissors = '# ------------------------ >8 ------------------------\n';
const madeByGit: readonly string[] = ['Signed-off-by: ', '(cherry picked from commit '];

/**
 * The trailers of a message as `git log --format='%(trailers:only,unfold)'` finds them where nothing is configured:
 * those of the last paragraph, which is not the first one, when all of its lines are trailers, or one was made by git
 * and a quarter of them are trailers. A line `---` ends nothing.
 */
export function trailersOf(message: string): Trailer[] {
  const text = withoutRemarks(message);
  const trailers: { key: string; value: string }[] = [];
  let isInTrailer = false;
  for (const line of linesOf(text, blockStart(text))) {
    if (line.startsWith('#')) continue;
    if (isBlankStart(line)) {
      if (isInTrailer) trailers.at(-1)!.value += ` ${trimmed(line)}`;
      continue;
    }
    const separator = separatorOf(line);
    isInTrailer = separator > 0;
    if (!isInTrailer) continue;
    trailers.push({ key: trimmed(line.slice(0, separator)), value: trimmed(line.slice(separator + 1)) });
  }
  return trailers.map(({ key, value }) => ({ key, value: trimmed(value) }));
}

/** Without what stands below the scissors, and comments and lists of conflicts at the end. */
function withoutRemarks(message: string): string {
  const text = message.slice(0, scissorsAt(message));
  let remarksAt = -1;
  let isInConflicts = false;
  let at = 0;
  for (const line of linesOf(text, 0)) {
    if (line.startsWith('#') || line === '\n') {
      if (remarksAt < 0) remarksAt = at;
    } else if (line === 'Conflicts:\n') {
      isInConflicts = true;
      if (remarksAt < 0) remarksAt = at;
    } else if (!(isInConflicts && line.startsWith('\t'))) {
      remarksAt = -1;
      isInConflicts = false;
    }
    at += line.length;
  }
  return remarksAt < 0 ? text : text.slice(0, remarksAt);
}

function scissorsAt(message: string): number {
  if (message.startsWith(scissors)) return 0;
  const at = message.indexOf(`\n${scissors}`);
  return at < 0 ? message.length : at + 1;
}

/** Where the block begins; the end of the text when there is none. */
function blockStart(text: string): number {
  const titleEnd = titleEndOf(text);
  let trailerLines = 0;
  let otherLines = 0;
  let continuedLines = 0;
  let isByGit = false;
  let isEmptySoFar = true;
  for (let at = lineStart(text, text.length); at >= titleEnd; at = lineStart(text, at)) {
    const line = text.slice(at, lineEnd(text, at));
    if (line.startsWith('#')) {
      otherLines += continuedLines;
      continuedLines = 0;
    } else if (trimmed(line) === '') {
      if (isEmptySoFar) continue;
      otherLines += continuedLines;
      const isBlock = isByGit ? trailerLines * 3 >= otherLines : trailerLines > 0 && otherLines === 0;
      return isBlock ? lineEnd(text, at) : text.length;
    } else {
      isEmptySoFar = false;
      const isMadeByGit = madeByGit.some((prefix) => line.startsWith(prefix));
      if (isMadeByGit || (!isBlankStart(line) && separatorOf(line) > 0)) {
        isByGit ||= isMadeByGit;
        trailerLines += 1;
        continuedLines = 0;
      } else if (isBlankStart(line)) {
        continuedLines += 1;
      } else {
        otherLines += 1 + continuedLines;
        continuedLines = 0;
      }
    }
  }
  return text.length;
}

/** The blank line after the first paragraph. */
function titleEndOf(text: string): number {
  let at = 0;
  for (const line of linesOf(text, 0)) {
    if (!line.startsWith('#') && trimmed(line) === '') return at;
    at += line.length;
  }
  return at;
}

/** Lines with their ends. */
function* linesOf(text: string, start: number): Generator<string> {
  for (let at = start; at < text.length;) {
    const end = lineEnd(text, at);
    yield text.slice(at, end);
    at = end;
  }
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

/** Where the line before `at`, which is the start of one or the end of the text, begins; -1 when there is none. */
function lineStart(text: string, at: number): number {
  if (at === 0) return -1;
  return at < 2 ? 0 : text.lastIndexOf('\n', at - 2) + 1;
}

/** Where the colon after a key of letters, digits and hyphens is, with blanks before it at most; -1 without one. */
function separatorOf(line: string): number {
  return (/^[A-Za-z0-9-]+[ \t]*:/.exec(line)?.[0].length ?? 0) - 1;
}

function isBlankStart(line: string): boolean {
  return isBlank(line.charCodeAt(0));
}

/** What C takes for white space; other characters are text. */
function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** The file at the root of a revision that lists commits which only reformat. */
export const ignoreRevsName = '.git-blame-ignore-revs';

/**
 * Full hex ids that a list of commits names, one per line; `#` begins a comment. As git reads it for
 * `blame.ignoreRevsFile`.
 *
 * @param onBad takes note of a line that is no full id of that length, by its number from 1; it is passed over
 */
export function parseIgnoredCommits(bytes: Uint8Array, oidBytes: number, onBad: (line: number) => void): Set<string> {
  const oids = new Set<string>();
  const lines = Buffer.from(bytes).toString('latin1').split('\n');
  for (const [at, line] of lines.entries()) {
    const text = line.replace(/#.*/, '').trim().toLowerCase();
    if (text === '') continue;
    if (text.length !== oidBytes * 2 || /[^0-9a-f]/.test(text)) onBad(at + 1);
    else oids.add(text);
  }
  return oids;
}

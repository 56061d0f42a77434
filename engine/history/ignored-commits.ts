import { CodefangError } from '../base/index.ts';

/** The file at the root of a revision that lists commits which only reformat. */
export const ignoreRevsName = '.git-blame-ignore-revs';

/**
 * Full hex ids that a list of commits names, one per line; `#` begins a comment. As git reads it for
 * `blame.ignoreRevsFile`.
 *
 * @param source what the list is called in errors
 * @throws {CodefangError} USAGE when a line is no full id of that length
 */
export function parseIgnoredCommits(bytes: Uint8Array, oidBytes: number, source: string): Set<string> {
  const oids = new Set<string>();
  const lines = Buffer.from(bytes).toString('latin1').split('\n');
  for (const [at, line] of lines.entries()) {
    const text = line.replace(/#.*/, '').trim().toLowerCase();
    if (text === '') continue;
    if (text.length !== oidBytes * 2 || /[^0-9a-f]/.test(text)) {
      const state = `line ${at + 1} is "${text.slice(0, 80)}", expected a full commit id of ${oidBytes * 2} hex digits`;
      throw new CodefangError('USAGE', `Cannot read commits to ignore from ${source}: ${state}`);
    }
    oids.add(text);
  }
  return oids;
}

import { commitFlag } from '../commit-notes.ts';
import type { Trailer } from './trailer-block.ts';

/** What is read in a message, beside co-authors and agents. */
export interface MessageMarks {
  readonly flags: number;
  /** The ids that it says it reverts and was picked from, in hex; empty where it says none. */
  readonly revertedHex: string;
  readonly pickedHex: string;
  readonly tickets: readonly string[];
}

/** Tickets of a commit; the rest is not kept. */
const ticketCountMax = 8;
const conventional = /^(\w+)(?:\([^)]*\))?(!)?: /;
const types: Readonly<Record<string, number>> = {
  feat: commitFlag.feature,
  feature: commitFlag.feature,
  refactor: commitFlag.refactor,
  docs: commitFlag.docs,
  doc: commitFlag.docs,
  test: commitFlag.test,
  tests: commitFlag.test,
  chore: commitFlag.chore,
  perf: commitFlag.perf,
};
const fixWord = /\b(?:fix(?:e[sd]|ing)?|bugs?|defects?|patch(?:e[sd])?|faults?|regressions?|hotfix)\b/i;
const notAFix = new RegExp(
  String.raw`\b(?:fix(?:e[sd])?|patch(?:e[sd])?) (?:typos?|spelling|indent|whitespace|lint|warnings?|style|` +
    String.raw`format(?:ting)?|docs?|comments?|changelog)\b`,
  'i',
);
const revertSubject = /^(?:Revert|Reapply) "/;
const reverts = /\bThis reverts commit ([0-9a-f]{64}|[0-9a-f]{40})\b/;
const picked = /\(cherry picked from commit ([0-9a-f]{64}|[0-9a-f]{40})\)/;
const release = /^(?:release|bump(?: to)?|version)?:? ?v?\d+\.\d+(?:\.\d+)?(?:[-+.]\S*)?$/i;
const workInProgress = /^(?:\[?wip\b|fixup! |squash! |amend! )/i;
const ticketKeys: readonly RegExp[] = [/\b[A-Z][A-Z0-9]{1,9}-\d{1,7}\b/g, /(?:^|[\s(])#\d{1,7}\b/g];
/** They look like tickets and are the names of standards and encodings. */
const noTickets: ReadonlySet<string> = new Set(['UTF', 'SHA', 'ISO', 'RFC', 'CVE', 'CP', 'MD', 'AES', 'RSA']);

/** @param subject the first paragraph in one line */
export function readMarks(
  subject: string,
  message: string,
  trailers: readonly Trailer[],
  isMerge: boolean,
): MessageMarks {
  const revertedHex = reverts.exec(message)?.[1] ?? '';
  const pickedHex = picked.exec(message)?.[1] ?? '';
  const { tickets, isCut } = ticketsOf(message);
  let flags = typeFlags(subject, message);
  if (isMerge) flags |= commitFlag.merge;
  if (revertedHex !== '' || revertSubject.test(subject)) flags |= commitFlag.revert;
  if (pickedHex !== '') flags |= commitFlag.cherryPick;
  if (fixWord.test(subject) && !notAFix.test(subject)) flags |= commitFlag.fix;
  if ((flags & (commitFlag.merge | commitFlag.revert)) !== 0) flags &= ~commitFlag.fix;
  if (release.test(subject)) flags |= commitFlag.release;
  if (workInProgress.test(subject)) flags |= commitFlag.workInProgress;
  if (tickets.length > 0) flags |= commitFlag.hasTicket;
  if (isCut) flags |= commitFlag.cut;
  if (trailers.some(({ key }) => key.toLowerCase() === 'signed-off-by')) flags |= commitFlag.signedOff;
  return { flags, revertedHex, pickedHex, tickets };
}

/** The first paragraph in one line, as `git log --format=%s`. */
export function subjectOf(message: string): string {
  const lines: string[] = [];
  for (const line of message.split('\n')) {
    const text = line.trimEnd();
    if (text !== '') lines.push(text);
    else if (lines.length > 0) break;
  }
  return lines.join(' ');
}

function typeFlags(subject: string, message: string): number {
  const found = conventional.exec(subject);
  let flags = found === null ? 0 : (types[found[1]!.toLowerCase()] ?? 0);
  if (found?.[2] === '!' || /^BREAKING[ -]CHANGE: /m.test(message)) flags |= commitFlag.breaking;
  return flags;
}

function ticketsOf(message: string): { readonly tickets: readonly string[]; readonly isCut: boolean } {
  const found: { readonly at: number; readonly text: string }[] = [];
  const seen = new Set<string>();
  for (const key of ticketKeys) {
    for (const match of message.matchAll(key)) {
      const text = match[0].replace(/^[\s(]/, '');
      if (seen.has(text) || noTickets.has(text.slice(0, text.indexOf('-')))) continue;
      seen.add(text);
      found.push({ at: match.index, text });
      // BOUNDED BY: eight of each kind, and one that says there are more.
      if (seen.size > ticketCountMax * 2) break;
    }
  }
  found.sort((a, b) => a.at - b.at);
  return { tickets: found.slice(0, ticketCountMax).map(({ text }) => text), isCut: found.length > ticketCountMax };
}

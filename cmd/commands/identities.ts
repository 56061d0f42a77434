import { auditRepository, type AuditOrder } from '../../analysis/internal.ts';
import { type IdentityAudit, type IdentityPair, mailmapPatch, visibleText } from '../../engine/index.ts';

export interface IdentitiesOrder extends AuditOrder {
  readonly format: 'text' | 'mailmap' | 'csv' | 'json';
  readonly write: (text: string) => void;
}

/** Prints who may be one person. @throws {CodefangError} for everything that a survey refuses */
export function identities(order: IdentitiesOrder): void {
  const { audit, needsLineFeed } = auditRepository(order);
  if (order.format === 'mailmap') {
    const lines = mailmapPatch(audit);
    if (lines.length > 0 && needsLineFeed) order.write('\n');
    for (const line of lines) order.write(`${line}\n`);
    return;
  }
  for (const piece of printers[order.format](audit)) order.write(piece);
}

const printers = { text: textOf, csv: csvOf, json: jsonOf } as const;

function* textOf(audit: IdentityAudit): Generator<string> {
  const { pairs, shared, bots, people } = audit;
  const likely = pairs.filter(({ level }) => level === 'likely');
  const counts = [
    counted(likely.length, 'likely duplicate'),
    `${pairs.length - likely.length} possible`,
    counted(shared.length, 'shared address', 'es'),
    counted(bots.length, 'bot'),
  ];
  yield `${counts.join(', ')} among ${counted(people, 'identity', 'ies')}\n`;
  for (const level of ['likely', 'possible'] as const) {
    const some = pairs.filter((pair) => pair.level === level);
    if (some.length > 0) yield `\n${level} duplicates\n`;
    for (const { a, b, score, evidence } of some) {
      yield `  ${score.toFixed(1)}  ${who(a)} = ${who(b)}\n       ${evidence.join(', ')}\n`;
    }
  }
  if (shared.length > 0) yield '\nshared addresses\n';
  for (const { email, groups } of shared) {
    const names = groups.map(({ names: some, commits }) => `${some.join(' / ')} (${commits})`);
    yield `  <${visibleText(email)}>  ${visibleText(names.join(', '))}\n`;
  }
  if (bots.length > 0) yield '\nbots\n';
  for (const bot of bots) yield `  ${who(bot)}\n`;
  if (likely.length > 0) yield '\nto join the likely ones: codefang identities --format mailmap >> .mailmap\n';
}

function counted(count: number, what: string, ending = 's'): string {
  const many = ending === 'ies' ? what.slice(0, -1) : what;
  return `${count} ${count === 1 ? what : many + ending}`;
}

function who({
  name,
  email,
  commits,
}: {
  readonly name: string;
  readonly email: string;
  readonly commits: number;
}): string {
  return visibleText(`${name} <${email}> (${commits})`);
}

const columns = 'level,score,name_a,email_a,commits_a,name_b,email_b,commits_b,evidence';

function* csvOf({ pairs }: IdentityAudit): Generator<string> {
  yield `${columns}\n`;
  for (const { level, score, a, b, evidence } of pairs) {
    const cells = [
      level,
      score.toFixed(1),
      a.name,
      a.email,
      a.commits,
      b.name,
      b.email,
      b.commits,
      evidence.join('; '),
    ];
    yield `${cells.map((cell) => csvCell(String(cell))).join(',')}\n`;
  }
}

/** Quoted as in the tables of a report. */
function csvCell(text: string): string {
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function* jsonOf({ people, pairs, shared, bots }: IdentityAudit): Generator<string> {
  yield `{"schema":"codefang.identities.v1","identities":${people},"pairs":[`;
  yield* listed(pairs.map(pairRecord));
  yield '],"shared":[';
  yield* listed(
    shared.map((one) => ({
      ...one,
      groups: one.groups.map(({ names, commits }) => shareOf(names, commits, one.commits)),
    })),
  );
  yield '],"bots":[';
  yield* listed(bots);
  yield ']}\n';
}

function shareOf(names: readonly string[], commits: number, all: number): object {
  return { names, commits, share: all === 0 ? 0 : commits / all };
}

function pairRecord({ level, score, a, b, evidence }: IdentityPair): object {
  const person = ({ name, email, commits }: IdentityPair['a']): object => ({ name, email, commits });
  return { level, score, a: person(a), b: person(b), evidence };
}

function* listed(records: readonly object[]): Generator<string> {
  for (const [at, record] of records.entries()) yield `${at === 0 ? '' : ','}\n${JSON.stringify(record)}`;
}

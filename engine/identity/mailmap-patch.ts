import { byUse, type Identity, type IdentityAudit, type IdentityPair } from './audit-identities.ts';
import { IdentityGroups } from './identity-groups.ts';
import type { Faces } from './faces.ts';

/**
 * Lines for `.mailmap` that make one person of those who likely are, sorted, each with its evidence in a comment before
 * it. The name and address of whoever of them has the most commits is kept, rather not one that GitHub made.
 */
export function mailmapPatch({ pairs, faces }: IdentityAudit): readonly string[] {
  const likely = pairs.filter(({ level }) => level === 'likely');
  const groups = new IdentityGroups(faces.identCount);
  const identities = new Set(likely.flatMap(({ a, b }) => [a, b]).map(({ idents }) => idents[0]!));
  const byFirst = new Map(likely.flatMap(({ a, b }) => [a, b]).map((one) => [one.idents[0]!, one]));
  for (const { a, b } of likely) groups.join(a.idents[0]!, b.idents[0]!);
  const members = new Map<number, Identity[]>();
  for (const first of identities) {
    const root = groups.rootOf(first);
    members.set(root, [...(members.get(root) ?? []), byFirst.get(first)!]);
  }
  const reach = reachOf(faces);
  const lines = [...members.values()].flatMap((all) => linesOf(faces, all, likely, reach));
  return lines.sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([line, why]) => [`# ${why}`, line]);
}

type Line = readonly [line: string, why: string];

function linesOf(
  faces: Faces,
  all: readonly Identity[],
  likely: readonly IdentityPair[],
  identsOfEmail: ReadonlyMap<string, number>,
): readonly Line[] {
  const [kept, ...others] = all.toSorted((a, b) => isMade(faces, a) - isMade(faces, b) || byUse(a, b));
  const owned = new Map<string, number>();
  for (const ident of all.flatMap(({ idents }) => idents)) {
    const { email } = faces.raw(ident).email;
    owned.set(email, (owned.get(email) ?? 0) + (faces.isMappedByName(ident) ? 0 : 1));
  }
  const target = `${kept!.name === '' ? '' : `${kept!.name.replace(/^#/, ' #')} `}<${kept!.email}>`;
  const lines = new Map<string, string>();
  for (const other of others) {
    const why = whyOf(other, all, likely);
    for (const ident of other.idents.filter((one) => faces.isPlain(one))) {
      const { name, email } = faces.raw(ident);
      const isWhole = owned.get(email.email) === identsOfEmail.get(email.email);
      lines.set(`${target} ${isWhole || name === '' ? '' : `${name} `}<${email.email}>`, why);
    }
  }
  return [...lines];
}

/** By address: the idents of the walk that have it. BOUNDED BY: the addresses. */
function reachOf(faces: Faces): ReadonlyMap<string, number> {
  const count = new Map<string, number>();
  for (let ident = 0; ident < faces.identCount; ident += 1) {
    if (faces.commits(ident) === 0) continue;
    const { email } = faces.raw(ident).email;
    count.set(email, (count.get(email) ?? 0) + 1);
  }
  return count;
}

function isMade(faces: Faces, { idents }: Identity): number {
  const { login, isPlaceholder } = faces.shown(idents[0]!).email;
  return login !== undefined || isPlaceholder ? 1 : 0;
}

/** The strongest evidence that ties somebody to another of the same group. */
function whyOf(other: Identity, all: readonly Identity[], likely: readonly IdentityPair[]): string {
  const { idents } = other;
  const pair = likely.find(({ a, b }) => a.idents[0] === idents[0] || b.idents[0] === idents[0])!;
  const { name, email } = pair.a.idents[0] === idents[0] ? pair.b : pair.a;
  const tie = all.length > 2 ? `, as ${name} <${email}>` : '';
  return `${pair.score.toFixed(1)} ${pair.evidence.join(', ')}${tie}`;
}

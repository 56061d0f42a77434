import { isBot, type Mailmap } from '../history/index.ts';
import type { History } from '../survey/index.ts';
import { evidenceTexts, likelyTenths, possibleTenths, scoreOf } from './evidence.ts';
import { Faces } from './faces.ts';
import { findEvidence } from './find-evidence.ts';
import { IdentityGroups } from './identity-groups.ts';
import { findSharedAddresses, type NameGroup } from './shared-addresses.ts';

/** Somebody as the mailmap leaves them: several names with addresses may be one. */
export interface Identity {
  readonly name: string;
  readonly email: string;
  readonly commits: number;
  /** Idents, by the place of their first commits. */
  readonly idents: readonly number[];
  readonly firstPlace: number;
}

/** Two of them who may be one; `a` has more commits. */
export interface IdentityPair {
  readonly level: 'likely' | 'possible';
  readonly score: number;
  readonly a: Identity;
  readonly b: Identity;
  readonly evidence: readonly string[];
}

export interface SharedAddress {
  readonly email: string;
  readonly commits: number;
  readonly groups: readonly Pick<NameGroup, 'names' | 'commits'>[];
}

export interface IdentityAudit {
  /** People and programs that the mailmap leaves. */
  readonly people: number;
  readonly pairs: readonly IdentityPair[];
  readonly shared: readonly SharedAddress[];
  readonly bots: readonly Pick<Identity, 'name' | 'email' | 'commits'>[];
  readonly faces: Faces;
}

/**
 * Who may be one person, which addresses several people share, and who is a program; of a history and its mailmap
 * alone. What two have in common is looked up by keys, so that time grows with the people and not with their pairs.
 * Memory: about 400 bytes per name with address.
 *
 * Evidence is of two names with addresses as commits or the mailmap have them, and a pair of identities has that of its
 * best two: to apply what is likely makes nothing else likely.
 *
 * @throws {CodefangError} BUDGET when more pairs have something in common than are held
 */
export function auditIdentities(history: History, mailmap: Mailmap): IdentityAudit {
  const faces = new Faces(history, mailmap);
  const shared = findSharedAddresses(faces);
  const identities = new Identities(faces, shared, history);
  const isShared = (face: number): boolean => shared.has(faces.of(face).email.email);
  const best = new Map<string, { readonly tenths: number; readonly bits: number }>();
  const rootOf = (face: number): number => identities.rootOf(faces.identOf(face));
  const isJoined = (a: number, b: number): boolean => rootOf(a) === rootOf(b);
  findEvidence(faces, isShared, isJoined, (faceA, faceB, bits) => {
    const [a, b] = [rootOf(faceA), rootOf(faceB)];
    const tenths = scoreOf(bits);
    if (tenths < possibleTenths) return;
    const key = a < b ? `${a} ${b}` : `${b} ${a}`;
    const known = best.get(key);
    if (known !== undefined && (known.tenths - tenths || known.bits - bits) >= 0) return;
    best.set(key, { tenths, bits });
  });
  const pairs = [...best].flatMap(([key, { tenths, bits }]): IdentityPair[] => {
    const [first, second] = key.split(' ').map((root) => identities.of(Number(root)));
    // One address is one person already, whoever else may use it.
    if (first!.email === second!.email) return [];
    const [a, b] = byUse(first!, second!) <= 0 ? [first!, second!] : [second!, first!];
    const level = tenths >= likelyTenths ? 'likely' : 'possible';
    return [{ level, score: tenths / 10, a, b, evidence: evidenceTexts(bits) }];
  });
  pairs.sort((x, y) => y.score - x.score || byUse(x.a, y.a) || byUse(x.b, y.b));
  return { people: history.people.count, pairs, shared: sharedOf(faces, shared), bots: botsOf(history), faces };
}

/** More commits first, then who came first. */
export function byUse(a: Identity, b: Identity): number {
  return b.commits - a.commits || a.firstPlace - b.firstPlace;
}

/** Idents by who they are today: a person of the walk, or of a shared address the names that belong together. */
class Identities {
  readonly #faces: Faces;
  readonly #groups: IdentityGroups;
  readonly #members = new Map<number, number[]>();

  constructor(faces: Faces, shared: ReadonlyMap<string, readonly NameGroup[]>, { people }: History) {
    this.#faces = faces;
    this.#groups = new IdentityGroups(faces.identCount);
    const firstOf = new Int32Array(people.count).fill(-1);
    // Whoever commits most under a shared address stays its person.
    const others = [...shared.values()].flatMap((groups) => groups.slice(1));
    const apart = new Set(others.flatMap(({ idents }) => idents));
    for (let ident = 0; ident < faces.identCount; ident += 1) {
      const person = people.personOf(ident);
      if (person < 0 || (apart.has(ident) && isUnmapped(faces, ident))) continue;
      if (firstOf[person]! < 0) firstOf[person] = ident;
      else this.#groups.join(ident, firstOf[person]!);
    }
    for (const { idents } of others) {
      const unmapped = idents.filter((ident) => isUnmapped(faces, ident));
      for (const ident of unmapped) this.#groups.join(ident, unmapped[0]!);
    }
    for (let ident = 0; ident < faces.identCount; ident += 1) {
      if (faces.commits(ident) === 0) continue;
      const root = this.rootOf(ident);
      const members = this.#members.get(root);
      if (members === undefined) this.#members.set(root, [ident]);
      else members.push(ident);
    }
  }

  rootOf(ident: number): number {
    return this.#groups.rootOf(ident);
  }

  of(root: number): Identity {
    const faces = this.#faces;
    const idents = this.#members.get(root)!.toSorted((a, b) => faces.firstPlace(a) - faces.firstPlace(b));
    const uses = new Map<string, number>();
    for (const ident of idents) {
      const { name } = faces.shown(ident);
      if (name !== '' && faces.isPlain(ident)) uses.set(name, (uses.get(name) ?? 0) + faces.commits(ident));
    }
    let shownName = '';
    for (const [name, count] of uses) if (count > (uses.get(shownName) ?? 0)) shownName = name;
    const commits = idents.reduce((sum, ident) => sum + faces.commits(ident), 0);
    const { email } = faces.shown(idents.find((ident) => faces.isPlain(ident)) ?? idents[0]!).email;
    return { name: shownName, email, commits, idents, firstPlace: faces.firstPlace(idents[0]!) };
  }
}

function isUnmapped(faces: Faces, ident: number): boolean {
  return faces.raw(ident).email.email === faces.shown(ident).email.email;
}

/** Those whose names no mailmap has put apart yet. */
function sharedOf(faces: Faces, shared: ReadonlyMap<string, readonly NameGroup[]>): readonly SharedAddress[] {
  const found = [...shared].flatMap(([email, all]): SharedAddress[] => {
    const groups = all.flatMap(({ idents }) => {
      const left = idents.filter((ident) => isUnmapped(faces, ident));
      const names = [...new Set(left.map((ident) => faces.raw(ident).name))];
      return left.length === 0 ? [] : [{ names, commits: left.reduce((sum, ident) => sum + faces.commits(ident), 0) }];
    });
    return groups.length < 2 ? [] : [{ email, groups, commits: groups.reduce((sum, { commits }) => sum + commits, 0) }];
  });
  return found.sort((a, b) => b.commits - a.commits || (a.email < b.email ? -1 : 1));
}

function botsOf({ people, order, personOfPlace }: History): IdentityAudit['bots'] {
  const commits = new Uint32Array(people.count);
  for (let place = 0; place < order.length; place += 1) {
    commits[personOfPlace[place]!] = commits[personOfPlace[place]!]! + 1;
  }
  const bots: { name: string; email: string; commits: number }[] = [];
  for (let person = 0; person < people.count; person += 1) {
    const [name, email] = [people.name(person), people.email(person)];
    if (isBot(name, email)) bots.push({ name, email, commits: commits[person]! });
  }
  return bots.sort((a, b) => b.commits - a.commits || (a.email < b.email ? -1 : 1));
}

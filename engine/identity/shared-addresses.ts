import { isNear } from './edit-distance.ts';
import type { Face, Faces } from './faces.ts';
import { fullName, nameWords, sorted } from './name-words.ts';

/** Groups of names that are told apart under one address. More are one group. */
const groupsMax = 64;

/** Names under one address that belong together, the one with the most commits first. */
export interface NameGroup {
  readonly names: string[];
  readonly idents: number[];
  commits: number;
}

/**
 * Addresses under which several people commit, who have nothing of their names in common: a shared machine, a team, an
 * editor's example. By the address in ASCII lower case, groups of two or more.
 * BOUNDED BY: the idents of such addresses.
 */
export function findSharedAddresses(faces: Faces): Map<string, readonly NameGroup[]> {
  const identsOfEmail = new Map<string, number[]>();
  for (const face of faces.people) {
    if (face >= faces.identCount) continue;
    const { email, login } = faces.raw(face).email;
    // What GitHub made for an account is its owner's.
    if (login !== undefined) continue;
    const idents = identsOfEmail.get(email);
    if (idents === undefined) identsOfEmail.set(email, [face]);
    else idents.push(face);
  }
  const shared = new Map<string, readonly NameGroup[]>();
  for (const [email, idents] of identsOfEmail) {
    if (idents.length < 2) continue;
    const groups = groupNames(faces, idents);
    if (groups.length > 1) shared.set(email, groups);
  }
  return shared;
}

function groupNames(faces: Faces, idents: readonly number[]): readonly NameGroup[] {
  const byUse = idents.toSorted(
    (a, b) => faces.commits(b) - faces.commits(a) || faces.firstPlace(a) - faces.firstPlace(b),
  );
  const groups: NameGroup[] = [];
  for (const ident of byUse.filter((one) => isTold(faces.raw(one)))) {
    const { name } = faces.raw(ident);
    const group =
      groups.find(({ names }) => isRelated(names[0]!, name)) ?? (groups.length < groupsMax ? undefined : groups[0]);
    if (group === undefined) groups.push({ names: [name], idents: [ident], commits: faces.commits(ident) });
    else addTo(group, faces, ident);
  }
  // A nickname is its owner's.
  if (groups.length > 1) for (const ident of byUse) if (!isTold(faces.raw(ident))) addTo(groups[0]!, faces, ident);
  return groups;
}

function addTo(group: NameGroup, faces: Faces, ident: number): void {
  const { name } = faces.raw(ident);
  if (!group.names.includes(name)) group.names.push(name);
  group.idents.push(ident);
  group.commits += faces.commits(ident);
}

/** Whether a name says who it is, rather than how somebody is called for short. */
function isTold({ name, email }: Face): boolean {
  return fullName(name) !== undefined || (email.isPlaceholder && name !== '');
}

function isRelated(a: string, b: string): boolean {
  const [wordsA, wordsB] = [nameWords(a), nameWords(b)];
  if (wordsA.some((word) => word.length > 2 && wordsB.includes(word))) return true;
  return isNear(sorted(wordsA), sorted(wordsB));
}

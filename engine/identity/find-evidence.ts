import { CodefangError } from '../base/index.ts';
import { areNumbered, ownerOf } from './email-parts.ts';
import { isNear, nearKeys } from './edit-distance.ts';
import { evidence } from './evidence.ts';
import type { Faces } from './faces.ts';
import { KeyIndex } from './key-index.ts';
import { fullName, nameWords, sorted } from './name-words.ts';

/** Pairs with anything in common. BOUNDED BY: itself, about 50 bytes each. */
const pairsMax = 1_000_000;
const faceFactor = 2 ** 26;
const nearLengthMin = 8;
/** So many domains, so many people of one name, or so many bearers of a word. */
const commonMin = 3;

/** Calls back with each pair of faces that are not joined yet and have something in common, and with what. */
export function findEvidence(
  faces: Faces,
  isShared: (face: number) => boolean,
  isJoined: (a: number, b: number) => boolean,
  use: (a: number, b: number, bits: number) => void,
): void {
  const found = new Pairs(isJoined);
  joinEqual(faces, found, evidence.account, (face) => {
    const { login, accountId } = faces.of(face).email;
    return [...(login === undefined ? [] : [`a${login}`]), ...(accountId === undefined ? [] : [`i${accountId}`])];
  });
  joinEqual(faces, found, evidence.email, (face) => {
    const { isPlaceholder, normal, login } = faces.of(face).email;
    return isPlaceholder || login !== undefined || isShared(face) ? [] : [normal];
  });
  joinEqual(faces, found, evidence.name, (face) => namesOf(faces, face));
  joinOwners(faces, found, isShared);
  joinNear(faces, found);
  const domains = countDomains(faces);
  for (const [key, bits] of found.bits) {
    const [a, b] = [Math.floor(key / faceFactor), key % faceFactor];
    use(a, b, weighed(faces, a, b, bits, domains));
  }
}

class Pairs {
  readonly bits = new Map<number, number>();
  readonly #isJoined: (a: number, b: number) => boolean;

  constructor(isJoined: (a: number, b: number) => boolean) {
    this.#isJoined = isJoined;
  }

  add(a: number, b: number, bit: number): void {
    if (a === b || this.#isJoined(a, b)) return;
    const key = Math.min(a, b) * faceFactor + Math.max(a, b);
    this.bits.set(key, (this.bits.get(key) ?? 0) | bit);
    if (this.bits.size <= pairsMax) return;
    const state = `more than ${pairsMax} pairs of names have something in common`;
    throw new CodefangError('BUDGET', `Cannot compare the people of this history: ${state}, which is all that is held`);
  }
}

function joinEqual(faces: Faces, found: Pairs, bit: number, keysOf: (face: number) => readonly string[]): void {
  const index = new KeyIndex();
  for (const face of faces.people) for (const key of keysOf(face)) index.add(key, face);
  for (const face of faces.people) {
    for (const key of keysOf(face)) {
      for (const other of index.of(key)) if (other < face) found.add(other, face, bit);
    }
  }
}

function namesOf(faces: Faces, face: number): readonly string[] {
  const words = fullName(faces.of(face).name);
  return words === undefined ? [] : [sorted(words)];
}

/** Names and logins with the addresses that may be made of them. */
function joinOwners(faces: Faces, found: Pairs, isShared: (face: number) => boolean): void {
  const owners = new KeyIndex();
  const bearers = new KeyIndex();
  for (const face of faces.people) {
    const { name, email } = faces.of(face);
    const owner = isShared(face) ? undefined : ownerOf(email);
    if (owner !== undefined) owners.add(owner, face);
    for (const word of fullName(name) ?? []) bearers.add(word, face);
  }
  for (const face of faces.people) {
    const { name, email } = faces.of(face);
    const words = fullName(name);
    for (const pattern of words === undefined ? [] : addressesOf(name)) {
      for (const other of owners.of(pattern)) found.add(face, other, evidence.pattern);
    }
    const nick = nameWords(name).join('');
    const isNick = words === undefined && nick.length > 2 && bearers.count(nick) < commonMin;
    const logins = [...(email.login === undefined ? [] : [email.login.replaceAll('-', '')]), ...(isNick ? [nick] : [])];
    for (const login of logins) for (const other of owners.of(login)) found.add(face, other, evidence.login);
  }
}

/** `johndoe`, `doejohn`, `jdoe`, `doej`, `johnd` of John Doe; local parts are compared without dots. */
function addressesOf(name: string): readonly string[] {
  const words = nameWords(name).filter((word) => word.length > 1);
  const [first, last] = [words[0]!, words[words.length - 1]!];
  const made = [first + last, last + first, first[0]! + last, last + first[0]!, first + last[0]!];
  return [...new Set([...made, words.join('')])].filter((text) => text.length > 3);
}

/** Names of a text have parts in common by chance; what many have in common says nothing. */
const nearEntriesMax = 16;

function joinNear(faces: Faces, found: Pairs): void {
  const index = new KeyIndex();
  /** By face. BOUNDED BY: the faces, of names that are not long. */
  const texts: (string | undefined)[] = [];
  for (const face of faces.people) {
    const [text] = namesOf(faces, face);
    if (text === undefined || text.length < nearLengthMin) continue;
    texts[face] = text;
    for (const key of nearKeys(text).own) index.add(key, face);
  }
  const tried = new Set<number>();
  for (const face of faces.people) {
    const text = texts[face];
    if (text === undefined) continue;
    tried.clear();
    for (const key of nearKeys(text).sought) for (const other of index.of(key, nearEntriesMax)) tried.add(other);
    for (const other of tried) {
      if (other < face && texts[other] !== text && isNear(texts[other]!, text))
        found.add(other, face, evidence.similar);
    }
  }
}

/** By full name, in how many domains commits have it. Addresses that GitHub made say nothing of where somebody is. */
function countDomains(faces: Faces): (name: string) => number {
  const seen = new KeyIndex();
  const domains = new KeyIndex();
  for (const face of faces.people) {
    if (face >= faces.identCount) continue;
    const { login, domain } = faces.raw(face).email;
    for (const name of login === undefined ? namesOf(faces, face) : []) {
      const key = `${name}@${domain}`;
      if (seen.count(key) > 0) continue;
      seen.add(key, face);
      domains.add(name, face);
    }
  }
  return (name) => domains.count(name);
}

/** Leaves out what says the same twice, and adds what speaks against it. */
function weighed(faces: Faces, a: number, b: number, found: number, domains: (name: string) => number): number {
  const [faceA, faceB] = [faces.of(a), faces.of(b)];
  const [nameA] = namesOf(faces, a);
  const [nameB] = namesOf(faces, b);
  let bits = found;
  const isOtherName = nameA !== undefined && nameB !== undefined && nameA !== nameB;
  if ((bits & evidence.name) !== 0 || (isOtherName && (bits & evidence.similar) === 0)) bits &= ~evidence.pattern;
  if ((bits & (evidence.account | evidence.email)) !== 0) bits &= ~evidence.login;
  if ((bits & evidence.name) !== 0 && domains(nameA!) >= commonMin) bits |= evidence.common;
  if (areNumbered(faceA.email, faceB.email)) bits |= evidence.numbered;
  const isOtherAccount = faceA.email.accountId !== undefined && faceB.email.accountId !== undefined;
  if (isOtherAccount && faceA.email.accountId !== faceB.email.accountId) bits &= ~evidence.account;
  return bits;
}

const shownMax = 200;
/** A mailing list or a tool that sends for somebody. */
const relayed = /\s+via\s.*$/i;
/** Two people at one keyboard. */
const several = /\s(?:&|and|\+|und|et|y)\s/i;
/** Names that programs give where nobody said one. */
const placeholders = new Set([
  'name your',
  'name user',
  'first last',
  'author unknown',
  'committed not yet',
  'author no',
]);

/** The words of a name as it is compared: without case, diacritics, punctuation and order; none of a locale's rules. */
export function nameWords(name: string): readonly string[] {
  if (name.length > shownMax || name.includes('@')) return [];
  const own = name.replace(relayed, '');
  const plain = own.normalize('NFKC').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

/** Words that name one person: at least two that are no initials. Undefined of others. */
export function fullName(name: string): readonly string[] | undefined {
  const words = nameWords(name);
  const isFull = words.filter((word) => word.length > 1).length > 1;
  return isFull && !placeholders.has(sorted(words)) ? words : undefined;
}

/** Equal for equal names, whatever the order of their words. */
export function sorted(words: readonly string[]): string {
  return [...words].sort().join(' ');
}

/** Whether a name is that of several people who worked together. */
export function isSeveral(name: string): boolean {
  return several.test(name);
}

/**
 * What a search asks for: words apart by spaces, all of which must be somewhere in a text; a word with `*` or
 * `?` is a glob for the whole of it, in which `*` stands for any text, folders too. Upper and lower case are
 * the same.
 *
 * @example searchTerms('src *.ts parser')(['src/parser.ts', 'Ada']) === true
 */
export function searchTerms(query: string): (texts: readonly string[]) => boolean {
  const terms = query
    .toLowerCase()
    .split(/\s+/)
    .filter((term) => term !== '');
  const tests = terms.map((term) => (/[*?]/.test(term) ? globTest(term) : (text: string) => text.includes(term)));
  return (texts) => {
    if (tests.length === 0) return true;
    const lower = texts.map((text) => text.toLowerCase());
    return tests.every((test) => lower.some(test));
  };
}

function globTest(term: string): (text: string) => boolean {
  const parts = term.split(/([*?])/);
  const source = parts
    .map((part) => (part === '*' ? '.*' : part === '?' ? '.' : part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')))
    // A row of stars is one: they would be tried against each other.
    .filter(
      (part, at, all) => part !== '' && !(part === '.*' && all.slice(0, at).findLast((one) => one !== '') === '.*'),
    )
    .join('');
  const pattern = new RegExp(`^${source}$`, 'su');
  return (text) => pattern.test(text);
}
